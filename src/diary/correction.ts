/** Correcting what a block says it was spent on. Rules only. */
import { whyNotDescription } from './description.ts';
import { reasonCodes, type ReasonCode } from './verdict.ts';

/** Every former text is shown for good, so there is an end to them. */
export const MAX_CORRECTIONS = 20;

/** What a block says. */
export type Words = { description: string; projectCode: string | null };
/** What to put instead; what is not named stays as each block has it. */
export type Correction = Partial<Words>;

export function whyNotOnceMore(corrections: number): 'corrected-too-often' | null {
  return corrections < MAX_CORRECTIONS ? null : 'corrected-too-often';
}

/** What a block says afterwards, or null when it says so already. */
export function corrected(block: Words, { description, projectCode }: Correction): Words | null {
  const after: Words = {
    description: description ?? block.description,
    projectCode: projectCode === undefined ? block.projectCode : projectCode,
  };
  const same = after.description === block.description && after.projectCode === block.projectCode;
  return same ? null : after;
}

/** The reasons with the description judged anew. Whatever else was found when the block arrived stays found. */
export function reasonsWith(reasons: readonly ReasonCode[], description: string): ReasonCode[] {
  const fault = whyNotDescription(description);
  return reasonCodes.filter(code =>
    code === 'no-description' || code === 'vague-description' ? code === fault : reasons.includes(code),
  );
}
