/** So many at once, the others wait in their order. */

export type AtMost = {
  <T>(act: () => Promise<T>): Promise<T>;
  running(): number;
  waiting(): number;
};

/** @throws RangeError unless at least one may run */
export function atMost(places: number): AtMost {
  if (!Number.isInteger(places) || places < 1) throw new RangeError(`places: ${places}`);
  const queue: (() => void)[] = [];
  let running = 0;

  async function run<T>(act: () => Promise<T>): Promise<T> {
    // A place is handed on, never freed for somebody who comes between.
    if (running >= places) await new Promise<void>(turn => queue.push(turn));
    else running += 1;
    try {
      return await act();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  }
  return Object.assign(run, { running: () => running, waiting: () => queue.length });
}
