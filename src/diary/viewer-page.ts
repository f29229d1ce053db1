/** What the viewer shows. */
import { dayBounds, dayIn, fromSeconds } from '../kernel/time.ts';
import { disputeSign } from '../disputes/dispute-words.ts';
import { disputeOfBlock } from '../disputes/waiting-disputes.ts';
import { may, type Actor } from '../policy/policy.ts';
import { whyNotChange } from './block.ts';
import { blocksBetween, neighbour, type StoredBlock } from './block-rows.ts';
import {
  blockHref,
  blockLocals,
  contractLocals,
  diaryHref,
  hasPictures,
  percentOf,
  removedWords,
  type Viewing,
} from './block-words.ts';
import { blankForm, type Form } from '../web/form.ts';
import type { Screen } from '../web/page.ts';
import { whyNotResolve } from './comment.ts';
import { commentsOn, type StoredComment } from './comment-rows.ts';
import { chosenQuery } from './chosen.ts';
import { undoLocals } from './editing-page.ts';
import { failureWords } from './failure-words.ts';
import { queryOf } from './filter.ts';
import { formerWords } from './former-words.ts';

/** The viewer: one block in full, and its neighbours of the same day. */
export async function viewerLocals(viewing: Viewing, block: StoredBlock, form: Form<unknown> = blankForm()) {
  const { contract, actor, filter } = viewing;
  const zone = actor.timeZone;
  const day = dayIn(fromSeconds(block.startedAt), zone);
  const { from, to } = dayBounds(day, zone);
  const blocks = await blocksBetween(contract, from, to);
  const place = blocks.findIndex(({ startedAt }) => startedAt === block.startedAt);
  const hrefOf = (found: number | null) => (found === null ? null : blockHref(contract.id, found) + queryOf(filter));
  const beside = { freelancerId: contract.freelancerId, contractId: contract.id };
  const words = blockLocals(block, viewing);
  return {
    contract: contractLocals(viewing),
    role: actor.role,
    block: { ...words, startedAt: fromSeconds(block.startedAt), receivedAt: fromSeconds(block.receivedAt) },
    day,
    zone,
    shots: block.shots.map(({ number, takenAt, failure, received, mask }) => ({
      src: received && hasPictures(block) ? `${words.path}/screenshots/${number}` : null,
      takenAt: fromSeconds(takenAt),
      failure: failure === null ? removedWords(block) : failureWords[failure],
      mask: mask && { share: percentOf(mask.perMille), reason: mask.reason },
    })),
    backHref: diaryHref(contract.id, day) + queryOf(filter),
    previousHref: hrefOf(await neighbour(beside, block.startedAt, 'before')),
    nextHref: hrefOf(await neighbour(beside, block.startedAt, 'after')),
    position: { number: place + 1, count: blocks.length },
    amount: words.amount,
    rule: block.ruleVersion,
    history: (await formerWords(block)).map(({ until, ...said }) => ({ ...said, until: fromSeconds(until) })),
    comments: (await commentsOn(block)).map(comment => commentLocals(comment, words.path, actor)),
    mayComment: may(actor, 'block.comment', contract),
    form,
    undo: undoLocals(viewing, [block]),
    dispute: await disputeLocals(viewing, block),
    ...editingHrefs(viewing, block),
  };
}

/** The dispute this block is in, and where this reader finds it. */
async function disputeLocals({ actor }: Viewing, block: StoredBlock) {
  const dispute = await disputeOfBlock(block);
  const at = actor.role === 'admin' ? '/admin/disputes' : '/disputes';
  return dispute && { href: `${at}/${dispute.id}`, sign: disputeSign(dispute.state, dispute.ending ?? null) };
}

export const blockScreen = ({ block, contract }: Awaited<ReturnType<typeof viewerLocals>>): Screen => ({
  title: `${block.from} ${contract.title}`,
  view: 'diary/block',
});

/** One comment; either of the two may resolve what it asks. */
function commentLocals(comment: StoredComment, href: string, actor: Actor) {
  const { number, author, authorId, writtenAt, words, flag, resolvedAt, resolver } = comment;
  return {
    ...{ author, words, flag, writtenAt: fromSeconds(writtenAt), mine: authorId === actor.id },
    open: flag && resolvedAt === null,
    resolvedAt: resolvedAt === null ? null : fromSeconds(resolvedAt),
    resolver,
    resolution: whyNotResolve(comment) === null ? `${href}/comments/${number}/resolution` : null,
  };
}

function editingHrefs({ contract, actor, now }: Viewing, block: StoredBlock) {
  const open = may(actor, 'block.correct', contract) && whyNotChange(block, now) === null;
  const hrefOf = (act: string) => (open ? `/contracts/${contract.id}/${act}?${chosenQuery([block.startedAt])}` : null);
  return { correctionHref: hrefOf('correction'), deletionHref: hrefOf('deletion') };
}
