import type { PaymentMethod } from '../outside/payments.ts';
import { ClientMethod } from './payment-method-model.ts';

/** With what a client pays now; null when there is none. */
export async function paymentMethodOf(clientId: number): Promise<PaymentMethod | null> {
  const found = await ClientMethod.findOne({ where: { currentFor: clientId } });
  return found && { customer: found.customer, method: found.method, label: found.label };
}
