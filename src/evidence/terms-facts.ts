/** What the chain says of agreed terms. Rules only. */
import type { Terms } from '../contracts/contract.ts';

export type TermsRow = Terms & { id: number; version: number; validFrom: Date };

/** Facts of the entry `terms.agreed`. */
export function termsFacts(terms: TermsRow) {
  const { id, version, validFrom, rateCents, weeklyLimitSeconds, manualTime, evidence, freeCodes } = terms;
  return { termsId: id, version, rateCents, weeklyLimitSeconds, manualTime, evidence, freeCodes, validFrom };
}
