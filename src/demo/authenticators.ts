/** Admins of the demo world have an authenticator from the start, and whoever started the demo is told its key and its codes. */
import { authenticatorAddress, codeAt, newKey } from '../accounts/one-time-code.ts';
import { SEALED_FOR } from '../accounts/prove-second-factor.ts';
import { SecondFactor } from '../accounts/second-factor-model.ts';
import { User } from '../accounts/user-model.ts';
import { seal, unseal } from '../billing/sealed.ts';
import { config } from '../config.ts';

export async function giveAuthenticator(userId: number, now: Date): Promise<void> {
  await SecondFactor.upsert({ userId, sealed: seal(newKey(), config.secret, SEALED_FOR), since: now, lastStep: 0 });
}

/** @property address what a QR code would hold */
export type Authenticator = { email: string; key: string; address: string; code(now: Date): string };

/** Of somebody of the demo world; null when he has none any more. */
export async function authenticatorOf(email: string): Promise<Authenticator | null> {
  const user = await User.findOne({ where: { email } });
  const factor = user && (await SecondFactor.findByPk(user.id));
  if (!factor?.sealed) return null;
  const key = unseal(factor.sealed, config.secret, SEALED_FOR);
  return { email, key, address: authenticatorAddress(key, email), code: now => codeAt(key, now) };
}
