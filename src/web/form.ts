/** A form as typed, what is wrong with it, and its typed values. */
import { z } from 'zod';
import { Refused } from '../kernel/errors.ts';

export type Raw = Record<string, string>;

export class Form<Values> {
  /** What was typed; printed again when something is wrong. */
  readonly raw: Raw;
  /** One message for each field that is wrong. */
  readonly errors: Record<string, string> = {};
  /** A message that belongs to no field. */
  base: string | null = null;
  /** Null when something is wrong. */
  readonly values: Values | null;
  /** The status of an answer that shows this form again. */
  status = 422;

  constructor(raw: Raw, values: Values | null, errors: Record<string, string> = {}) {
    this.raw = raw;
    this.values = values;
    Object.assign(this.errors, errors);
  }

  /** Runs the act if the form is right. A rule's no becomes a message; the answer is then null. */
  async submit<T>(act: (values: Values) => Promise<T>): Promise<T | null> {
    if (this.values === null) return null;
    try {
      return await act(this.values);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refuse(error);
      return null;
    }
  }

  refuse({ field, words, status }: Refused): void {
    if (field === null) this.base = words;
    else this.errors[field] = words;
    this.status = status;
  }
}

/** An untouched form. */
export const blankForm = (raw: Raw = {}): Form<never> => new Form<never>(raw, null);

/** Passwords are never printed again. */
const SECRET = /password/i;

/** @param body what came with the request; anything that is not text is dropped */
export function readForm<S extends z.ZodType>(schema: S, body: unknown): Form<z.output<S>> {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  const typed: Raw = Object.fromEntries(
    fields.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const raw: Raw = Object.fromEntries(Object.entries(typed).filter(([name]) => !SECRET.test(name)));
  const result = schema.safeParse(typed);
  if (result.success) return new Form<z.output<S>>(raw, result.data);
  const errors: Record<string, string> = {};
  for (const { path, message } of result.error.issues) errors[String(path[0] ?? '')] ??= message;
  return new Form<z.output<S>>(raw, null, errors);
}

/** A line of text: trimmed, required, at most `max` characters, no control characters. */
export const line = (what: string, max: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .trim()
    .min(1, `Enter ${what}.`)
    .max(max, `Enter at most ${max} characters.`)
    .regex(/^[^\p{Cc}]*$/u, 'Use letters, digits and punctuation only.');
