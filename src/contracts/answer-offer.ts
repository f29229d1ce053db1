/** The three ends of an open offer. Of two at once, the first wins. */
import type { Transaction } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { paymentMethodOf } from '../billing/payment-method-of.ts';
import { askForMethod } from '../billing/payment-method-wanted.ts';
import { transaction } from '../db/sequelize.ts';
import { TOLERANCE_SECONDS } from '../diary/block.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { toSeconds, weekOf } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { refusalWords, whyNotAccept, whyNotAnswer } from './contract.ts';
import { Contract } from './contract-model.ts';
import { invitedFreelancer } from './invited.ts';

/**
 * The freelancer says yes: work may begin.
 * @throws Refused `not-offered-any-more`; `no-payment-method`, and then the client is told that somebody wants to start
 */
export async function acceptOffer(id: number, by: Actor, now: Date): Promise<Contract> {
  // A block may begin so much earlier: clocks differ.
  const nextWeek = weekOf(toSeconds(now) - TOLERANCE_SECONDS);
  const change = { state: 'active', freelancerId: by.id, acceptedAt: now, nextWeek } as const;
  try {
    return await answer(id, by, now, 'contract.accepted', change);
  } catch (error) {
    if (error instanceof Refused && error.code === 'no-payment-method')
      await askForMethod(await Contract.findByPk(id, { rejectOnEmpty: true }), by, now);
    throw error;
  }
}

/** The freelancer says no. @throws Refused `not-offered-any-more` */
export const declineOffer = (id: number, by: Actor, now: Date): Promise<Contract> =>
  answer(id, by, now, 'contract.declined', { state: 'declined', freelancerId: by.id, closedAt: now });

/** The client takes the offer back. @throws Refused `not-offered-any-more` */
export const withdrawOffer = (id: number, by: Actor, now: Date): Promise<Contract> =>
  answer(id, by, now, 'contract.withdrawn', { state: 'withdrawn', closedAt: now });

type Answer = 'contract.accepted' | 'contract.declined' | 'contract.withdrawn';
type Change = Partial<Pick<Contract, 'state' | 'freelancerId' | 'acceptedAt' | 'closedAt' | 'nextWeek'>>;

function answer(id: number, by: Actor, now: Date, kind: Answer, change: Change): Promise<Contract> {
  return transaction(async t => {
    const contract = await Contract.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('contract') });
    const accepts = kind === 'contract.accepted';
    const refusal = accepts ? whyNotAccept(contract, await clientFacts(contract.clientId, t)) : whyNotAnswer(contract);
    if (refusal) throw new Refused(refusal, refusalWords[refusal], 409);
    await contract.update(change);
    await record(kind, { contractId: id, actorId: by.id, now, facts: { by: by.name } });
    const other = kind === 'contract.withdrawn' ? await invitedFreelancer(contract) : contract.clientId;
    if (other !== null)
      await tell(kind, { to: other, contractId: id, facts: { by: by.name, title: contract.title }, now });
    return contract;
  });
}

/** Holds the client's row, so that the method is not taken away meanwhile. */
async function clientFacts(clientId: number, t: Transaction): Promise<{ hasMethod: boolean; suspended: boolean }> {
  const { suspendedAt } = await User.findByPk(clientId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
  return { hasMethod: (await paymentMethodOf(clientId)) !== null, suspended: suspendedAt !== null };
}
