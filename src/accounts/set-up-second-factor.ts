/** An authenticator is set up, replaced or taken away, and its recovery codes are made. */
import { seal, unseal } from '../billing/sealed.ts';
import { config } from '../config.ts';
import { orLeave, run, transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { newKey, newRecoveryCode } from './one-time-code.ts';
import { fitsPassword } from './passwords.ts';
import {
  countingWrongOnes,
  nextStep,
  proveInSession,
  proveSecondFactor,
  refuseCode,
  SEALED_FOR,
} from './prove-second-factor.ts';
import { RecoveryCode } from './recovery-code-model.ts';
import { SecondFactor } from './second-factor-model.ts';
import { readCode, RECOVERY_CODES } from './second-factor.ts';
import { Session } from './session-model.ts';
import { hashOf } from './single-use-link.ts';
import { User } from './user-model.ts';

const noFactor = (): NotFound => new NotFound('second factor');

/** @returns the key to show, in base32: the same one at each look until it is confirmed */
export async function keyToSetUp(userId: number): Promise<string> {
  await run(`INSERT INTO second_factors (user_id, last_step) VALUES ($1, 0)${orLeave('last_step')}`, [userId]);
  return transaction(async t => {
    const factor = await SecondFactor.findByPk(userId, { lock: t.LOCK.UPDATE, rejectOnEmpty: noFactor() });
    if (factor.pending !== null) return unseal(factor.pending, config.secret, SEALED_FOR);
    const key = newKey();
    await factor.update({ pending: seal(key, config.secret, SEALED_FOR) });
    return key;
  });
}

/**
 * The first code of a new authenticator is right: from now on its codes are asked for, and those of another one no more.
 * @returns recovery codes, to be shown this once
 * @throws Refused as `proveSecondFactor` does
 */
export async function confirmKey(
  { id: userId, name }: Actor,
  sessionRow: number,
  typed: string,
  now: Date,
): Promise<string[]> {
  return countingWrongOnes(userId, now, () =>
    transaction(async t => {
      const factor = await SecondFactor.findByPk(userId, { lock: t.LOCK.UPDATE });
      if (!factor?.pending) refuseCode('code-used');
      const code = readCode(typed)?.code ?? refuseCode('wrong-code');
      const lastStep = nextStep(code, factor.pending, 0, now);
      const replaced = factor.since !== null;
      await factor.update({ sealed: factor.pending, pending: null, since: now, lastStep });
      await Session.update({ provedAt: now }, { where: { id: sessionRow, userId } });
      await record('second-factor.set-up', { contractId: null, actorId: userId, now, facts: { by: name } });
      await tell('second-factor.set-up', { to: userId, contractId: null, facts: { replaced }, now });
      return makeRecoveryCodes(userId);
    }),
  );
}

/** @returns ten new codes, to be shown this once; the old ones are worth nothing @throws Refused as `proveSecondFactor` does */
export async function renewRecoveryCodes(
  userId: number,
  sessionRow: number,
  typed: string,
  now: Date,
): Promise<string[]> {
  await proveInSession(userId, sessionRow, typed, now);
  return transaction(async t => {
    await SecondFactor.findByPk(userId, { lock: t.LOCK.UPDATE, rejectOnEmpty: noFactor() });
    return makeRecoveryCodes(userId);
  });
}

export const recoveryCodesLeft = (userId: number): Promise<number> =>
  RecoveryCode.count({ where: { userId, usedAt: null } });

async function makeRecoveryCodes(userId: number): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  await RecoveryCode.destroy({ where: { userId } });
  await RecoveryCode.bulkCreate(codes.map(code => ({ userId, codeHash: hashOf(code.replaceAll('-', '')) })));
  return codes;
}

/** @throws Refused `needed-by-admins`, `wrong-password` beside its field, or as `proveSecondFactor` does */
export async function removeSecondFactor(actor: Actor, password: string, typed: string, now: Date): Promise<void> {
  if (actor.role === 'admin') refuseCode('needed-by-admins');
  const { passwordHash } = await User.findByPk(actor.id, { rejectOnEmpty: new NotFound('account') });
  if (!(await fitsPassword(passwordHash, password)))
    throw new Refused('wrong-password', 'This is not your password.', 422, 'password');
  await proveSecondFactor(actor.id, typed, now);
  await transaction(async () => {
    await forgetSecondFactor(actor.id);
    const facts = { by: actor.name };
    await record('second-factor.removed', { contractId: null, actorId: actor.id, now, facts });
    await tell('second-factor.removed', { to: actor.id, contractId: null, facts: {}, now });
  });
}

/** Nothing of it is left, and no session counts as proved. */
export async function forgetSecondFactor(userId: number): Promise<void> {
  await SecondFactor.destroy({ where: { userId } });
  await RecoveryCode.destroy({ where: { userId } });
  await Session.update({ provedAt: null }, { where: { userId } });
}
