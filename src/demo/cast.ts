/** The people of the demo world. The same cast plays in the tests. */
import { hashPassword } from '../accounts/passwords.ts';
import { User } from '../accounts/user-model.ts';
import { giveAuthenticator } from './authenticators.ts';
import type { Actor, Role } from '../policy/policy.ts';

export const DEMO_PASSWORD = 'impact-time-demo';

export const cast = {
  felix: {
    name: 'Felix Brandt',
    role: 'freelancer',
    timeZone: 'Europe/Vienna',
    about: 'works for Carla on three contracts',
  },
  carla: { name: 'Carla Mendes', role: 'client', timeZone: 'America/New_York', about: 'reviews and pays' },
  kai: { name: 'Kai Lindner', role: 'client', timeZone: 'Europe/Berlin', about: 'does not pay: his card is declined' },
  stan: {
    name: 'Stan Okafor',
    role: 'freelancer',
    timeZone: 'Africa/Lagos',
    about: 'is a stranger to these contracts',
  },
  ada: { name: 'Ada Lindqvist', role: 'admin', timeZone: 'UTC', about: 'is an admin' },
  amir: { name: 'Amir Haddad', role: 'admin', timeZone: 'UTC', about: 'is an admin too' },
} as const satisfies Record<string, { name: string; role: Role; timeZone: string; about: string }>;
export type CastName = keyof typeof cast;

export const emailOf = (name: CastName): string => `${name}@demo.example`;

export async function hire(now: Date): Promise<Record<CastName, Actor>> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const people = await Promise.all(
    (Object.keys(cast) as CastName[]).map(async key => {
      const { name, role, timeZone } = cast[key];
      const { id, email } = await User.create({
        email: emailOf(key),
        name,
        role,
        timeZone,
        passwordHash,
        createdAt: now,
      });
      if (role === 'admin') await giveAuthenticator(id, now);
      return [key, { id, email, name, role, timeZone } satisfies Actor] as const;
    }),
  );
  return Object.fromEntries(people) as Record<CastName, Actor>;
}
