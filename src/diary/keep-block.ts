/**
 * A block arrives: pictures are examined and written first, then the row, then the tracker is answered. A crash in
 * between leaves a file nobody names, never a row without its picture.
 */
import { NotFound, Refused } from '../kernel/errors.ts';
import { fromSeconds, toSeconds, weekCloses } from '../kernel/time.ts';
import { codeFor } from '../contracts/code-for.ts';
import { hasPaymentProblem } from '../contracts/contract.ts';
import { transaction } from '../db/sequelize.ts';
import type { Storage } from '../outside/storage.ts';
import {
  blockRefusalWords,
  claim,
  isSameBlock,
  mayComeBack,
  whyNotBeside,
  whyNotBlock,
  whyNotOnContract,
  type BlockFacts,
  type BlockRefusal,
  type FreelancerClock,
} from './block.ts';
import { asSent, findBlock, findBlockById, type StoredBlock } from './block-rows.ts';
import { contractOf, describe, insertBlock, neighboursOf, type ContractNow, type Neighbour } from './block-writes.ts';
import { totalsOf } from './block-sums.ts';
import { count } from './day-totals.ts';
import { examineShots, looksOf, tellingHashes, type ExaminedShot } from './examined-shots.ts';
import { firstWords } from './former-words.ts';
import { lockClock, onceMore, saveClock } from './freelancer-clock.ts';
import { tellLateArrival } from '../manual-time/late-arrival.ts';
import { makeRoom } from './settle-week.ts';
import { keysOf, pictureKey, thumbKeyOf } from './storage-keys.ts';
import { verdict, type VerdictFacts } from './verdict.ts';

/** What the tracker is told of a block that was kept. */
export type KeptBlock = Pick<StoredBlock, 'id' | 'contractId' | 'seconds' | 'receivedAt' | 'protected' | 'reasons'>;

/**
 * @param files pictures in the order of the captures that have one; their hashes must be those the block states
 * @returns the block as kept; the same block sent again gets what was kept the first time
 * @throws Refused with a {@link BlockRefusal}, or why a picture was not taken
 */
export async function keepBlock(
  block: BlockFacts,
  files: Buffer[],
  freelancerId: number,
  storage: Storage,
  now: Date,
): Promise<KeptBlock> {
  const contract = await contractOf(block, freelancerId);
  if (!contract || contract.hasBlock) {
    const known = await findBlockById(block.id, freelancerId);
    if (known) return sameAgain(known, block);
  }
  refuseIf(whyNotBlock(block, now));
  if (!contract) throw new NotFound('contract');
  refuseIf(whyNotOnContract(block, contract));
  const shots = await examineShots(block, files);
  const keys = await putPictures(block, shots, storage);
  let written: KeptBlock | null;
  try {
    written = await onceMore(() => transaction(() => write(block, shots, freelancerId, now)));
  } catch (error) {
    // After any other failure the same block may be on its way in again, with these very files.
    if (error instanceof Refused) await dropPictures(block, freelancerId, keys, storage, now);
    throw error;
  }
  if (written) return written;
  // It was there already, and may even be deleted by now: then what was put must go again.
  await dropPictures(block, freelancerId, keys, storage, now);
  const kept = await findBlockById(block.id, freelancerId);
  if (!kept) throw new Error(`block ${block.id} was there and is not any more`);
  return sameAgain(kept, block);
}

function refuseIf(refusal: BlockRefusal | null): void {
  if (refusal) throw new Refused(refusal, blockRefusalWords[refusal], refusal === 'overlaps' ? 409 : 422);
}

async function sameAgain(known: StoredBlock, block: BlockFacts): Promise<StoredBlock> {
  // What was corrected since is still the block that was sent.
  const isSame =
    isSameBlock(asSent(known), block) || isSameBlock({ ...asSent(known), ...(await firstWords(known)) }, block);
  if (!isSame) throw new Refused('different-content', blockRefusalWords['different-content'], 409);
  return known;
}

async function putPictures(block: BlockFacts, shots: ExaminedShot[], storage: Storage): Promise<string[]> {
  const keys: string[] = [];
  for (const [i, shot] of shots.entries()) {
    if ('failure' in shot) continue;
    const key = pictureKey(block, i + 1, shot.picture.received);
    await storage.putAll([
      { key, bytes: shot.picture.kept },
      { key: thumbKeyOf(key), bytes: shot.picture.thumb },
    ]);
    keys.push(key);
  }
  return keys;
}

/** The block was not taken. Its pictures go, but for those that belong to a block that was. */
async function dropPictures(block: BlockFacts, freelancerId: number, keys: string[], storage: Storage, now: Date) {
  const taken = await findBlock(freelancerId, block.startedAt);
  const needed = new Set(taken && (taken.deletedAt === null || mayComeBack(taken, now)) ? keysOf(taken) : []);
  const files = keys.flatMap(key => [key, thumbKeyOf(key)]).filter(key => !needed.has(key));
  await Promise.all(files.map(key => storage.delete(key)));
}

/**
 * The transaction: under the freelancer's lock nothing can slip between the question and the row.
 * @returns null when the block was there already
 */
async function write(
  block: BlockFacts,
  shots: ExaminedShot[],
  freelancerId: number,
  now: Date,
): Promise<KeptBlock | null> {
  const clock = await lockClock(freelancerId, now);
  const neighbours = await neighboursOf(freelancerId, block);
  if (neighbours.some(({ id, startedAt }) => id === block.id && startedAt === block.startedAt)) return null;
  refuseIf(whyNotBeside(block, neighbours));
  const contract = await contractOf(block, freelancerId, tellingHashes(shots));
  if (!contract) throw new NotFound('contract');
  refuseIf(whyNotOnContract(block, contract));
  const projectCodeId = contract.projectCodeId ?? (await typedCode(block, freelancerId));
  return insert(block, shots, { freelancerId, contract: { ...contract, projectCodeId }, clock, neighbours, now });
}

/** A code that is not on the contract's list as it was sent. @throws Refused `unknown-project-code`, `too-many-typed-codes` */
async function typedCode(
  { contractId, projectCode, startedAt }: BlockFacts,
  freelancerId: number,
): Promise<number | null> {
  if (projectCode === null) return null;
  return (await codeFor(contractId, projectCode, { typedById: freelancerId, at: fromSeconds(startedAt) })).id;
}

type Standing = {
  freelancerId: number;
  contract: ContractNow;
  clock: FreelancerClock;
  neighbours: Neighbour[];
  now: Date;
};

async function insert(block: BlockFacts, shots: ExaminedShot[], standing: Standing): Promise<KeptBlock> {
  const { freelancerId, contract, clock, now } = standing;
  const before = standing.neighbours.filter(({ startedAt }) => startedAt < block.startedAt);
  const claimed = claim(clock, block.seconds);
  const late = toSeconds(now) >= weekCloses(block.startedAt);
  const overLimitSeconds = await makeRoom({ ...block, freelancerId, manual: false, late }, contract, now);
  const judged: VerdictFacts = {
    manual: false,
    description: block.description,
    shots: looksOf(shots, block, { cameBefore: contract.pictureCameBefore, before }),
    overLimitSeconds,
    idle: block.idle,
    late,
    clockReliable: claimed.reliable,
    paymentProblem: hasPaymentProblem(contract, fromSeconds(block.startedAt)),
  };
  const { protected: isProtected, reasons } = verdict(judged);
  await insertBlock(block, shots, {
    freelancerId,
    termsId: contract.termsId,
    descriptionId: contract.descriptionId ?? (await describe(block)),
    projectCodeId: contract.projectCodeId,
    receivedAt: toSeconds(now),
    reasons,
    overLimitSeconds,
    judged,
  });
  const counted = totalsOf({ seconds: block.seconds, overLimitSeconds, protected: isProtected });
  await count({ ...block, termsId: contract.termsId }, counted, 1);
  if (reasons.includes('late-upload')) await tellLateArrival(block, freelancerId, now);
  await saveClock(freelancerId, claimed.clock);
  const { id, contractId, seconds } = block;
  return { id, contractId, seconds, receivedAt: toSeconds(now), protected: isProtected, reasons };
}
