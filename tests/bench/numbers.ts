/** The few sums a measurement needs. */

/** The value below which this share of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = Math.max(0, Math.ceil(sorted.length * share) - 1);
  const found = sorted[place];
  if (found === undefined) throw new Error('no values were measured');
  return found;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The median of each figure over all rounds. */
export function medians<F extends Record<string, number>>(rounds: readonly F[]): F {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map(name => [name, median(rounds.map(round => round[name]!))])) as F;
}
