/** The payment provider tells something: a charge was paid after all, a refund arrived. Each event has its effect once. */
import { UniqueConstraintError } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import type { PaymentEvent } from '../outside/payments.ts';
import { bonusHeard } from './hear-of-bonus.ts';
import { chargeHeard } from './hear-of-charge.ts';
import { payoutHeard } from './hear-of-payout.ts';
import { HeardEvent } from './payment-event-model.ts';
import { methodSetUp } from './payment-method-setup.ts';
import { accountHeard } from './payout-account-setup.ts';
import { refundHeard } from './send-refunds.ts';

/**
 * Runs in the transaction that keeps the event: an effect and the memory of it are there together or not at all. Events come in any
 * order, and another one may have said the same, so it looks at what is there and does nothing when that is so already.
 */
type Listener = (event: PaymentEvent, now: Date) => Promise<void>;

/** Who is told, by what the key of the act begins with. Whoever moves money adds a line here. */
const listeners: Readonly<Record<string, Listener>> = {
  'bonus:': bonusHeard,
  'charge:': chargeHeard,
  'method:': methodSetUp,
  'payout-account:': accountHeard,
  'payout:': payoutHeard,
  'refund:': refundHeard,
};

export type Heard = 'handled' | 'known' | 'nobody';

/** @returns `known` when this very event was heard before; `nobody` when it was kept, and is about no act of ours */
export async function heardFromPayments(event: PaymentEvent, now: Date): Promise<Heard> {
  const { id: eventId, about, key: actKey, state, reference, reason = null } = event;
  try {
    return await transaction(async () => {
      await HeardEvent.create({ eventId, about, actKey, state, reference, reason, heardAt: now });
      const listener = listeners[actKey.slice(0, actKey.indexOf(':') + 1)];
      await listener?.(event, now);
      return listener ? 'handled' : 'nobody';
    });
  } catch (error) {
    if (error instanceof UniqueConstraintError && (await HeardEvent.count({ where: { eventId } })) > 0) return 'known';
    throw error;
  }
}
