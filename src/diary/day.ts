/** A day of the work diary as a grid: hours down, six ten-minute cells across. Rules only. */
import {
  clock,
  dayBounds,
  offsetOf,
  fromSeconds,
  weekOf,
  type Day,
  type EpochSeconds,
  type Zone,
} from '../kernel/time.ts';

const HOUR_SECONDS = 3600;
const CELL = 600;
const CELLS = 6;

type Span = { startedAt: EpochSeconds; seconds: number };
export type Cell<B> = { label: string; blocks: (B & Place)[] };
/** Where in its cell a block lies: begin and length, as shares of the cell. */
export type Place = { x: number; w: number };
export type Row<B> = {
  label: string;
  /** Monday 00:00 UTC falls into this hour */ utcWeekEdge: boolean;
  cells: Cell<B>[];
};

/**
 * Rows from the first hour with work to the last (and the hour of `also`, if it is in the day). Hours are counted from
 * the day's first second, so days of 23 or 25 hours have as many rows; then labels carry the distance from UTC.
 */
export function dayGrid<B extends Span>(
  day: Day,
  zone: Zone,
  blocks: readonly B[],
  also: EpochSeconds | null = null,
): Row<B>[] {
  const { from, to } = dayBounds(day, zone);
  const hourOf = (second: EpochSeconds): number => Math.floor((second - from) / HOUR_SECONDS);
  const inDay = blocks.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  if (inDay.length === 0) return [];
  const extra = also !== null && also >= from && also < to ? [hourOf(also)] : [];
  const used = [...inDay.map(({ startedAt }) => hourOf(startedAt)), ...extra];
  const unusual = to - from !== 24 * HOUR_SECONDS;
  const rows: Row<B>[] = [];
  for (let hour = Math.min(...used); hour <= Math.max(...used); hour++) {
    rows.push(rowAt(from + hour * HOUR_SECONDS, zone, unusual, inDay));
  }
  return rows;
}

function rowAt<B extends Span>(start: EpochSeconds, zone: Zone, unusual: boolean, blocks: readonly B[]): Row<B> {
  const label = (second: EpochSeconds): string => clock(fromSeconds(second), zone);
  const cells = Array.from({ length: CELLS }, (_, place): Cell<B> => {
    const from = start + place * CELL;
    const within = blocks.filter(({ startedAt }) => startedAt >= from && startedAt < from + CELL);
    return { label: label(from), blocks: within.map(block => ({ ...block, ...placeIn(from, block) })) };
  });
  const suffix = unusual ? ` ${offsetOf(fromSeconds(start), zone)}` : '';
  return { label: label(start) + suffix, utcWeekEdge: weekOf(start + HOUR_SECONDS - 1) > weekOf(start - 1), cells };
}

function placeIn(cell: EpochSeconds, { startedAt, seconds }: Span): Place {
  const x = (startedAt - cell) / CELL;
  return { x, w: Math.min(seconds / CELL, 1 - x) };
}
