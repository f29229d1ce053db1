import { untilEnding } from './ending.ts';

/**
 * Does the same with each, one after the other. One that fails keeps none of the others from its turn.
 * @returns how many there were @throws AggregateError with everything that failed, at the end
 */
export async function oneByOne<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<number> {
  const failures: unknown[] = [];
  let done = 0;
  for (const item of untilEnding(items)) {
    done += 1;
    try {
      await act(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${done} failed`);
  return done;
}
