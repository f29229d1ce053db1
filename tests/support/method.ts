import { ClientMethod } from '../../src/billing/payment-method-model.ts';
import { sandboxCustomer, sandboxMethod, type SandboxCard } from '../../src/outside/sandbox-cards.ts';

/** From now on this client pays with such a card of play money; with null, with nothing. */
export async function paysWith(clientId: number, card: SandboxCard | null, now: Date): Promise<void> {
  await ClientMethod.update({ currentFor: null, removedAt: now }, { where: { currentFor: clientId } });
  if (card === null) return;
  const method = sandboxMethod(sandboxCustomer(clientId), `sandbox-test-${clientId}-${now.getTime()}`, card);
  await ClientMethod.create({ clientId, currentFor: clientId, ...method, addedAt: now });
}
