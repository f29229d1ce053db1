/** A week of the diary: each day as a line of 24 hours, coloured by what is known of its time. Rules only. */
import {
  addDays,
  dayBounds,
  fromSeconds,
  fromTo,
  weekEnd,
  weekOf,
  type Day,
  type EpochSeconds,
  type Zone,
} from '../kernel/time.ts';
import { fromBits, type ReasonCode } from './verdict.ts';

type Block = {
  startedAt: EpochSeconds;
  seconds: number;
  reasons: number;
  deletedAt: EpochSeconds | null;
  shown: boolean;
};

/** `out` is what a filter leaves out. */
export type StretchKind = 'safe' | 'unsafe' | 'gone' | 'out';
/** Work without a gap that is of one kind. @property x seconds since the day began */
export type Stretch = { kind: StretchKind; x: number; width: number; from: string; to: string };

/** @property edge where in it, in seconds, the UTC week begins; null when it does not @property ticks every six hours by the clock */
export type WeekDay<B> = {
  day: Day;
  from: EpochSeconds;
  length: number;
  edge: number | null;
  ticks: number[];
  blocks: B[];
};

/** The seven days from a Monday on, as this zone counts them: 23, 24 or 25 hours each. */
export function weekDays<B extends { startedAt: EpochSeconds }>(
  monday: Day,
  zone: Zone,
  blocks: readonly B[],
): WeekDay<B>[] {
  return Array.from({ length: 7 }, (_, place) => {
    const day = addDays(monday, place);
    const { from, to } = dayBounds(day, zone);
    const edge = weekOf(from) === from ? from : weekEnd(from);
    return {
      ...{ day, from, length: to - from, edge: edge > from && edge < to ? edge - from : null },
      ticks: ticksOf(from, to),
      blocks: blocks.filter(({ startedAt }) => startedAt >= from && startedAt < to),
    };
  });
}

/** When a clock shows 6, 12 and 18; an hour that is skipped or comes twice does so before. */
const ticksOf = (from: EpochSeconds, to: EpochSeconds): number[] =>
  [6, 12, 18].map(hour => hour * 3600 + (to - from - 86_400));

/** The day's work, oldest first; a stretch of deleted time is one as well. */
export function stretchesOf<B extends Block>({ from, blocks }: WeekDay<B>, zone: Zone): Stretch[] {
  const found: { kind: StretchKind; from: EpochSeconds; to: EpochSeconds }[] = [];
  for (const block of blocks) {
    const last = found.at(-1);
    const kind = kindOf(block);
    const to = block.startedAt + block.seconds;
    if (last && last.kind === kind && last.to === block.startedAt) last.to = to;
    else found.push({ kind, from: block.startedAt, to });
  }
  return found.map(one => ({
    ...{ kind: one.kind, x: one.from - from, width: one.to - one.from },
    ...fromTo(fromSeconds(one.from), fromSeconds(one.to), zone),
  }));
}

function kindOf({ deletedAt, reasons, shown }: Block): StretchKind {
  if (deletedAt !== null) return 'gone';
  if (!shown) return 'out';
  return reasons === 0 ? 'safe' : 'unsafe';
}

/** Why time is not protected, the most first. A block may have several reasons and counts for each. */
export function reasonsOf(blocks: readonly Block[]): { code: ReasonCode; seconds: number }[] {
  const seconds = new Map<ReasonCode, number>();
  for (const block of blocks.filter(({ deletedAt }) => deletedAt === null))
    for (const code of fromBits(block.reasons)) seconds.set(code, (seconds.get(code) ?? 0) + block.seconds);
  return [...seconds].map(([code, sum]) => ({ code, seconds: sum })).sort((a, b) => b.seconds - a.seconds);
}
