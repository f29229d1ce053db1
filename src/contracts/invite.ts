/** The letter about an offer, for somebody who has no account yet. */
import { Invitation } from '../accounts/invitation-model.ts';
import { INVITATION_DAYS } from '../accounts/invitation.ts';
import { newSecret } from '../accounts/single-use-link.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { addMs, DAY } from '../kernel/time.ts';
import type { LetterContent } from '../mail/letter.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { refusalWords, whyNotAnswer } from './contract.ts';
import { Contract } from './contract-model.ts';
import { invitedFreelancer } from './invited.ts';

/** Makes the address people open out of a path of ours. */
type Address = (path: string) => string;

/** @returns the letter to send; null when that person has an account and is told by a notice, or nothing is offered any more */
export function invite(contractId: number, by: Actor, now: Date, address: Address): Promise<LetterContent | null> {
  return transaction(async t => {
    const offer = await Contract.findByPk(contractId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    if (whyNotAnswer(offer)) return null;
    return (await invitedFreelancer(offer)) === null ? write(offer, by, now, address) : null;
  });
}

/**
 * The same offer once more. The link of the former letter ends. To the client it looks the same whether there is an account.
 * @returns as {@link invite} @throws Refused `not-offered-any-more`
 */
export function inviteAgain(contractId: number, by: Actor, now: Date, address: Address): Promise<LetterContent | null> {
  return transaction(async t => {
    const offer = await Contract.findByPk(contractId, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('contract') });
    const refusal = whyNotAnswer(offer);
    if (refusal) throw new Refused(refusal, refusalWords[refusal], 409);
    const { title, freelancerEmail } = offer;
    const facts = { by: by.name, to: freelancerEmail };
    await record('contract.invited-again', { contractId, actorId: by.id, now, facts });
    const invited = await invitedFreelancer(offer);
    if (invited === null) return write(offer, by, now, address);
    await tell('contract.offered', { to: invited, contractId, facts: { by: by.name, title }, now });
    return null;
  });
}

async function write(offer: Contract, by: Actor, now: Date, address: Address): Promise<LetterContent> {
  const { id: contractId, title, freelancerEmail } = offer;
  await Invitation.update({ replacedAt: now }, { where: { contractId, replacedAt: null, usedAt: null } });
  const { secret, secretHash } = newSecret();
  const expiresAt = addMs(now, INVITATION_DAYS * DAY);
  await Invitation.create({ contractId, secretHash, sentAt: now, expiresAt });
  return {
    to: freelancerEmail,
    subject: `${by.name} offers you a contract: ${title}`,
    name: null,
    parts: [
      { kind: 'words', words: `${by.name} offers you the contract “${title}” on Impact Time.` },
      {
        kind: 'words',
        words: `Read the terms, choose a password, and say yes or no. The link is yours alone: it works once, for ${INVITATION_DAYS} days.`,
      },
      { kind: 'button', label: 'Read the offer', address: address(`/invitations/${secret}`) },
    ],
    foot: `You do not know ${by.name}? Ignore this letter: without the link nothing happens.`,
    fewer: null,
  };
}
