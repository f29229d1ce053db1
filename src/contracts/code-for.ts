/** From a code as it was typed to the contract's own. Part of an act that holds the freelancer's lock. */
import { Refused } from '../kernel/errors.ts';
import { termsAt } from './contract.ts';
import { ContractTerms } from './contract-terms-model.ts';
import { ProjectCode } from './project-code-model.ts';
import { asCode, codeKey, codeRefusalWords, whyNotTypeCode, type CodeRefusal } from './project-code.ts';

/** @property at the instant whose terms say whether a new code may be typed */
type Typed = { typedById: number; at: Date };

/**
 * The code of this contract that was meant, whatever its case; where the terms allow it, a new one.
 * @throws Refused `unknown-project-code`, `too-many-typed-codes`
 * @throws UniqueConstraintError when the client has just added it; the act may be tried again
 */
export async function codeFor(contractId: number, typed: string, { typedById, at }: Typed): Promise<ProjectCode> {
  const code = asCode(typed);
  const codes = await ProjectCode.findAll({ where: { contractId } });
  const known = codes.find(one => one.code === code) ?? codes.find(one => codeKey(one.code) === codeKey(code));
  if (known) return known;
  const terms = await ContractTerms.findAll({ where: { contractId } });
  const refusal = whyNotTypeCode(codes, termsAt(terms, at)?.freeCodes ?? false);
  if (refusal) refuseCode(refusal);
  return ProjectCode.create({ contractId, code, name: code, typedById, closedAt: null });
}

/** For time that is given its code by hand: a closed one is offered no more. @throws Refused as above, `closed-project-code` */
export async function openCodeFor(contractId: number, typed: string, how: Typed): Promise<ProjectCode> {
  const code = await codeFor(contractId, typed, how);
  if (code.closedAt !== null) refuseCode('closed-project-code');
  return code;
}

export function refuseCode(refusal: CodeRefusal): never {
  throw new Refused(refusal, codeRefusalWords[refusal], 422, 'projectCode');
}
