/** The blocks of a case: each with its pictures side by side, its verdict, and what was said of it. */
import { chosenBlocks } from '../diary/chosen-blocks.ts';
import type { StoredBlock } from '../diary/block-rows.ts';
import { blockLocals, hasPictures, percentOf, type Viewing } from '../diary/block-words.ts';
import { failureWords } from '../diary/failure-words.ts';
import { pictureKey, thumbKeyOf } from '../diary/storage-keys.ts';
import type { Cents } from '../kernel/money.ts';
import { dayIn, dayName, fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { commentsIn, formerWordsIn, type Span } from './said-of-blocks.ts';

/** @property amount what it costs on its invoice, in cents */
export type CaseFacts = { startedAt: EpochSeconds; amount: Cents };

/** @param href where the viewer of one block is @returns by the reader's days, oldest first, with the facts that came in */
export async function caseDays<Facts extends CaseFacts>(
  facts: readonly Facts[],
  viewing: Viewing,
  href: (start: EpochSeconds) => string,
) {
  if (facts.length === 0) return [];
  const starts = facts.map(({ startedAt }) => startedAt);
  const { id: contractId, freelancerId } = viewing.contract;
  const span = { contractId, freelancerId, from: Math.min(...starts), to: Math.max(...starts) + 1 };
  const [blocks, said] = await Promise.all([chosenBlocks(viewing.contract, starts), saidIn(span)]);
  const byStart = new Map(facts.map(one => [one.startedAt, one]));
  const days = new Map<string, (Facts & ReturnType<typeof caseBlock>)[]>();
  for (const block of blocks) {
    const day = dayIn(fromSeconds(block.startedAt), viewing.actor.timeZone);
    const shown = { ...caseBlock(block, viewing, said), href: href(block.startedAt), ...byStart.get(block.startedAt)! };
    days.set(day, [...(days.get(day) ?? []), shown]);
  }
  return [...days].map(([day, of]) => ({ name: dayName(day), blocks: of }));
}

type Said = Awaited<ReturnType<typeof saidIn>>;
async function saidIn(span: Span) {
  const [comments, before] = await Promise.all([commentsIn(span), formerWordsIn(span)]);
  return { comments, before };
}

function caseBlock(block: StoredBlock, viewing: Viewing, { comments, before }: Said) {
  const { startedAt } = block;
  const of = <One extends { startedAt: EpochSeconds }>(all: readonly One[]): One[] =>
    all.filter(one => one.startedAt === startedAt);
  const words = blockLocals(block, viewing);
  return {
    ...words,
    shots: shotsOf(block, viewing),
    inputShare: block.seconds === 0 ? 0 : block.inputSeconds / block.seconds,
    receivedAt: fromSeconds(block.receivedAt),
    before: of(before).map(({ until, ...said }) => ({ ...said, until: fromSeconds(until) })),
    comments: of(comments).map(({ at, ...said }) => ({ ...said, at: fromSeconds(at) })),
  };
}

/** Each picture small, or why there is none. */
function shotsOf(block: StoredBlock, { thumbs }: Viewing) {
  return block.shots.map(({ number, takenAt, failure, received, mask }) => ({
    takenAt: fromSeconds(takenAt),
    thumb:
      received && hasPictures(block)
        ? thumbs + thumbKeyOf(pictureKey(block, number, received)).replace(/^\d+/, '')
        : null,
    failure: failure === null ? null : failureWords[failure],
    masked: mask && { share: percentOf(mask.perMille), reason: mask.reason },
  }));
}
