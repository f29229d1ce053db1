/** What the log may say of an error: its kind, its words and where it happened, and nothing of what people typed. */

export type PlainError = {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: PlainError;
  errors?: PlainError[];
};

const MOST = 20;

/** Values stand in quotes in what databases say: `Duplicate entry 'felix@example.test' for key`. */
const withoutValues = (text: string): string => text.replace(/(['"`])(?:(?!\1).)*\1/gs, '$1…$1');
const withoutPeople = (text: string): string => text.replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '…@…');

/** Of an error only known properties are taken: drivers hang statements and their values on theirs. */
export function plainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something else than an error was thrown' };
  const { code, parent, errors } = error as { code?: unknown; parent?: unknown; errors?: unknown };
  const cause = error.cause ?? parent;
  const message = withoutPeople('sql' in error || 'sqlMessage' in error ? withoutValues(error.message) : error.message);
  // The stack begins with the message.
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message,
    ...(typeof code === 'string' && { code }),
    stack: [`${error.name}: ${message}`, ...frames].join('\n'),
    ...(cause instanceof Error && depth < 3 && { cause: plainError(cause, depth + 1) }),
    ...(error instanceof AggregateError &&
      Array.isArray(errors) &&
      depth < 3 && { errors: errors.slice(0, MOST).map(one => plainError(one, depth + 1)) }),
  };
}
