/** The evidence of a case: what the last check of its contract's chain found, and where to take it along. */
import type { Viewing } from '../diary/block-words.ts';
import { checkLocals } from '../evidence/check-page.ts';
import { utcDay, type EpochSeconds } from '../kernel/time.ts';

/** @param week the one the case is about @param href of the case */
export async function caseEvidence({ contract, actor, now }: Viewing, week: EpochSeconds, href: string) {
  const { check, length } = await checkLocals(contract, actor, now);
  const here = `/contracts/${contract.id}/evidence`;
  return { check, length, here, checkHref: `${href}/evidence-check`, packHref: `${here}/pack?week=${utcDay(week)}` };
}
