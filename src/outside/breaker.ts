/** Leaves alone what fails again and again, so that nobody waits for it in vain and it can recover. */
import { addMs } from '../kernel/time.ts';
import type { Clock } from './clock.ts';

/** `open`: nobody is let through. `half-open`: one may try whether it works again. */
export type BreakerState = 'closed' | 'open' | 'half-open';

export type Breaker = {
  /** @throws whatever `act` throws, or what `resting` makes while it is left alone */
  run<T>(act: () => Promise<T>): Promise<T>;
  state(): BreakerState;
};

/** @property failures in a row that open it @property restMs how long it then stays open */
export type BreakerSettings = Readonly<{ failures: number; restMs: number }>;

export function breaker(settings: BreakerSettings, clock: Clock, resting: () => Error): Breaker {
  let inARow = 0;
  let restsUntil: Date | null = null;
  let probing = false;

  function state(): BreakerState {
    if (restsUntil === null) return 'closed';
    return clock.now() < restsUntil ? 'open' : 'half-open';
  }

  async function run<T>(act: () => Promise<T>): Promise<T> {
    const before = state();
    if (before === 'open' || (before === 'half-open' && probing)) throw resting();
    if (before === 'half-open') probing = true;
    try {
      const done = await act();
      [inARow, restsUntil] = [0, null];
      return done;
    } catch (error) {
      inARow += 1;
      if (inARow >= settings.failures) restsUntil = addMs(clock.now(), settings.restMs);
      throw error;
    } finally {
      if (before === 'half-open') probing = false;
    }
  }

  return { run, state };
}
