/** A contract and its blocks as the diary's pages say them. */
import { amountFor, type Cents } from '../kernel/money.ts';
import { dayShort, fromSeconds, fromTo, utcDay, type Day, type EpochSeconds } from '../kernel/time.ts';
import type { Contract } from '../contracts/contract-model.ts';
import { fixedPriceOf, fixedPriceWords } from '../contracts/fixed-price.ts';
import { termsAt } from '../contracts/contract.ts';
import type { Actor } from '../policy/policy.ts';
import { whyNotChange } from './block.ts';
import type { StoredBlock } from './block-rows.ts';
import { amountOfTerms, counted } from './block-sums.ts';
import { failureWords } from './failure-words.ts';
import { queryOf, type Filter } from './filter.ts';
import { pictureKey, thumbKeyOf } from './storage-keys.ts';
import { explained } from './verdict.ts';

/** An accepted contract with its terms and people: what a diary is about. */
export type DiaryContract = Contract & { freelancerId: number };

/** @property filter which blocks are asked for @property thumbs where thumbnails of this contract are served to this viewer */
export type Viewing = { contract: DiaryContract; actor: Actor; now: Date; filter: Filter; thumbs: string };

/** What an hour of a block costs: the rate of the terms at its start. */
export const rateOf = (contract: Contract, termsId: number): number =>
  contract.terms?.find(({ id }) => id === termsId)?.rateCents ?? 0;

/** What time of these terms costs. */
export const termsAmount = (contract: Contract, parts: readonly { termsId: number; billable: number }[]): Cents =>
  amountOfTerms(parts, termsId => rateOf(contract, termsId));

/** What these blocks cost together; deleted ones nothing. */
export const amountOf = (contract: Contract, blocks: readonly StoredBlock[]): Cents =>
  termsAmount(
    contract,
    counted(blocks).map(({ termsId, seconds, overLimitSeconds }) => ({
      termsId,
      billable: seconds - overLimitSeconds,
    })),
  );

export const diaryHref = (contractId: number, day?: Day): string =>
  `/contracts/${contractId}/diary${day ? `/${day}` : ''}`;
export const blockHref = (contractId: number, startedAt: EpochSeconds): string =>
  `/contracts/${contractId}/blocks/${startedAt}`;

export function contractLocals({ contract, actor, now }: Viewing) {
  const price = fixedPriceOf(contract);
  const terms = termsAt(contract.terms ?? [], now) ?? contract.terms?.[0];
  return {
    id: contract.id,
    title: contract.title,
    otherName: (actor.role === 'freelancer' ? contract.client?.name : contract.freelancer?.name) ?? '',
    rate: terms?.rateCents ?? 0,
    weeklyLimitSeconds: terms?.weeklyLimitSeconds ?? 0,
    fixedPrice: price && fixedPriceWords(price, actor.timeZone),
  };
}

/** A block in words. */
export function blockLocals(block: StoredBlock, { contract, actor, filter, thumbs, now }: Viewing) {
  const pictured = hasPictures(block) ? block.shots.find(({ received }) => received !== null) : undefined;
  const failed = pictured ? undefined : block.shots.find(({ failure }) => failure !== null);
  return {
    href: blockHref(contract.id, block.startedAt) + queryOf(filter),
    path: blockHref(contract.id, block.startedAt),
    ...fromTo(fromSeconds(block.startedAt), fromSeconds(block.startedAt + block.seconds), actor.timeZone),
    startedAt: block.startedAt,
    seconds: block.seconds,
    amount: amountFor(block.seconds - block.overLimitSeconds, rateOf(contract, block.termsId)),
    description: block.description,
    code: block.projectCode,
    protected: block.protected,
    reasons: explained(block.reasons),
    thumb: pictured?.received ? thumbs + thumbPath(block, pictured.number, pictured.received) : null,
    failure: failed?.failure ? failureWords[failed.failure] : null,
    removed: removedWords(block),
    shots: block.shots.length,
    deleted: block.deletedAt !== null,
    open: whyNotChange(block, now) === null,
    inputSeconds: block.inputSeconds,
    idle: block.idle,
    manual: block.manual,
    mark: block.deletedAt === null ? markOf(block) : null,
  };
}

export const hasPictures = (block: StoredBlock): boolean =>
  block.deletedAt === null && block.picturesRemovedAt === null;

/** Where pictures were until they had been kept long enough. */
export function removedWords({ deletedAt, picturesRemovedAt, shots }: StoredBlock): string | null {
  if (picturesRemovedAt === null || deletedAt !== null || shots.every(({ received }) => received === null)) return null;
  return `Picture removed on ${dayShort(utcDay(picturesRemovedAt))}`;
}

/** What a cell of the grid says over its picture; its page says how much was masked, and why. */
function markOf({ idle, shots }: StoredBlock): string | null {
  const masked = shots.some(({ mask }) => mask !== null);
  if (idle) return masked ? 'Idle, masked' : 'Idle';
  return masked ? 'Masked' : null;
}

/** Thousandths as per cent, exactly: 4 is `0.4 %`. */
export const percentOf = (perMille: number): string => `${perMille / 10} %`;

/** Below the grant: the storage key without the contract, which the grant already names. */
const thumbPath = (block: StoredBlock, number: number, received: Buffer): string =>
  thumbKeyOf(pictureKey(block, number, received)).replace(/^\d+/, '');
