/** Whether this process has been told to end. Asked between two things and never within one. */
let ending = false;

export const isEnding = (): boolean => ending;
/** @returns takes it back: a test goes on */
export function beginToEnd(): () => void {
  ending = true;
  return () => {
    ending = false;
  };
}

/** The items of a job, as long as nobody ends the process: what is left comes due again elsewhere. */
export function* untilEnding<T>(items: Iterable<T>): Generator<T> {
  for (const item of items) {
    if (ending) return;
    yield item;
  }
}
