/**
 * The three ways in which this product says no. Everything else that is thrown is a bug.
 * `web/errors.ts` is the only place where one of them becomes a status and a page.
 */

/** It is not there, or it is not yours: nobody can tell the difference. */
export class NotFound extends Error {
  readonly what: string;

  constructor(what: string) {
    super(`There is no such ${what}.`);
    this.what = what;
  }
}

/** You may see it, but not do this to it. */
export class Forbidden extends Error {
  readonly action: string;

  constructor(action: string) {
    super('You may see this, but not change it.');
    this.action = action;
  }
}

/** A rule says no. `code` is for machines and tests, `words` one sentence for a person. */
export class Refused extends Error {
  readonly code: string;
  readonly words: string;
  readonly status: number;
  /** The field of the form beside which the words belong, if one is to blame. */
  readonly field: string | null;

  constructor(code: string, words: string, status = 422, field: string | null = null) {
    super(words);
    this.code = code;
    this.words = words;
    this.status = status;
    this.field = field;
  }
}

/** A setting is missing or makes no sense. The message is for the person who starts the server. */
export class BadConfig extends Error {}
