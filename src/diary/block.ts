/** What a block is and when one is taken. Rules only. */
import { CELL_SECONDS, cellOf, DAY, toSeconds, weekCloses, type EpochSeconds } from '../kernel/time.ts';
import type { ContractState } from '../contracts/contract.ts';
import { codeKey } from '../contracts/project-code.ts';
import { PICTURE_AFTER_END_SECONDS, type Mask } from '../wire/tracker.ts';

/** Clocks may differ by this much. */
export const TOLERANCE_SECONDS = 120;
export const OLDEST_SECONDS = (14 * DAY) / 1000;

/** A capture with the SHA-256 (hex) of its picture and what the freelancer covered in it, or the reason why there is none. */
export type Shot =
  { takenAt: EpochSeconds; sha256: string; mask: Mask | null } | { takenAt: EpochSeconds; failure: string };

/** A block as the tracker tells it. */
export type BlockFacts = {
  id: string;
  contractId: number;
  startedAt: EpochSeconds;
  seconds: number;
  description: string;
  projectCode: string | null;
  inputSeconds: number;
  /** Time without input that the freelancer was asked about and kept. */
  idle: boolean;
  shots: Shot[];
};

export type BlockRefusal =
  | 'crosses-cell'
  | 'in-the-future'
  | 'too-old'
  | 'too-much-input'
  | 'capture-outside-block'
  | 'contract-not-active'
  | 'overlaps'
  | 'different-content'
  | 'week-closed'
  | 'already-deleted'
  | 'corrected-too-often'
  | 'not-deleted'
  | 'too-late-to-undo';

export const blockRefusalWords: Record<BlockRefusal, string> = {
  'crosses-cell': 'A block must lie inside ten minutes that begin at :00, :10, :20, :30, :40 or :50 UTC.',
  'in-the-future': 'This block ends in the future. Check the clock of your computer.',
  'too-old': 'This block is older than 14 days and cannot be added any more. Ask your client about manual time.',
  'too-much-input': 'A block cannot have more seconds with input than seconds.',
  'capture-outside-block': 'A screenshot must be taken while its block runs, or at most 3 minutes after its end.',
  'contract-not-active': 'This contract was not active at that time, so the time cannot be logged on it.',
  overlaps: 'You already logged time in these minutes, perhaps on another computer. Time counts once.',
  'different-content': 'A different block with the same name was sent before.',
  'week-closed': 'The week is closed since Monday 12:00 UTC; its blocks cannot be corrected or deleted any more.',
  'already-deleted': 'This block is deleted already.',
  'corrected-too-often': 'This block has been corrected 20 times; that is as often as it can be.',
  'not-deleted': 'This block is not deleted.',
  'too-late-to-undo': 'The minute to undo it is over, and the picture is gone.',
};

const endOf = (block: { startedAt: EpochSeconds; seconds: number }): EpochSeconds => block.startedAt + block.seconds;

/** What can be said of a block by itself, before anything is looked up. */
export function whyNotBlock(block: BlockFacts, now: Date): BlockRefusal | null {
  const end = endOf(block);
  if (block.seconds < 1 || block.seconds > CELL_SECONDS || cellOf(block.startedAt) !== cellOf(end - 1))
    return 'crosses-cell';
  if (end > toSeconds(now) + TOLERANCE_SECONDS) return 'in-the-future';
  if (block.startedAt < toSeconds(now) - OLDEST_SECONDS) return 'too-old';
  if (block.inputSeconds > block.seconds) return 'too-much-input';
  const lastPicture = end + PICTURE_AFTER_END_SECONDS;
  if (block.shots.some(({ takenAt }) => takenAt < block.startedAt || takenAt > lastPicture))
    return 'capture-outside-block';
  return null;
}

export type ContractThen = {
  state: ContractState;
  freelancerId: number | null;
  acceptedAt: Date | null;
  /** It was paused, asleep or ended when the block began. */
  stoppedThen: boolean;
};

/** Work begins when the freelancer has accepted, and not while the contract is stopped; what began before is kept. */
export function whyNotOnContract(block: BlockFacts, contract: ContractThen): BlockRefusal | null {
  const accepted = contract.acceptedAt === null ? Infinity : toSeconds(contract.acceptedAt) - TOLERANCE_SECONDS;
  return contract.state === 'active' && !contract.stoppedThen && block.startedAt >= accepted
    ? null
    : 'contract-not-active';
}

type Span = { startedAt: EpochSeconds; seconds: number };
/** A second counts once, whatever the contract. A deleted block's seconds stay taken. */
export function whyNotBeside(block: Span, others: readonly Span[]): BlockRefusal | null {
  return others.some(other => other.startedAt < endOf(block) && block.startedAt < endOf(other)) ? 'overlaps' : null;
}

/** Whether a block sent again is the block sent before. */
export function isSameBlock(a: BlockFacts, b: BlockFacts): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}
function comparable(block: BlockFacts) {
  const { id, contractId, startedAt, seconds, description, projectCode, inputSeconds, idle } = block;
  const pictures = block.shots.map(shot =>
    'sha256' in shot
      ? [shot.takenAt, shot.sha256, shot.mask?.perMille, shot.mask?.reason]
      : [shot.takenAt, shot.failure],
  );
  const code = projectCode === null ? null : codeKey(projectCode);
  return [id, contractId, startedAt, seconds, description, code, inputSeconds, idle, pictures];
}

/**
 * What the server knows of a freelancer's timer: when it last heard of it, and how much time may still be claimed.
 * The tolerance is in that once, at the first contact: if each claim had its own, many short ones would add up.
 */
export type FreelancerClock = { lastContactAt: EpochSeconds; unclaimedSeconds: number };

/** Time passes on the server's clock: so much more may be claimed. What is too old to be sent is not kept. */
export function afterContact(clock: FreelancerClock | null, now: Date): FreelancerClock {
  const at = toSeconds(now);
  if (clock === null) return { lastContactAt: at, unclaimedSeconds: TOLERANCE_SECONDS };
  const passed = Math.max(0, at - clock.lastContactAt);
  return {
    lastContactAt: Math.max(at, clock.lastContactAt),
    unclaimedSeconds: Math.min(clock.unclaimedSeconds + passed, OLDEST_SECONDS + TOLERANCE_SECONDS),
  };
}

/**
 * A tracker can claim no more time than has passed on the server's clock. Beyond that (and the tolerance) the block is
 * kept, but its clock was not reliable; it uses up nothing that honest work could claim.
 */
export function claim(clock: FreelancerClock, seconds: number): { reliable: boolean; clock: FreelancerClock } {
  const left = clock.unclaimedSeconds - seconds;
  return left < 0 ? { reliable: false, clock } : { reliable: true, clock: { ...clock, unclaimedSeconds: left } };
}

/** Of a block's seconds, those beyond the weekly limit: kept and marked, not billed. */
export function overLimit(seconds: number, weekSecondsBefore: number, weeklyLimitSeconds: number): number {
  return Math.min(seconds, Math.max(0, weekSecondsBefore + seconds - weeklyLimitSeconds));
}

/** Until Monday 12:00 UTC after the week its owner may correct or delete a block. */
export function whyNotChange(
  block: { startedAt: EpochSeconds; deletedAt: EpochSeconds | null },
  now: Date,
): BlockRefusal | null {
  if (block.deletedAt !== null) return 'already-deleted';
  return toSeconds(now) < weekCloses(block.startedAt) ? null : 'week-closed';
}

/** A deletion can be taken back this long. */
export const UNDO_SECONDS = 60;

/** Whether a deletion is so fresh that its pictures are still there. */
export const mayComeBack = ({ deletedAt }: { deletedAt: EpochSeconds | null }, now: Date): boolean =>
  deletedAt !== null && toSeconds(now) < deletedAt + UNDO_SECONDS;

/** Taking a deletion back. A week that closed meanwhile stays as it was closed. */
export function whyNotRestore(
  block: { startedAt: EpochSeconds; deletedAt: EpochSeconds | null },
  now: Date,
): BlockRefusal | null {
  if (block.deletedAt === null) return 'not-deleted';
  if (!mayComeBack(block, now)) return 'too-late-to-undo';
  return toSeconds(now) < weekCloses(block.startedAt) ? null : 'week-closed';
}
