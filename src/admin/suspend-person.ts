/** An admin closes somebody's account for a while, and opens it again. Nothing of the person's is lost or changed. */
import {
  suspensionRefusalWords,
  suspensionReasons,
  whyNotLift,
  whyNotSuspend,
  type SuspensionReason,
  type SuspensionRefusal,
} from '../accounts/suspension.ts';
import { Session } from '../accounts/session-model.ts';
import { SingleUseLink } from '../accounts/single-use-link-model.ts';
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';

/**
 * From the next request on nothing of this person's opens: no page, no tracker, no link. The sessions stay for now, so that their
 * owner is told why instead of being asked to sign in.
 * @throws Refused with a {@link SuspensionRefusal}
 */
export function suspendPerson(
  id: number,
  { reason, words }: { reason: SuspensionReason; words: string },
  by: Actor,
  now: Date,
): Promise<User> {
  return transaction(async t => {
    const person = await User.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('person') });
    refuseIf(whyNotSuspend(person, by));
    await person.update({ suspendedAt: now, suspendedFor: reason });
    await SingleUseLink.destroy({ where: { userId: id } });
    const facts = { by: by.name, name: person.name, why: suspensionReasons[reason], words };
    await record('person.suspended', { contractId: null, personId: id, actorId: by.id, now, facts });
    return person;
  });
}

/** The account works again; its owner signs in anew everywhere. @throws Refused with a {@link SuspensionRefusal} */
export function liftSuspension(id: number, words: string, by: Actor, now: Date): Promise<User> {
  return transaction(async t => {
    const person = await User.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('person') });
    refuseIf(whyNotLift(person, by));
    await person.update({ suspendedAt: null, suspendedFor: null });
    await Session.destroy({ where: { userId: id } });
    const facts = { by: by.name, name: person.name, words };
    await record('person.suspension-lifted', { contractId: null, personId: id, actorId: by.id, now, facts });
    return person;
  });
}

export function refuseIf(refusal: SuspensionRefusal | null): void {
  if (refusal) throw new Refused(refusal, suspensionRefusalWords[refusal], 409);
}
