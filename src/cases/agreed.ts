/** What the two sides of a case had agreed on. */
import { termsAt } from '../contracts/contract.ts';
import type { Viewing } from '../diary/block-words.ts';

/** @param at the terms that held then */
export function agreedOf({ contract }: Viewing, at: Date) {
  const terms = termsAt(contract.terms ?? [], at) ?? contract.terms?.[0];
  return {
    ...{ id: contract.id, title: contract.title },
    terms: terms && {
      ...{ rate: terms.rateCents, weeklyLimitSeconds: terms.weeklyLimitSeconds, evidence: terms.evidence },
      ...{ manualTime: terms.manualTime, freeCodes: terms.freeCodes },
    },
  };
}
