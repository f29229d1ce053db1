/** Whoever opens a case has said why he looks at its contract. */
import { openLook } from '../admin/begin-look.ts';
import type { Actor } from '../policy/policy.ts';

type Asking = { actor: Actor; session: { row: number }; now: Date };

/** Where the reason is stated. */
export const lookHref = (contractId: number): string => `/admin/contracts/${contractId}/look`;

/** @returns the admin with the reason that holds; null when one must be stated first */
export async function lookingInto(contractId: number, { actor, session, now }: Asking): Promise<Actor | null> {
  const look = await openLook({ adminId: actor.id, session: session.row, contractId }, now);
  return look && { ...actor, look };
}
