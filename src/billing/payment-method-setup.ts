/** A client adds a payment method, or replaces it: on a page of the provider's, never on ours. */
import { Op } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import type { PaymentEvent, PaymentMethod, Payments } from '../outside/payments.ts';
import type { Actor } from '../policy/policy.ts';
import { methodRefusalWords } from './payment-method.ts';
import { Invoice } from './invoice-model.ts';
import { ClientMethod } from './payment-method-model.ts';
import { MethodSetup } from './payment-method-setup-model.ts';
import { tellInvited } from './payment-method-wanted.ts';

const keyOf = (setup: { id: number }): string => `method:${setup.id}`;

/**
 * @param returnTo the address the provider sends the browser back to, for a setup's number
 * @returns where the browser goes now
 * @throws Refused `provider-silent` when the provider cannot be reached; its error is the cause
 */
export async function startMethod(
  payments: Payments,
  { id: clientId, email, name }: Actor,
  returnTo: (setup: number) => string,
  now: Date,
): Promise<string> {
  const known = { clientId, customer: { [Op.ne]: null } };
  const earlier = await MethodSetup.findOne({ where: known, order: [['id', 'DESC']] });
  const setup = await MethodSetup.create({ clientId, startedAt: now });
  const payer = { id: clientId, email, name, customer: earlier?.customer ?? null };
  const started = await payments.startMethod(payer, returnTo(setup.id), keyOf(setup)).catch(refuseSilent);
  await setup.update({ customer: started.customer, session: started.session });
  return started.url;
}

/**
 * The browser comes back, or the provider says that it is done. The second time is harmless.
 * @returns whether there is a new payment method; no while the client has not finished there
 * @throws NotFound for somebody else's setup @throws Refused `provider-silent`
 */
export async function finishMethod(payments: Payments, id: number, clientId: number, now: Date): Promise<boolean> {
  const setup = await MethodSetup.findOne({ where: { id, clientId }, rejectOnEmpty: new NotFound('page') });
  if (setup.finishedAt !== null) return true;
  if (setup.session === null) return false;
  const method = await payments.finishMethod(setup.session).catch(refuseSilent);
  if (!method) return false;
  if (method.customer !== (setup.customer ?? method.customer))
    throw new Error(`setup ${id} was finished for another customer`);
  await keep(setup, method, now);
  return true;
}

/** The new one takes the place of the one before, which stays in the history. */
function keep({ id, clientId }: MethodSetup, method: PaymentMethod, now: Date): Promise<void> {
  return transaction(async t => {
    // The client's row is the one lock of everything a client pays with.
    const client = await User.findByPk(clientId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const [mine] = await MethodSetup.update({ finishedAt: now }, { where: { id, finishedAt: null } });
    if (mine === 0 || client.closedAt) return;
    const before = await ClientMethod.findOne({ where: { currentFor: clientId } });
    await before?.update({ currentFor: null, removedAt: now });
    await ClientMethod.create({ clientId, currentFor: clientId, ...method, addedAt: now });
    const facts = { by: client.name, label: method.label };
    await record('method.added', { contractId: null, actorId: clientId, now, facts });
    // What failed with the one before is tried again with this one.
    await Invoice.update({ nextChargeAt: now }, { where: { clientId, chargeState: 'failed' } });
    if (!before) await tellInvited(client, now);
  });
}

/** The provider says so by itself: somebody may have closed the browser before it came back. */
export async function methodSetUp({ key, reference, state }: PaymentEvent, now: Date): Promise<void> {
  if (state !== 'paid') return;
  const where = { id: Number(key.slice('method:'.length)), finishedAt: null };
  await MethodSetup.update({ heardAt: now }, { where: { ...where, session: reference } });
  // The answer that names the visit was lost.
  await MethodSetup.update({ heardAt: now, session: reference }, { where: { ...where, session: null } });
}

const A_TICK = 50;

/** Job: finishes what the provider says is done. @returns how many methods are new */
export async function finishHeardMethods(payments: Payments, now: Date): Promise<number> {
  const where = { finishedAt: null, heardAt: { [Op.ne]: null } };
  const heard = await MethodSetup.findAll({ where, order: [['heardAt', 'ASC']], limit: A_TICK });
  return oneByOne(heard, ({ id, clientId }) => finishMethod(payments, id, clientId, now));
}

function refuseSilent(cause: unknown): never {
  throw Object.assign(new Refused('provider-silent', methodRefusalWords['provider-silent'], 503), { cause });
}
