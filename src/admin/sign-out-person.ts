/** An admin helps somebody whose account is in strange hands, or whose phone is gone. Nobody but its owner ever sees or sets a password. */
import { forgetSecondFactor } from '../accounts/set-up-second-factor.ts';
import { Session } from '../accounts/session-model.ts';
import { SingleUseLink } from '../accounts/single-use-link-model.ts';
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { refuseIf } from './suspend-person.ts';

/** Ends every browser's and tracker's session. @returns how many those were */
export function signOutPerson(id: number, words: string, by: Actor, now: Date): Promise<number> {
  return transaction(async t => {
    const person = await User.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('person') });
    const ended = await endSessions(id);
    const facts = { by: by.name, name: person.name, sessions: ended, words };
    await record('person.signed-out', { contractId: null, personId: id, actorId: by.id, now, facts });
    return ended;
  });
}

/**
 * The phone and the recovery codes are lost: the password alone opens the account, an admin's only the page that sets up another
 * authenticator. Every session ends.
 * @throws Refused `oneself`
 */
export function resetSecondFactor(id: number, words: string, by: Actor, now: Date): Promise<void> {
  return transaction(async t => {
    const person = await User.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('person') });
    refuseIf(person.id === by.id ? 'oneself' : null);
    await forgetSecondFactor(id);
    await endSessions(id);
    const facts = { by: by.name, name: person.name, words };
    await record('person.second-factor-reset', { contractId: null, personId: id, actorId: by.id, now, facts });
    await tell('second-factor.reset', { to: id, contractId: null, facts: {}, now });
  });
}

async function endSessions(userId: number): Promise<number> {
  await SingleUseLink.destroy({ where: { userId } });
  return Session.destroy({ where: { userId } });
}
