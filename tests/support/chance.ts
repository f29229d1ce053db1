/** Dice that fall the same way each time. */
export type Dice = { next(): number; below(most: number): number; one<T>(of: readonly T[]): T };

/** @param seed whole number */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  // mulberry32, public domain, by Tommy Ettinger.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return { next, below, one: of => of[below(of.length)]! };
}
