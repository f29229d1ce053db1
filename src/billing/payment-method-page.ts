/** What a client sees of what he or she pays with. */
import type { Payments } from '../outside/payments.ts';
import type { Screen } from '../web/page.ts';
import type { Form } from '../web/form.ts';
import { creditOf } from './credit-of.ts';
import { methodRefusalWords, whyNotRemoveMethod } from './payment-method.ts';
import { ClientMethod } from './payment-method-model.ts';
import { removalFacts } from './payment-method-removal.ts';

export const methodScreen: Screen = { title: 'Payment method', view: 'billing/method' };

const FORMER = 10;

export async function methodLocals(clientId: number, form: Form<unknown>, payments: Payments, now: Date) {
  const methods = await ClientMethod.findAll({ where: { clientId }, order: [['id', 'DESC']], limit: FORMER + 1 });
  const current = methods.find(({ currentFor }) => currentFor !== null);
  const refusal = current ? whyNotRemoveMethod(await removalFacts(clientId, now)) : null;
  const shown = ({ label, addedAt, removedAt }: ClientMethod) => ({ label, addedAt, removedAt });
  return {
    form,
    playMoney: !payments.real,
    method: current ? shown(current) : null,
    credit: Math.max(0, await creditOf(clientId)),
    former: methods.filter(({ currentFor }) => currentFor === null).map(shown),
    /** Why it cannot be removed now. */
    obstacle: refusal === null ? null : methodRefusalWords[refusal],
  };
}
