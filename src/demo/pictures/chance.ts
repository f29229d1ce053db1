/** A source of numbers in [0, 1) that always gives the same row for the same seed, so that pictures can be repeated. */
export type Chance = () => number;

/** Mulberry32 on an FNV-1a hash of the seed: small, even enough for decoration, the same on every machine. */
export function chance(seed: string): Chance {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A whole number from `from` to `to`, both possible. */
export const between = (roll: Chance, from: number, to: number): number => from + Math.floor(roll() * (to - from + 1));

/** One of a list, picked by its place; places beyond the end start again. */
export function pick<T>(list: readonly [T, ...T[]] | readonly T[], place: number): T {
  const found = list[((Math.floor(place) % list.length) + list.length) % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
