/** Stretches of time: what is free between what is taken, and how it is cut. Rules only. */
import { CELL_SECONDS, cellOf, MINUTE, type EpochSeconds } from '../kernel/time.ts';

/** Whole seconds, `to` not included. */
export type Stretch = { from: EpochSeconds; to: EpochSeconds };

const STEP_SECONDS = 600;
const MINUTE_SECONDS = MINUTE / 1000;

export const overlapping = (one: Stretch, others: readonly Stretch[]): boolean =>
  others.some(({ from, to }) => from < one.to && one.from < to);

export const secondsOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);

/** What is left of `whole` beside what is taken, oldest first. Those taken may overlap and come in any order. */
export function freeOf(whole: Stretch, taken: readonly Stretch[]): Stretch[] {
  const free: Stretch[] = [];
  let from = whole.from;
  for (const one of [...taken].sort((a, b) => a.from - b.from)) {
    if (one.from >= whole.to) break;
    if (one.from > from) free.push({ from, to: one.from });
    from = Math.max(from, one.to);
  }
  return from < whole.to ? [...free, { from, to: whole.to }] : free;
}

/** Neighbours and overlapping stretches as one. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const all: Stretch[] = [];
  for (const one of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && one.from <= last.to) all[all.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
    else all.push(one);
  }
  return all;
}

/** Whole minutes inside a stretch: people choose minutes. Null when there is none. */
export function wholeMinutes({ from, to }: Stretch): Stretch | null {
  const inside = {
    from: Math.ceil(from / MINUTE_SECONDS) * MINUTE_SECONDS,
    to: Math.floor(to / MINUTE_SECONDS) * MINUTE_SECONDS,
  };
  return inside.from < inside.to ? inside : null;
}

/** Moments to choose from: both ends, and every ten minutes between as the clock of `origin` (a midnight) counts them. */
export function moments({ from, to }: Stretch, origin: EpochSeconds): EpochSeconds[] {
  const found = [from];
  const first = from - ((from - origin) % STEP_SECONDS) + STEP_SECONDS;
  for (let at = first; at < to; at += STEP_SECONDS) found.push(at);
  return [...found, to];
}

/** Cut at the edges of cells: a block lies inside one. */
export function cells({ from, to }: Stretch): { startedAt: EpochSeconds; seconds: number }[] {
  const pieces: { startedAt: EpochSeconds; seconds: number }[] = [];
  for (let startedAt = from; startedAt < to;) {
    const end = Math.min(cellOf(startedAt) + CELL_SECONDS, to);
    pieces.push({ startedAt, seconds: end - startedAt });
    startedAt = end;
  }
  return pieces;
}
