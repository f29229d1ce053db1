import { Refused } from '../kernel/errors.ts';
import { manualRefusalWords, refusalField, type ManualRefusal } from './manual-request.ts';

/** What is closed or taken already is a conflict; everything else is a wrong entry. */
const CONFLICTS: readonly ManualRefusal[] = ['answered-already', 'too-late', 'tracked-meanwhile'];

/** @throws Refused with the rule's words, beside the field they belong to */
export function refuse(refusal: ManualRefusal): never {
  const status = CONFLICTS.includes(refusal) ? 409 : 422;
  throw new Refused(refusal, manualRefusalWords[refusal], status, refusalField[refusal] ?? null);
}
