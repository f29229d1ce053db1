import { Refused } from '../kernel/errors.ts';
import { transaction } from '../db/sequelize.ts';
import { hashPassword } from './passwords.ts';
import { Session } from './session-model.ts';
import { useLink } from './single-use-link.ts';
import { User } from './user-model.ts';

/**
 * A new password through the link in our letter. It ends every session: whoever knew the old password is out.
 * @throws Refused `link-used` when the link was used or is too old
 */
export async function setNewPassword(secret: string, password: string, now: Date): Promise<User> {
  const passwordHash = await hashPassword(password);
  return transaction(async () => {
    const link = await useLink('new-password', secret, now);
    if (!link) throw new Refused('link-used', 'This link was used already or is too old. Ask for a new one.');
    const user = await User.findByPk(link.userId, { rejectOnEmpty: true });
    await Session.destroy({ where: { userId: user.id } });
    return user.update({ passwordHash });
  });
}
