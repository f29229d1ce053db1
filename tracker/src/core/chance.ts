/** Draws a number in [0, 1), anew at each call. The real one comes from the system's generator, a test's from a list. */
export type Chance = () => number;

/** Instants of the timer: whole seconds since 1970 in UTC, told by the server's clock. */
export type Second = number;
/** Instants and spans finer than that: milliseconds. */
export type Millisecond = number;

/** A whole number in `from..to - 1`, each as likely as the other. `to` must be larger than `from`. */
export const between = (from: number, to: number, chance: Chance) => from + Math.floor(chance() * (to - from));
