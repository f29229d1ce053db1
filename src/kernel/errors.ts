/**
 * The three ways in which this product says no. Everything else that is thrown is a bug.
 * `web/errors.ts` is the only place where one of them becomes a status and a page.
 */

/** It is not there, or it is not yours: nobody can tell the difference. */
export class NotFound extends Error {
  constructor(readonly what: string) {
    super(`There is no such ${what}.`);
  }
}

/** You may see it, but not do this to it. */
export class Forbidden extends Error {
  constructor(readonly action: string) {
    super('You may see this, but not change it.');
  }
}

/** A rule says no. `code` is for machines and tests, `words` is one sentence for a person. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly words: string,
    readonly status = 422,
  ) {
    super(words);
  }
}
