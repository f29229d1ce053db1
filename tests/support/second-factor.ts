/** Authenticators of the cast: all have the same key. */
import { codeAt } from '../../src/accounts/one-time-code.ts';
import { SEALED_FOR } from '../../src/accounts/prove-second-factor.ts';
import { SecondFactor } from '../../src/accounts/second-factor-model.ts';
import { Session } from '../../src/accounts/session-model.ts';
import { seal } from '../../src/billing/sealed.ts';
import { config } from '../../src/config.ts';
import type { World } from './world.ts';

export const KEY = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** A session with a code of this moment never has to give another one: clocks of tests run for weeks. */
export const FOR_GOOD = new Date('2100-01-01T00:00:00Z');

/** From now on codes of {@link KEY} are asked for. */
export async function secure(userId: number, now: Date): Promise<void> {
  await SecondFactor.upsert({ userId, sealed: seal(KEY, config.secret, SEALED_FOR), since: now, lastStep: 0 });
}

/** What the authenticator shows. @param later in seconds: each code works once */
export const codeNow = ({ outside }: Pick<World, 'outside'>, later = 0): string =>
  codeAt(KEY, new Date(outside.clock.now().getTime() + later * 1000));

/** The sessions of this person have to give a code again before they move money. */
export async function tireOf(userId: number, provedAt: Date): Promise<void> {
  await Session.update({ provedAt }, { where: { userId } });
}
