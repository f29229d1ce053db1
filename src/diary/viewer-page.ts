/** What the viewer shows. */
import { dayBounds, dayIn, fromSeconds } from '../kernel/time.ts';
import { blocksBetween, neighbour, type StoredBlock } from './block-rows.ts';
import { blockHref, blockLocals, contractLocals, diaryHref, type Viewing } from './block-words.ts';
import { failureWords } from './failure-words.ts';

/** The viewer: one block in full, and its neighbours of the same day. */
export async function viewerLocals(viewing: Viewing, block: StoredBlock) {
  const { contract, actor } = viewing;
  const zone = actor.timeZone;
  const day = dayIn(fromSeconds(block.startedAt), zone);
  const { from, to } = dayBounds(day, zone);
  const blocks = await blocksBetween(contract, from, to);
  const place = blocks.findIndex(({ startedAt }) => startedAt === block.startedAt);
  const hrefOf = (found: number | null) => (found === null ? null : blockHref(contract.id, found));
  const beside = { freelancerId: contract.freelancerId, contractId: contract.id };
  const words = blockLocals(block, viewing);
  return {
    contract: contractLocals(viewing),
    role: actor.role,
    block: { ...words, startedAt: fromSeconds(block.startedAt), receivedAt: fromSeconds(block.receivedAt) },
    day,
    zone,
    shots: block.shots.map(({ number, takenAt, failure, received }) => ({
      src: received && block.deletedAt === null ? `${words.href}/screenshots/${number}` : null,
      takenAt: fromSeconds(takenAt),
      failure: failure === null ? null : failureWords[failure],
    })),
    backHref: diaryHref(contract.id, day),
    previousHref: hrefOf(await neighbour(beside, block.startedAt, 'before')),
    nextHref: hrefOf(await neighbour(beside, block.startedAt, 'after')),
    position: { number: place + 1, count: blocks.length },
    amount: words.amount,
    rule: block.ruleVersion,
  };
}
