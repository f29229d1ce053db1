/** A day of the work diary as a grid: hours down, six ten-minute cells across. Rules only. */
import {
  cellOf,
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
 * the day's first second, so days of 23 or 25 hours have as many rows; then labels carry the distance from UTC. In zones
 * a quarter of an hour off, hours begin five minutes early, so that a cell of the grid is a cell of the clock in UTC.
 */
export function dayGrid<B extends Span>(
  day: Day,
  zone: Zone,
  blocks: readonly B[],
  also: EpochSeconds | null = null,
): Row<B>[] {
  const { from, to } = dayBounds(day, zone);
  const first = cellOf(from);
  const hourOf = (second: EpochSeconds): number => Math.floor((second - first) / HOUR_SECONDS);
  const inDay = blocks.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  if (inDay.length === 0) return [];
  const extra = also !== null && also >= from && also < to ? [hourOf(also)] : [];
  const used = [...inDay.map(({ startedAt }) => hourOf(startedAt)), ...extra];
  const unusual = to - from !== 24 * HOUR_SECONDS;
  const rows: Row<B>[] = [];
  for (let hour = Math.min(...used); hour <= Math.max(...used); hour++) {
    const start = first + hour * HOUR_SECONDS;
    rows.push({ label: hourLabel(start + from - first, zone, unusual), ...rowAt(start, zone, inDay) });
  }
  return rows;
}

function hourLabel(second: EpochSeconds, zone: Zone, unusual: boolean): string {
  const at = fromSeconds(second);
  return unusual ? `${clock(at, zone)} ${offsetOf(at, zone)}` : clock(at, zone);
}

function rowAt<B extends Span>(start: EpochSeconds, zone: Zone, blocks: readonly B[]): Omit<Row<B>, 'label'> {
  const cells = Array.from({ length: CELLS }, (_, place): Cell<B> => {
    const from = start + place * CELL;
    const within = blocks.filter(({ startedAt }) => startedAt >= from && startedAt < from + CELL);
    return {
      label: clock(fromSeconds(from), zone),
      blocks: within.map(block => ({ ...block, ...placeIn(from, block) })),
    };
  });
  return { utcWeekEdge: weekOf(start + HOUR_SECONDS - 1) > weekOf(start - 1), cells };
}

function placeIn(cell: EpochSeconds, { startedAt, seconds }: Span): Place {
  const x = (startedAt - cell) / CELL;
  return { x, w: Math.min(seconds / CELL, 1 - x) };
}

/** A block in the making, and the hold before one is sent, are not there yet. */
const NOT_SENT_YET = 2 * CELL;

/**
 * When the work began that goes on at `until`: the start of the last blocks that follow each other without a gap.
 * Null when the newest block ended too long ago to be the same work.
 * @param blocks oldest first
 */
export function unbrokenSince(blocks: readonly Span[], until: EpochSeconds): EpochSeconds | null {
  let since: EpochSeconds | null = null;
  for (const { startedAt, seconds } of blocks.toReversed()) {
    const gap = since === null ? until - NOT_SENT_YET : since;
    if (startedAt + seconds < gap) break;
    since = startedAt;
  }
  return since;
}
