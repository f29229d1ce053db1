/** The embedded default: play money. What becomes of a charge is decided by the card it is made with. */
import type { Cents } from '../kernel/money.ts';
import { addMs, toSeconds } from '../kernel/time.ts';
import type { Clock } from './clock.ts';
import { BadSignature, outsideTransactions, type Hear, type Payments } from './payments.ts';
import { openSandboxAccount, sandboxAccountNow, takeTransfer } from './sandbox-accounts.ts';
import {
  eventsOf,
  findAct,
  keepAct,
  keyOf,
  paidWith,
  payLost,
  referenceOf,
  refundedOf,
  type Act,
  type Asked,
} from './sandbox-book.ts';
import { cardOf, sandboxCustomer, type Outcome } from './sandbox-cards.ts';
import { chosenMethod, openSetup } from './sandbox-setups.ts';

type Declined = { state: 'declined'; reason: string };

/** @param hear takes in the events that arrive before the answer; the others are delivered by a job */
export function sandboxPayments(clock: Clock, hear: Hear): Payments {
  /** Answers an act: the first time by `outcomeOf`, afterwards as it was answered, or as it has become since. */
  async function answer(asked: Asked, outcomeOf: () => Promise<Outcome>): Promise<Act> {
    const now = clock.now();
    const known = await findAct(asked);
    if (known) return again(known, now);
    const { state, reason = null, settlesInMs, told = 1, early, takenBackInMs = null } = await outcomeOf();
    const settlesAt = settlesInMs === undefined ? null : toSeconds(addMs(now, settlesInMs));
    const act: Act = { ...asked, state, reason, settlesAt };
    if (!(await keepAct(act, { told, takenBackInMs }, now))) return again((await findAct(asked))!, now);
    if (state === 'lost') throw new Error('play money: the connection was lost before anything was done');
    if (early) for (const event of await eventsOf(asked.key)) await hear(event, now);
    return act;
  }

  async function again(act: Act, now: Date): Promise<Act> {
    if (act.state === 'lost') await payLost(act, now);
    const settled = act.state === 'lost' || (act.state === 'pending' && act.settlesAt! <= toSeconds(now));
    return settled ? { ...act, state: 'paid' } : act;
  }

  return outsideTransactions({
    real: false,
    origins: [],
    async charge({ key, method, amount }) {
      const asked: Asked = { key, about: 'charge', used: method.method, amount };
      const act = await answer(asked, async () => outcomeOfCharge(method.method, await paidWith(method.method)));
      return declinedBy(act) ?? { state: act.state === 'pending' ? 'pending' : 'paid', reference: referenceOf(key) };
    },
    async refund({ key, charge, amount }) {
      const act = await answer({ key, about: 'refund', used: charge, amount }, () => outcomeOfRefund(charge, amount));
      return (
        declinedBy(act) ?? { state: act.state === 'pending' ? 'pending' : 'refunded', reference: referenceOf(key) }
      );
    },
    async transfer({ key, attempt, account, amount }) {
      const outcome = await takeTransfer(account, attempt);
      if (outcome.state === 'later') return outcome;
      const act = await answer({ key, about: 'transfer', used: account, amount }, () => Promise.resolve(outcome));
      return declinedBy(act) ?? { state: 'paid', reference: referenceOf(key) };
    },
    async startMethod({ id }, returnTo, key) {
      const session = referenceOf(key);
      const customer = sandboxCustomer(id);
      await openSetup({ session, customer, returnTo });
      return { url: `${new URL(returnTo).origin}/sandbox/setups/${session}`, customer, session };
    },
    finishMethod: chosenMethod,
    forgetMethod: () => Promise.resolve(),
    startAccount: (_payee, returnTo, key) => openSandboxAccount(referenceOf(key), returnTo),
    accountNow: sandboxAccountNow,
    events: () => Promise.reject(new BadSignature('play money sends no webhooks')),
  });
}

const declined = (reason: string): Outcome => ({ state: 'declined', reason });
const declinedBy = ({ state, reason }: Act): Declined | null =>
  state === 'declined' ? { state, reason: reason ?? '' } : null;

const outcomeOfCharge = (method: string, paid: number): Outcome =>
  cardOf(method)?.charge(paid) ?? declined('This payment method is not play money. Add it again.');

async function outcomeOfRefund(charge: string, amount: Cents): Promise<Outcome> {
  const paid = await findAct({ key: keyOf(charge), about: 'charge' });
  if (!paid || paid.state === 'declined') return declined('There is no such charge.');
  if ((await refundedOf(charge)) + amount > paid.amount) return declined('More than was paid cannot be given back.');
  const { settlesInMs } = outcomeOfCharge(paid.used, 0);
  return settlesInMs === undefined ? { state: 'paid' } : { state: 'pending', settlesInMs };
}
