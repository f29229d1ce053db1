/** What the chain says of blocks. Rules only. */
import type { BlockFacts } from '../diary/block.ts';
import type { StoredBlock, StoredShot } from '../diary/block-rows.ts';
import type { ExaminedShot } from '../diary/examined-shots.ts';
import type { ReasonCode, VerdictFacts } from '../diary/verdict.ts';
import type { EpochSeconds } from '../kernel/time.ts';

/** A capture as received: hashes in hex. @property kept SHA-256 of the bytes in the storage @property fingerprint of how it looks */
export type CaptureFacts = {
  takenAt: EpochSeconds;
  failure?: string;
  received?: string;
  kept?: string;
  fingerprint?: string;
  maskedPerMille?: number;
  maskReason?: string;
};

/** What never changes of a block. */
export type FixedFacts = {
  block: string;
  freelancerId: number;
  startedAt: EpochSeconds;
  seconds: number;
  receivedAt: EpochSeconds;
  termsId: number;
  inputSeconds: number;
  idle: boolean;
  ruleVersion: number;
  captures: CaptureFacts[];
};
export type WordFacts = { description: string; projectCode: string | null };
export type StandingFacts = { reasons: ReasonCode[]; overLimitSeconds: number };

/** Facts of the entry `block.kept`. @property judged what the verdict was made from, beside the above */
export type KeptFacts = FixedFacts & WordFacts & StandingFacts & { judged: object };

type Arrived = StandingFacts & {
  freelancerId: number;
  receivedAt: EpochSeconds;
  termsId: number;
  ruleVersion: number;
  judged: VerdictFacts;
};

export function keptFacts(block: BlockFacts, shots: readonly ExaminedShot[], arrived: Arrived): KeptFacts {
  const { id, startedAt, seconds, inputSeconds, idle, description, projectCode } = block;
  const { freelancerId, receivedAt, termsId, ruleVersion, reasons, overLimitSeconds, judged } = arrived;
  const { manual, late, clockReliable, paymentProblem } = judged;
  return {
    ...{ block: id, freelancerId, startedAt, seconds, receivedAt, termsId, inputSeconds, idle, ruleVersion },
    captures: shots.map(captureOf),
    ...{ description, projectCode, reasons, overLimitSeconds },
    judged: {
      ...{ manual, late, clockReliable, paymentProblem },
      captures: judged.shots.map(({ blank, repeated }) => ({ blank, repeated })),
    },
  };
}

function captureOf(shot: ExaminedShot): CaptureFacts {
  const { takenAt } = shot;
  if ('failure' in shot) return { takenAt, failure: shot.failure };
  const { received, keptHash, dhash } = shot.picture;
  return { takenAt, ...hashesOf(received, keptHash, dhash), ...maskOf(shot.mask) };
}

/** What never changes of a block, as its row says it today. */
export function fixedFactsOf(block: StoredBlock): FixedFacts {
  const { id, freelancerId, startedAt, seconds, receivedAt, termsId, inputSeconds, idle, ruleVersion } = block;
  return {
    ...{ block: id, freelancerId, startedAt, seconds, receivedAt, termsId, inputSeconds, idle, ruleVersion },
    captures: block.shots.map(storedCapture),
  };
}

function storedCapture({ takenAt, failure, received, kept, dhash, mask }: StoredShot): CaptureFacts {
  if (failure !== null || received === null) return { takenAt, failure: failure ?? '' };
  return { takenAt, ...hashesOf(received, kept, dhash), ...maskOf(mask) };
}

const hashesOf = (received: Buffer, kept: Buffer | null, dhash: Buffer | null) => ({
  received: received.toString('hex'),
  kept: (kept ?? received).toString('hex'),
  ...(dhash && { fingerprint: dhash.toString('hex') }),
});

const maskOf = (mask: StoredShot['mask']) => mask && { maskedPerMille: mask.perMille, maskReason: mask.reason };

/** The same, as an entry says it. */
export function fixedIn(kept: KeptFacts): FixedFacts {
  const { block, freelancerId, startedAt, seconds, receivedAt, termsId, inputSeconds, idle, ruleVersion } = kept;
  return {
    ...{ block, freelancerId, startedAt, seconds, receivedAt, termsId, inputSeconds, idle, ruleVersion },
    captures: kept.captures,
  };
}
