/** Somebody wants an account, or a new password. What a visitor sees is the same whether the address is known or not. */
import { UniqueConstraintError } from 'sequelize';
import { DAY, HOUR } from '../kernel/time.ts';
import type { LetterContent } from '../mail/letter.ts';
import type { Role } from '../policy/policy.ts';
import { transaction } from '../db/sequelize.ts';
import { isConfirmed, NO_PASSWORD } from './account.ts';
import { makeLink } from './single-use-link.ts';
import { User } from './user-model.ts';

export type NewAccount = { role: Role; name: string; email: string; timeZone: string };
/** Makes the address people type out of a path. */
type Address = (path: string) => string;

/**
 * @param account e-mail already normalised
 * @returns the letter to send: to a new person the link that confirms, to a known one that there is an account already
 */
export async function signUp(account: NewAccount, now: Date, address: Address): Promise<LetterContent> {
  const user = await unconfirmed(account, now);
  if (isConfirmed(user)) return alreadyHere(user, address);
  const secret = await makeLink('new-password', { userId: user.id, lastsMs: DAY, now });
  return {
    ...letterTo(user, 'Welcome to Impact Time: choose your password'),
    parts: [
      { kind: 'words', words: 'Choose your password and begin. The link works once, for 24 hours.' },
      { kind: 'button', label: 'Choose your password', address: address(`/new-password/${secret}`) },
    ],
    foot: 'If you did not sign up, ignore this letter: without the link the account stays empty.',
  };
}

/** The account of an address, once somebody has confirmed it. @param email normalised */
export async function accountOf(email: string): Promise<User | null> {
  const user = await User.findOne({ where: { email } });
  return user && isConfirmed(user) ? user : null;
}

/** These letters answer what somebody has just asked for: there is nothing to unsubscribe from. */
const letterTo = ({ email, name }: User, subject: string) => ({ to: email, subject, name, fewer: null });

/** The account as it is now: new, corrected while nobody has confirmed it, or the confirmed one that was there before. */
async function unconfirmed(account: NewAccount, now: Date): Promise<User> {
  try {
    return await User.create({ ...account, passwordHash: NO_PASSWORD, createdAt: now });
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
  }
  return transaction(async t => {
    const user = await User.findOne({ where: { email: account.email }, lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    return isConfirmed(user) ? user : user.update(account);
  });
}

const alreadyHere = (user: User, address: Address): LetterContent => ({
  ...letterTo(user, 'You already have an Impact Time account'),
  parts: [
    {
      kind: 'words',
      words: 'Somebody, probably you, wanted to sign up with this address. You already have an account: sign in.',
    },
    { kind: 'button', label: 'Sign in', address: address('/sign-in') },
  ],
  foot: `Forgotten the password? ${address('/forgotten-password')}`,
});

/** @returns the letter to send, or null when there is no such account */
export async function askForNewPassword(email: string, now: Date, address: Address): Promise<LetterContent | null> {
  const user = await User.findOne({ where: { email } });
  if (!user) return null;
  const secret = await makeLink('new-password', { userId: user.id, lastsMs: HOUR, now });
  return {
    ...letterTo(user, 'Choose a new password for Impact Time'),
    parts: [
      {
        kind: 'words',
        words: 'Choose a new password. The link works once, for one hour, and signs you out everywhere.',
      },
      { kind: 'button', label: 'Choose a new password', address: address(`/new-password/${secret}`) },
    ],
    foot: 'If you did not ask for it, ignore this letter: nothing changes.',
  };
}
