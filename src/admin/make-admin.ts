/** An admin account: made by whoever runs the server, never on the web. */
import { UniqueConstraintError } from 'sequelize';
import { NO_PASSWORD } from '../accounts/account.ts';
import { makeLink } from '../accounts/single-use-link.ts';
import { User } from '../accounts/user-model.ts';
import { Refused } from '../kernel/errors.ts';
import { DAY } from '../kernel/time.ts';

/**
 * @param email normalised
 * @returns the secret of the link with which the new admin chooses a password
 * @throws Refused `has-account` when a freelancer or client uses this address: one person, two hats, two addresses
 */
export async function makeAdmin(email: string, now: Date): Promise<string> {
  const user = await adminWith(email, now);
  if (user.role !== 'admin')
    throw new Refused('has-account', `${email} is a ${user.role}'s account. An admin needs an address of its own.`);
  return makeLink('new-password', { userId: user.id, lastsMs: DAY, now });
}

async function adminWith(email: string, now: Date): Promise<User> {
  try {
    const name = email.split('@')[0] ?? email;
    return await User.create({
      email,
      name,
      role: 'admin',
      timeZone: 'UTC',
      passwordHash: NO_PASSWORD,
      createdAt: now,
    });
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    return User.findOne({ where: { email }, rejectOnEmpty: true });
  }
}
