/** Somebody without an account opens the link of an offer. The link came by mail, so it proves the address. */
import { UniqueConstraintError } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { isConfirmed } from './account.ts';
import { Invitation } from './invitation-model.ts';
import { invitationRefusalWords, stateOf, type InvitationRefusal } from './invitation.ts';
import { hashPassword } from './passwords.ts';
import { hashOf } from './single-use-link.ts';
import { User } from './user-model.ts';

export type Newcomer = { name: string; timeZone: string; password: string };

/** An invitation and its offer, whatever has become of them. @param include what else of the contract is needed */
export async function findInvitation(secret: string, include: string[] = []) {
  const invitation = await Invitation.findOne({ where: { secretHash: hashOf(secret) } });
  const contract = invitation && (await Contract.findByPk(invitation.contractId, { include }));
  return invitation && contract && { invitation, contract };
}

/**
 * Makes a freelancer's account, confirmed at once, and uses the link up. Of two at once, one joins.
 * @throws NotFound @throws Refused with an {@link InvitationRefusal}
 */
export async function joinByInvitation(secret: string, { password, ...person }: Newcomer, now: Date) {
  const { contract } = await openInvitation(secret, now);
  const passwordHash = await hashPassword(password);
  try {
    return await transaction(async t => {
      // The contract's lock is the one lock of everything about an offer, so its invitation is read again under it.
      await Contract.findByPk(contract.id, { lock: t.LOCK.UPDATE });
      const { invitation, contract: offer } = await openInvitation(secret, now);
      await invitation.update({ usedAt: now });
      const email = offer.freelancerEmail;
      const known = await User.findOne({ where: { email }, lock: t.LOCK.UPDATE });
      if (known && isConfirmed(known)) refuse('has-account');
      const account = { ...person, role: 'freelancer', passwordHash } as const;
      const user = known ? await known.update(account) : await User.create({ ...account, email, createdAt: now });
      return { user, contractId: offer.id };
    });
  } catch (error) {
    // Two clients invited the same person, who joined by both letters at once.
    if (error instanceof UniqueConstraintError && error.errors.length > 0) refuse('has-account');
    throw error;
  }
}

async function openInvitation(secret: string, now: Date) {
  const found = await findInvitation(secret);
  if (!found) throw new NotFound('invitation');
  const state = stateOf(found.invitation, found.contract, now);
  if (state !== 'open') refuse(state);
  return found;
}

function refuse(refusal: InvitationRefusal): never {
  throw new Refused(refusal, invitationRefusalWords[refusal], 409);
}
