/** Signing in with a second factor: password first, then the code. In between there is no session. */
import { addMs, MINUTE } from '../kernel/time.ts';
import { HalfSignIn } from './half-sign-in-model.ts';
import { proveSecondFactor } from './prove-second-factor.ts';
import { HALF_SIGN_IN_MINUTES } from './second-factor.ts';
import { hashOf, newSecret } from './single-use-link.ts';

/** @returns the secret of the address that asks for the code */
export async function beginHalfSignIn(userId: number, now: Date): Promise<string> {
  const { secret, secretHash } = newSecret();
  await HalfSignIn.create({ secretHash, userId, expiresAt: addMs(now, HALF_SIGN_IN_MINUTES * MINUTE) });
  return secret;
}

/** Null when it was finished already, or is too old. */
export async function findHalfSignIn(secret: string, now: Date): Promise<HalfSignIn | null> {
  const half = await HalfSignIn.findOne({ where: { secretHash: hashOf(secret) } });
  return half && half.usedAt === null && half.expiresAt > now ? half : null;
}

/**
 * @returns who may have a session now; null as for {@link findHalfSignIn}
 * @throws Refused when the code is wrong; it may be tried again
 */
export async function finishHalfSignIn(secret: string, typed: string, now: Date): Promise<number | null> {
  const half = await findHalfSignIn(secret, now);
  if (!half) return null;
  await proveSecondFactor(half.userId, typed, now);
  const [claimed] = await HalfSignIn.update({ usedAt: now }, { where: { id: half.id, usedAt: null } });
  return claimed === 1 ? half.userId : null;
}
