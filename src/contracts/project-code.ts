/** Keys for where time belongs: the client's own list, and where the terms allow it what the freelancer types. Rules only. */
import { MAX_PROJECT_CODES } from './contract.ts';

/** So many codes may a freelancer add to one contract by typing them. */
export const MAX_TYPED_CODES = 200;

export type CodeRefusal =
  | 'code-exists'
  | 'too-many-codes'
  | 'contract-over'
  | 'unknown-project-code'
  | 'closed-project-code'
  | 'too-many-typed-codes';
export const codeRefusalWords: Record<CodeRefusal, string> = {
  'code-exists': 'This contract has that code already. Open it again below if it is closed.',
  'too-many-codes': `A contract has at most ${MAX_PROJECT_CODES} open codes. Close one first.`,
  'contract-over': 'This contract is over; its codes stay as they are.',
  'unknown-project-code': 'This contract has no such project code. Choose one from the list.',
  'closed-project-code': 'The client has closed this project code. Choose an open one from the list.',
  'too-many-typed-codes': `You have typed ${MAX_TYPED_CODES} codes of your own on this contract, as many as there can be. Choose one from the list.`,
};

/** Those that people choose from. */
export const openCodes = <T extends { closedAt: Date | null }>(codes: readonly T[] = []): T[] =>
  codes.filter(({ closedAt }) => closedAt === null);

/** A code as it is typed: one word, because a list has a code and then its name. */
export const asCode = (words: string): string => words.trim().replace(/\s+/g, '-');

/** Codes are the same whatever their case: who types `shop-1` means `SHOP-1`. */
export const codeKey = (code: string): string => code.normalize('NFC').toLowerCase();

type Code = { code: string; closedAt: Date | null; typedById: number | null };

/** @param codes all of the contract, closed ones as well */
export function whyNotAddCode(codes: readonly Code[], code: string): CodeRefusal | null {
  if (codes.some(known => known.code === code)) return 'code-exists';
  return whyNotOpenOneMore(codes);
}

/** What the freelancer typed takes no room of the client's. */
export function whyNotOpenOneMore(codes: readonly Code[]): CodeRefusal | null {
  const listed = openCodes(codes).filter(({ typedById }) => typedById === null);
  return listed.length >= MAX_PROJECT_CODES ? 'too-many-codes' : null;
}

/** @param codes all of the contract @param free whether its terms allow codes that are not on the list */
export function whyNotTypeCode(codes: readonly Code[], free: boolean): CodeRefusal | null {
  if (!free) return 'unknown-project-code';
  return typedOf(codes).length >= MAX_TYPED_CODES ? 'too-many-typed-codes' : null;
}

export const typedOf = <T extends { typedById: number | null }>(codes: readonly T[] = []): T[] =>
  codes.filter(({ typedById }) => typedById !== null);

/** Whether a tracker may offer to type another one. */
export const mayTypeCodes = (codes: readonly Code[] = [], terms: { freeCodes: boolean } | null): boolean =>
  whyNotTypeCode(codes, terms?.freeCodes ?? false) === null;
