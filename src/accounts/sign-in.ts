import { Op } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { Refused } from '../kernel/errors.ts';
import { isConfirmed, normaliseEmail } from './account.ts';
import { fitsPassword, hashPassword } from './passwords.ts';
import { Session } from './session-model.ts';
import { ACCOUNT_SUSPENDED, suspendedWords } from './suspension.ts';
import { User } from './user-model.ts';

export type Credentials = { email: string; password: string };

/**
 * The account these open.
 * @throws Refused `wrong-credentials`, the same and as slow whether the e-mail or the password is wrong; `account-suspended`
 */
export async function checkCredentials({ email, password }: Credentials): Promise<User> {
  const user = await User.findOne({ where: { email: normaliseEmail(email) } });
  const fits = await fitsPassword(user && isConfirmed(user) ? user.passwordHash : null, password);
  if (!user || !fits)
    throw new Refused('wrong-credentials', 'E-mail and password do not fit together.', 401, 'password');
  if (user.suspendedAt) throw new Refused(ACCOUNT_SUSPENDED, suspendedWords(user.suspendedFor), 403);
  return user;
}

/**
 * Whoever else was signed in with the old password is out; this browser stays.
 * @throws Refused `wrong-password` beside the field of the present one
 */
export async function changePassword(userId: number, present: string, next: string, sessionRow: number): Promise<void> {
  const user = await User.findByPk(userId, { rejectOnEmpty: true });
  if (!(await fitsPassword(user.passwordHash, present))) {
    throw new Refused('wrong-password', 'This is not your present password.', 422, 'currentPassword');
  }
  const passwordHash = await hashPassword(next);
  await transaction(async () => {
    await user.update({ passwordHash });
    await Session.update({ parentId: null }, { where: { id: sessionRow } });
    await Session.destroy({ where: { userId, id: { [Op.ne]: sessionRow } } });
  });
}
