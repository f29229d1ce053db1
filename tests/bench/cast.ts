/** Who the bench's requests speak for, and when. Written by `seed.ts`, read by whoever sends requests. */

/** A freelancer with a contract, and the secret of his tracker. */
export type Uploader = { contractId: number; token: string };

/**
 * @property uploaders eight who send blocks at the same time
 * @property newcomer has worked one day of 144 blocks
 * @property veteran has the same day, and 20 years before it
 * @property clientCookie the browser of the client of all their contracts
 */
export type Cast = {
  uploaders: Uploader[];
  newcomer: Uploader;
  veteran: Uploader;
  clientCookie: string;
  days: Days;
};

/**
 * Midnights UTC, all near enough for blocks to be taken.
 * @property first the contracts began; the eight upload from here on
 * @property full newcomer and veteran worked 144 blocks
 * @property free they have logged nothing since
 */
export type Days = { first: number; full: number; free: number };

export const DAY_SECONDS = 86_400;

/** Counted back from today, once: the bench may run over midnight. */
export function daysBefore(now: Date): Days {
  const today = Math.floor(now.getTime() / 1000 / DAY_SECONDS) * DAY_SECONDS;
  const full = today - 4 * DAY_SECONDS;
  return { first: today - 12 * DAY_SECONDS, full, free: full + DAY_SECONDS };
}

export const dayPage = ({ newcomer, days }: Cast, worker = newcomer): string =>
  `/contracts/${worker.contractId}/diary/${new Date(days.full * 1000).toISOString().slice(0, 10)}`;
