/**
 * What tracker and server say to each other: types and parsers, nothing else. Both sides import this file.
 *
 * Routes, all under `/tracker-api`, all but the first with `Authorization: Bearer <token>`:
 *
 * | method and path        | request                                             | answer           |
 * |------------------------|-----------------------------------------------------|------------------|
 * | `POST /session`        | JSON {@link SignIn}                                 | {@link SignedIn} |
 * | `DELETE /session`      |                                                     | {@link Greeting} |
 * | `GET /state`           |                                                     | {@link State}    |
 * | `PUT /blocks/:id`      | multipart: `block` = JSON {@link Block}, `screenshot` = one file for each capture that has a picture, in their order | {@link BlockKept} |
 * | `DELETE /blocks/:id`   |                                                     | {@link BlockDeleted} |
 * | `POST /hand-over`      | JSON {@link HandOverTo}                             | {@link HandOver} |
 * | `PUT /timer`           | JSON {@link TimerNow}                               | {@link TimerHeard} |
 *
 * Every answer carries the protocol's version and the server's time. Whatever is not a success is a {@link Refusal}.
 * Instants are ISO 8601 in UTC. There is no field for keys, clicks, window titles or addresses, and none may be added.
 */
import * as z from 'zod';

/** Raised when an old tracker could no longer be understood; the server then answers 426 `tracker-too-old`. */
export const PROTOCOL = 1;
/** Request header in which the tracker states the protocol it speaks. */
export const PROTOCOL_HEADER = 'x-tracker-protocol';

/** A UTC-aligned ten minutes. A block lies inside one cell. */
export const CELL_SECONDS = 600;
export const MAX_CAPTURES = 2;
export const MAX_PICTURE_BYTES = 2_000_000;
export const MAX_DESCRIPTION = 300;
export const MAX_PROJECT_CODE = 40;
export const MAX_MASK_REASON = 120;
/**
 * A picture may be this much younger than its block's end: a block that ends at the last input before a pause was still
 * running when its picture was taken.
 */
export const PICTURE_AFTER_END_SECONDS = 180;

/** Nobody types a null, and databases stumble over it; work is not lost for one that was pasted. */
const text = z.string().overwrite(words => words.replaceAll('\0', ''));
const instant = z.iso.datetime({ offset: false, precision: 3 }).or(z.iso.datetime({ offset: false, precision: 0 }));
const wholeSecond = z.iso
  .datetime({ offset: false })
  .refine(text => Date.parse(text) % 1000 === 0, 'must be a whole second');

/** Why a capture has no picture. */
export const captureFailures = [
  'no-permission',
  'locked-screen',
  'black-image',
  'no-capture-tool',
  'capture-failed',
  'computer-slept',
  'no-room',
] as const;
export type CaptureFailure = (typeof captureFailures)[number];

/**
 * What the freelancer covered before the picture left the machine: which part of it, in thousandths, and why, in words
 * the client reads.
 */
export const mask = z.strictObject({
  perMille: z.int().min(1).max(1000),
  reason: text.trim().min(3).max(MAX_MASK_REASON),
});
export type Mask = z.infer<typeof mask>;

/** A capture that worked: the SHA-256 of the file that travels along, so that damage on the way is noticed. */
const picture = z.strictObject({
  takenAt: wholeSecond,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mask: mask.optional(),
});
/** A capture that did not. It is a record too: nothing is hidden from either side. */
const failure = z.strictObject({ takenAt: wholeSecond, failure: z.enum(captureFailures) });
export const capture = z.union([picture, failure]);
export type Capture = z.infer<typeof capture>;

/**
 * Up to ten minutes of work. `startedAt` is a whole second, `seconds` 1..600, and both ends lie in one cell.
 * `inputSeconds` counts the seconds with any input, from the system's idle time; shown, never decisive by itself.
 */
export const block = z.strictObject({
  contractId: z.int().positive(),
  startedAt: wholeSecond,
  seconds: z.int().min(1).max(CELL_SECONDS),
  description: text.max(MAX_DESCRIPTION),
  projectCode: text.min(1).max(MAX_PROJECT_CODE).nullable(),
  inputSeconds: z.int().min(0).max(CELL_SECONDS),
  /** Time without input that the freelancer was asked about and kept. Such a block holds nothing else. */
  idle: z.boolean().default(false),
  captures: z.array(capture).min(1).max(MAX_CAPTURES),
});
export type Block = z.infer<typeof block>;

/** E-mail and password are right, and a code of the person's authenticator is still missing. Status 401. */
export const SECOND_FACTOR_NEEDED = 'second-factor-needed';
/** Nothing is taken until an admin lifts the suspension; everything stays on the computer. Status 401, at sign-in 403. */
export const ACCOUNT_SUSPENDED = 'account-suspended';

/** A block's name, made by the tracker (UUID version 7). Sending it twice is harmless. */
export const blockId = z.uuidv7();

const greeting = z.object({ protocol: z.int(), serverTime: instant });
/** What every answer begins with. */
export type Greeting = z.infer<typeof greeting>;

export const signIn = z.strictObject({
  email: text.min(1).max(254),
  password: z.string().min(1).max(1000),
  /** What the profile page lists, e.g. `Impact Time on studio (Linux)`. */
  device: text.min(1).max(100),
  /** Of the authenticator, or a recovery code: only once the server has answered {@link SECOND_FACTOR_NEEDED}. */
  code: z.string().min(1).max(40).optional(),
});
export type SignIn = z.infer<typeof signIn>;

const person = z.object({ id: z.int(), name: z.string(), email: z.string(), timeZone: z.string() });
export type Person = z.infer<typeof person>;

export const signedIn = greeting.extend({ token: z.string(), person });
export type SignedIn = z.infer<typeof signedIn>;

const contract = z.object({
  id: z.int(),
  title: z.string(),
  client: z.string(),
  /** Offered: accept it online first. Paused, also by a fixed price: time that begins now is refused, what began before is taken. */
  state: z.enum(['active', 'offered', 'paused']),
  rateCents: z.int(),
  weeklyLimitSeconds: z.int(),
  evidence: z.enum(['full', 'blurred']),
  /** The client's last charge failed and is still open: new time is not protected. */
  paymentProblem: z.boolean(),
  projectCodes: z.array(z.object({ code: z.string(), name: z.string() })),
  /** A code may be typed that is not on the list: the server adds it. */
  freeCodes: z.boolean().default(false),
  /** One amount in place of hours, agreed then. To a tracker that does not know it the contract is paused, as it is to a timer. */
  fixedPrice: z.object({ amountCents: z.int(), since: instant }).nullable().default(null),
  /** Seconds on the server today (in the person's time zone) and this UTC week, deleted ones left out. */
  todaySeconds: z.int(),
  weekSeconds: z.int(),
});
export type TrackerContract = z.infer<typeof contract>;

/** The rules the tracker follows, from the server, so that there is one source of each number. */
const policy = z.object({
  cellSeconds: z.int(),
  secondCaptureProbability: z.number(),
  picture: z.object({ maxWidth: z.int(), maxBytes: z.int(), quality: z.number(), minQuality: z.number() }),
  description: z.object({ minCharacters: z.int(), minWords: z.int(), vague: z.array(z.string()) }),
  /** A picture covered beyond this many thousandths is no evidence. */
  maskedPerMille: z.int(),
});
export type Policy = z.infer<typeof policy>;

export const state = greeting.extend({ person, contracts: z.array(contract), weekStartsAt: instant, policy });
export type State = z.infer<typeof state>;

/** Why a block is not protected, with words for a person and what to do about it, if anything can be done. */
export const reason = z.object({ code: z.string(), words: z.string(), fix: z.string().nullable() });
export type Reason = z.infer<typeof reason>;
export const verdict = z.object({ protected: z.boolean(), reasons: z.array(reason) });
export type Verdict = z.infer<typeof verdict>;

/** The server has it: the tracker may forget its copy. The same block sent again gets this again. */
export const blockKept = greeting.extend({
  block: z.object({ id: z.string(), contractId: z.int(), seconds: z.int(), receivedAt: instant, verdict }),
});
export type BlockKept = z.infer<typeof blockKept>;

/** The block's pictures are gone and its time with them; a tombstone stays in the diary. */
export const blockDeleted = greeting.extend({ block: z.object({ id: z.string(), seconds: z.int() }) });
export type BlockDeleted = z.infer<typeof blockDeleted>;

/** What the timer works on now, told at every start, switch and stop and once a minute while it runs. */
export const timerNow = z.strictObject({ contractId: z.int().positive().nullable() });
export type TimerNow = z.infer<typeof timerNow>;

/** `elsewhere`: another tracker of this person whose timer runs too. The same second is only ever taken once. */
export const timerHeard = greeting.extend({ elsewhere: z.object({ device: z.string(), heardAt: instant }).nullable() });
export type TimerHeard = z.infer<typeof timerHeard>;

/** Where *Manage Work Diary Online* should land: My Jobs, or one contract's diary. */
export const handOverTo = z.strictObject({ contractId: z.int().positive().optional() });
export type HandOverTo = z.infer<typeof handOverTo>;
/** An address that signs the system's browser in, once, within 60 seconds. */
export const handOver = greeting.extend({ url: z.url(), expiresAt: instant });
export type HandOver = z.infer<typeof handOver>;

/** `code` for the machine, `message` one sentence for the person. */
export const refusal = greeting.extend({ error: z.object({ code: z.string(), message: z.string() }) });
export type Refusal = z.infer<typeof refusal>;

/**
 * What an answer means for the item that was sent.
 * `done`: the server has it. `refused`: the rules say no, sending it again will not help: move it to the refused list.
 * `sign-in`: the session ended, keep everything. `update`: this tracker is too old, keep everything. `later`: try again.
 */
export function meaningOf(status: number, code?: string): 'done' | 'refused' | 'sign-in' | 'update' | 'later' {
  if (status >= 200 && status < 300) return 'done';
  if (status === 401) return 'sign-in';
  if (status === 426) return 'update';
  if (status === 408 || status === 429 || status >= 500 || status < 400) return 'later';
  if (code === undefined || code === 'damaged-on-the-way') return 'later';
  return 'refused';
}
