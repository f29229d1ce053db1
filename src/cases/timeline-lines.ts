/** Lines of a timeline: put in order, put together, and cut into pages. Rules only. */
import type { EpochSeconds } from '../kernel/time.ts';

/** @property quote somebody's own words, shown as such */
export type Moment = { at: EpochSeconds; icon: string; words: string; quote: string | null };

export const LINES_ON_A_PAGE = 150;

/** What is alike becomes one: the first of them, and how many there were. Their order stays. */
export function collapse<One>(all: readonly One[], alike: (one: One) => string): { first: One; count: number }[] {
  const groups = new Map<string, { first: One; count: number }>();
  for (const one of all) {
    const group = groups.get(alike(one));
    if (group) group.count += 1;
    else groups.set(alike(one), { first: one, count: 1 });
  }
  return [...groups.values()];
}

/**
 * The first lines, oldest first. Lines of one second stay together, so that the next page can begin with a second.
 * @returns `next`: the second of the first line that is left
 */
export function pageOf(lines: readonly Moment[]): { shown: Moment[]; next: EpochSeconds | null } {
  const ordered = lines.toSorted((a, b) => a.at - b.at);
  const left = ordered.findIndex(({ at }, place) => place >= LINES_ON_A_PAGE && at !== ordered[place - 1]!.at);
  if (left === -1) return { shown: ordered, next: null };
  return { shown: ordered.slice(0, left), next: ordered[left]!.at };
}
