/** Who needs a second factor, and how long a code counts. Rules only. */
import { addMs, DAY, MINUTE } from '../kernel/time.ts';
import type { Role } from '../policy/policy.ts';

export type FactorRefusal = 'wrong-code' | 'code-used' | 'too-many-codes' | 'no-second-factor' | 'needed-by-admins';
export const factorWords: Record<FactorRefusal, string> = {
  'wrong-code': 'This code is not right. Codes change every 30 seconds: type the one you see now.',
  'code-used': 'This code was used already. Wait for the next one.',
  'too-many-codes': 'Too many wrong codes. Wait a quarter of an hour.',
  'no-second-factor': 'There is no authenticator to ask for a code. Set one up first.',
  'needed-by-admins': 'Admins always need a second factor. Set up another authenticator instead.',
};

export const RECOVERY_CODES = 10;
/** A code in a session counts so long for acts that move money. */
export const STEP_UP_MINUTES = 10;
/** Between the password and the code. */
export const HALF_SIGN_IN_MINUTES = 10;

/** Wrong codes of one person. Three of a million are right at a time: thirty a day find one in 30 years. */
export const codeDoors = [
  { name: 'second-factor', limit: 5, windowMs: 15 * MINUTE },
  { name: 'second-factor-day', limit: 30, windowMs: DAY },
] as const;

/** @property secured whether the person has set up an authenticator @property provedAt when this session last gave a code */
export type Proof = { secured: boolean; provedAt: Date | null };

/** What this session lacks before any page opens: admins never go without. */
export function whatIsMissing(role: Role, { secured, provedAt }: Proof): 'set-up' | 'proof' | null {
  if (role !== 'admin') return null;
  if (!secured) return 'set-up';
  return provedAt === null ? 'proof' : null;
}

/** Whether a code must be given before an act that moves money. Whoever has no authenticator has none to give. */
export const needsCode = (role: Role, { secured, provedAt }: Proof, now: Date): boolean =>
  (secured || role === 'admin') && (provedAt === null || provedAt <= addMs(now, -STEP_UP_MINUTES * MINUTE));

export type TypedCode = { kind: 'code' | 'recovery'; code: string };

/** What somebody typed, in its one spelling; null when it can be neither. */
export function readCode(text: string): TypedCode | null {
  const code = text.replace(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(code)) return { kind: 'code', code };
  return /^[a-z2-7]{16}$/.test(code) ? { kind: 'recovery', code } : null;
}
