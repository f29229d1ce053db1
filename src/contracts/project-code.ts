/** A client's own keys for where time belongs. Rules only. */
import { MAX_PROJECT_CODES } from './contract.ts';

export type CodeRefusal = 'code-exists' | 'too-many-codes' | 'contract-over';
export const codeRefusalWords: Record<CodeRefusal, string> = {
  'code-exists': 'This contract has that code already. Open it again below if it is closed.',
  'too-many-codes': `A contract has at most ${MAX_PROJECT_CODES} open codes. Close one first.`,
  'contract-over': 'This contract is over; its codes stay as they are.',
};

/** Those that people choose from. */
export const openCodes = <T extends { closedAt: Date | null }>(codes: readonly T[] = []): T[] =>
  codes.filter(({ closedAt }) => closedAt === null);

type Code = { code: string; closedAt: Date | null };

/** @param codes all of the contract, closed ones as well */
export function whyNotAddCode(codes: readonly Code[], code: string): CodeRefusal | null {
  if (codes.some(known => known.code === code)) return 'code-exists';
  return whyNotOpenOneMore(codes);
}

export function whyNotOpenOneMore(codes: readonly Code[]): CodeRefusal | null {
  return openCodes(codes).length >= MAX_PROJECT_CODES ? 'too-many-codes' : null;
}
