/** Whether this process has been told to end. Set once, asked between two things and never within one. */
let ending = false;

export const isEnding = (): boolean => ending;
export const beginToEnd = (): void => {
  ending = true;
};

/** The items of a job, as long as nobody ends the process: what is left comes due again elsewhere. */
export function* untilEnding<T>(items: Iterable<T>): Generator<T> {
  for (const item of items) {
    if (ending) return;
    yield item;
  }
}
