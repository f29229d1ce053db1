/** Somebody gives a code: one of the authenticator's, each once, or a recovery code. */
import { config } from '../config.ts';
import { unseal } from '../billing/sealed.ts';
import { transaction } from '../db/sequelize.ts';
import { Refused } from '../kernel/errors.ts';
import { countAttempt, forgiveAttempt } from './attempts.ts';
import { stepOf } from './one-time-code.ts';
import { RecoveryCode } from './recovery-code-model.ts';
import { SecondFactor } from './second-factor-model.ts';
import { codeDoors, factorWords, readCode, type FactorRefusal, type TypedCode } from './second-factor.ts';
import { Session } from './session-model.ts';
import { hashOf } from './single-use-link.ts';

/** Part of the key: what is sealed as an authenticator's key opens as nothing else. */
export const SEALED_FOR = 'second-factor';

/** The form's field that every code is typed into. */
export const CODE_FIELD = 'code';

export async function hasSecondFactor(userId: number): Promise<boolean> {
  const factor = await SecondFactor.findByPk(userId);
  return factor !== null && factor.since !== null;
}

/**
 * @param typed as typed, with or without spaces
 * @throws Refused with a {@link FactorRefusal}, beside the field
 */
export async function proveSecondFactor(userId: number, typed: string, now: Date): Promise<void> {
  await countingWrongOnes(userId, now, () =>
    transaction(async t => {
      const factor = await SecondFactor.findByPk(userId, { lock: t.LOCK.UPDATE });
      if (!factor?.sealed) refuseCode('no-second-factor');
      const given = readCode(typed) ?? refuseCode('wrong-code');
      if (given.kind === 'recovery') return useRecoveryCode(userId, given, now);
      await factor.update({ lastStep: nextStep(given.code, factor.sealed, factor.lastStep, now) });
    }),
  );
}

/** @throws Refused `wrong-code`, `code-used` */
export function nextStep(code: string, sealed: string, lastStep: number, now: Date): number {
  const step = stepOf(code, unseal(sealed, config.secret, SEALED_FOR), now) ?? refuseCode('wrong-code');
  return step > lastStep ? step : refuseCode('code-used');
}

async function useRecoveryCode(userId: number, { code }: TypedCode, now: Date): Promise<void> {
  const codeHash = hashOf(code);
  const [used] = await RecoveryCode.update({ usedAt: now }, { where: { userId, codeHash, usedAt: null } });
  if (used === 1) return;
  refuseCode((await RecoveryCode.count({ where: { userId, codeHash } })) > 0 ? 'code-used' : 'wrong-code');
}

/** Counted before it is looked at, so that many at once are many. A right one was no attempt. */
export async function countingWrongOnes<T>(userId: number, now: Date, act: () => Promise<T>): Promise<T> {
  const names = codeDoors.map(door => `${door.name}:${userId}`);
  const counts = await Promise.all(codeDoors.map((door, i) => countAttempt(names[i]!, door.windowMs, now)));
  if (counts.some(({ hits }, i) => hits > codeDoors[i]!.limit)) refuseCode('too-many-codes', 429);
  const done = await act();
  await Promise.all(names.map(forgiveAttempt));
  return done;
}

export function refuseCode(refusal: FactorRefusal, status = 422): never {
  throw new Refused(refusal, factorWords[refusal], status, CODE_FIELD);
}

/** The same within a session, which may move money from now on for a while. */
export async function proveInSession(userId: number, sessionRow: number, typed: string, now: Date): Promise<void> {
  await proveSecondFactor(userId, typed, now);
  await Session.update({ provedAt: now }, { where: { id: sessionRow, userId } });
}
