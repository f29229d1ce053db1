import { untilEnding } from './ending.ts';

/**
 * Does the same with each, one after the other, until the process is told to end. One that fails keeps none of the others from its turn.
 * @param act says `false` when there was nothing to do any more: somebody else was quicker
 * @returns how many were done @throws AggregateError with everything that failed, at the end
 */
export async function oneByOne<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<number> {
  const failures: unknown[] = [];
  let [begun, done] = [0, 0];
  for (const item of untilEnding(items)) {
    begun += 1;
    try {
      if ((await act(item)) !== false) done += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) {
    const first = failures[0] instanceof Error ? failures[0].message : String(failures[0]);
    throw new AggregateError(failures, `${failures.length} of ${begun} failed, the first: ${first}`);
  }
  return done;
}
