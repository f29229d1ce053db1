/** The time outside. Nobody else calls `new Date()`: rules, acts and views get `now` as an argument. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
