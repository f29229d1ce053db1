/** Asks again after a failure that may pass, within bounded time. */
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @property attempts at most @property attemptMs for one of them @property altogetherMs for all of them and the pauses between
 * @property pauseMs the longest first pause; each further one may be twice as long
 */
export type Patience = Readonly<{ attempts: number; attemptMs: number; altogetherMs: number; pauseMs: number }>;

/** Asking again would change nothing. */
export class NoUse extends Error {}

/** @throws what the last attempt threw; {@link NoUse} at once */
export async function withRetries<T>(patience: Patience, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const altogether = AbortSignal.timeout(patience.altogetherMs);
  for (let attempt = 1; ; attempt++) {
    try {
      return await act(AbortSignal.any([altogether, AbortSignal.timeout(patience.attemptMs)]));
    } catch (error) {
      if (error instanceof NoUse || attempt >= patience.attempts || altogether.aborted) throw error;
      // The whole pause is left to chance: clients that failed together do not come back together.
      const pauseMs = Math.random() * patience.pauseMs * 2 ** (attempt - 1);
      await wait(pauseMs, undefined, { signal: altogether }).catch(() => undefined);
    }
  }
}
