/** One of the two writes about a block, or says that what the other asked is answered. The other is told. */
import { run, transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { fromSeconds, toSeconds } from '../kernel/time.ts';
import { append } from '../evidence/append.ts';
import { record } from '../events/record.ts';
import { tell } from '../notices/tell.ts';
import type { StoredBlock } from './block-rows.ts';
import type { DiaryContract } from './block-words.ts';
import { commentRefusalWords, whyNotComment, whyNotResolve, type CommentRefusal } from './comment.ts';
import { commentsOn } from './comment-rows.ts';
import { lockClock, onceMore } from './freelancer-clock.ts';

type Person = { id: number; name: string };
type Comment = { words: string; flag: boolean };

/** @throws Refused `too-many-comments` */
export function commentOn(contract: DiaryContract, block: StoredBlock, comment: Comment, by: Person, now: Date) {
  return onceMore(() =>
    transaction(async () => {
      await lockClock(block.freelancerId, now);
      const before = await commentsOn(block);
      refuseIf(whyNotComment(before.length));
      await run(
        `INSERT INTO comments (freelancer_id, started_at, number, author_id, written_at, flag, words)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [
          ...[block.freelancerId, block.startedAt, before.length + 1, by.id, toSeconds(now)],
          ...[comment.flag ? 1 : 0, comment.words],
        ],
      );
      const { startedAt } = block;
      const facts = { startedAt, number: before.length + 1, by: by.id, ...comment };
      await append({ contractId: contract.id, kind: 'comment.written', at: now, facts });
      if (comment.flag) await record('block.flagged', happened(contract, block, by, now));
      await tell(comment.flag ? 'block.flagged' : 'block.commented', told(contract, block, by, now));
    }),
  );
}

/** @param number of the comment that asked @throws NotFound @throws Refused `no-open-flag` */
export function resolveFlag(contract: DiaryContract, block: StoredBlock, number: number, by: Person, now: Date) {
  return onceMore(() =>
    transaction(async () => {
      await lockClock(block.freelancerId, now);
      const comment = (await commentsOn(block)).find(one => one.number === number);
      if (!comment) throw new NotFound('comment');
      refuseIf(whyNotResolve(comment));
      await run(
        'UPDATE comments SET resolved_at = $4, resolved_by_id = $5 WHERE freelancer_id = $1 AND started_at = $2 AND number = $3',
        [block.freelancerId, block.startedAt, number, toSeconds(now), by.id],
      );
      const facts = { startedAt: block.startedAt, number, by: by.id };
      await append({ contractId: contract.id, kind: 'comment.resolved', at: now, facts });
      await record('flag.resolved', happened(contract, block, by, now));
      await tell('flag.resolved', told(contract, block, by, now));
    }),
  );
}

/** What the other one hears. */
function told({ id, title, clientId, freelancerId }: DiaryContract, { startedAt }: StoredBlock, by: Person, now: Date) {
  const facts = { by: by.name, title, startedAt: fromSeconds(startedAt).toISOString() };
  return { to: by.id === clientId ? freelancerId : clientId, contractId: id, facts, now };
}

/** What the timeline says. */
const happened = ({ id }: DiaryContract, { startedAt }: StoredBlock, by: Person, now: Date) => ({
  ...{ contractId: id, actorId: by.id, now },
  facts: { by: by.name, startedAt: fromSeconds(startedAt).toISOString() },
});

function refuseIf(refusal: CommentRefusal | null): void {
  if (refusal) throw new Refused(refusal, commentRefusalWords[refusal], 409);
}
