/** Acts that move money, and the jobs that ask the payment provider. */
import { acceptReviewed, approveInvoice } from '../../src/billing/accept-invoice.ts';
import { Bonus } from '../../src/billing/bonus-model.ts';
import { chargeBonuses } from '../../src/billing/charge-bonuses.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { Claim } from '../../src/billing/claim-model.ts';
import { closeWeeks } from '../../src/billing/close-week.ts';
import { decideClaim } from '../../src/billing/decide-claim.ts';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { giveBonus } from '../../src/billing/give-bonus.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { keepPayoutAccount, keepProviderAccount } from '../../src/billing/keep-payout-account.ts';
import { makePayoutFile } from '../../src/billing/make-payout-file.ts';
import { payOut } from '../../src/billing/pay-out.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { sendPayouts } from '../../src/billing/send-payouts.ts';
import { sendRefunds } from '../../src/billing/send-refunds.ts';
import { settleFile } from '../../src/billing/settle-sent.ts';
import { payoutFailed, payoutPaid } from '../../src/billing/settle-payout.ts';
import { config } from '../../src/config.ts';
import { deliverSandboxEvents } from '../../src/outside/sandbox-book.ts';
import type { SandboxCard } from '../../src/outside/sandbox-cards.ts';
import { invoiceOf, payWith, tickMoney, WEEK } from '../support/money.ts';
import { at, failingWorld, keepBlocks, type Act } from './scene.ts';

type W = Awaited<ReturnType<typeof failingWorld>>;

const START = at('2026-11-18T11:00:00Z');
const now = (w: W): Date => w.outside.clock.now();
const invoice = (w: W) => invoiceOf(w.contract.id);

/** Two blocks that are protected and one that says too little; Carla pays with this card. */
export async function billed(card: SandboxCard = 'pays'): Promise<W> {
  const w = await failingWorld();
  await payWith(w.carla, card);
  w.outside.clock.set(WEEK.work);
  await keepBlocks(w, [START, START + 600]);
  await keepBlocks(w, [START + 1200], { description: 'fix' });
  return w;
}

/** The jobs have done everything about money up to this instant. */
async function upTo(w: W, last: keyof typeof WEEK): Promise<void> {
  for (const name of ['closed', 'charged', 'reviewed', 'payday'] as const) {
    await tickMoney(w, WEEK[name]);
    if (name === last) return;
  }
}

type Prepared = { act: () => Promise<unknown>; goOn?: () => Promise<unknown> };

/** @param prepare what has to be there, and answers the act */
const money = (name: string, prepare: (w: W) => Promise<Prepared>, card?: SandboxCard): Act => ({
  name,
  scene: async () => {
    const w = await billed(card);
    const prepared = await prepare(w);
    return { contractIds: [w.contract.id], storage: w.pictures, ...prepared };
  },
});

/** What a job could not finish is taken up again by later ticks, which hear what the provider tells, too. */
const job = (w: W, run: () => Promise<unknown>): Prepared => ({
  act: run,
  goOn: async () => {
    for (let tick = 0; tick < 3; tick += 1) {
      w.outside.clock.advance(3600);
      // As in the tick: a question without an answer is asked again by the next one.
      await run().catch(() => null);
      await deliverSandboxEvents(heardFromPayments, now(w));
    }
  },
});

const charging = (card: SandboxCard, name: string): Act =>
  money(
    name,
    async w => {
      await tickMoney(w, WEEK.closed);
      w.outside.clock.set(WEEK.charged);
      return job(w, () => chargeInvoices(w.outside.payments, now(w)));
    },
    card,
  );

const refund = { amount: 500, words: 'A part was not needed', nth: 1 };
const refunding = (name: string, last: keyof typeof WEEK): Act =>
  money(name, async w => {
    await upTo(w, last);
    const { id } = await invoice(w);
    return { act: () => refundInvoice(id, refund, w.felix, now(w)) };
  });

const REASON = 'The card has failed for days, and the blocks are in order.';
/** A claim that waits for an admin: the card has no funds, and the review is over. */
async function claimed(w: W): Promise<Claim> {
  for (const instant of [WEEK.closed, WEEK.charged, '2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z', WEEK.reviewed])
    await tickMoney(w, instant);
  const deposit = { amount: 100_000, reason: 'For claims to come', nth: (await FundDeposit.count()) + 1 };
  await depositToFund(deposit, w.ada, now(w));
  return fileClaim((await invoice(w)).id, 'Carla does not answer.', w.felix, now(w));
}

const ACCOUNT = { holder: 'Felix Brandt', kind: 'iban', number: 'AT611904300234573201', routing: null } as const;
const account = (w: W) => keepPayoutAccount(ACCOUNT, w.felix, config.secret, now(w));
const paidOut = async (w: W): Promise<Payout> => {
  await upTo(w, 'payday');
  return Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
};
const given = { amount: 5000, words: 'For the launch', nth: 1 };

export const moneyActs: readonly Act[] = [
  money('a week is closed and billed', w => {
    w.outside.clock.set(WEEK.closed);
    return Promise.resolve({ act: () => closeWeeks(now(w)) });
  }),
  charging('pays', 'a client is charged'),
  charging('no-funds', 'a charge is declined'),
  charging('late', 'a charge is pending'),
  charging('event-first', 'a charge is told of before it is answered'),
  charging('network-first', 'a charge is not answered the first time'),
  money(
    'the provider tells that a charge was paid',
    async w => {
      await tickMoney(w, WEEK.closed);
      await tickMoney(w, WEEK.charged);
      w.outside.clock.advance(120);
      return job(w, () => deliverSandboxEvents(heardFromPayments, now(w)));
    },
    'late',
  ),
  money('a client approves a week', async w => {
    await upTo(w, 'charged');
    const { id } = await invoice(w);
    return { act: () => approveInvoice(id, w.carla, now(w)) };
  }),
  money('a review ends', async w => {
    await upTo(w, 'charged');
    w.outside.clock.set(WEEK.reviewed);
    return { act: () => acceptReviewed(now(w)) };
  }),
  money('a freelancer is paid out', async w => {
    await upTo(w, 'reviewed');
    w.outside.clock.set(WEEK.payday);
    return { act: () => payOut(now(w)) };
  }),
  money('a payout has arrived', async w => {
    const { id } = await paidOut(w);
    return { act: () => payoutPaid(id, 'REF 1', w.ada, now(w)) };
  }),
  money('a payout came back', async w => {
    const { id } = await paidOut(w);
    return { act: () => payoutFailed(id, 'No such account.', w.ada, now(w)) };
  }),
  money('a payout goes into a file for the bank', async w => {
    await account(w);
    const { wednesday } = await paidOut(w);
    return { act: () => makePayoutFile(Number(wednesday), w.ada, now(w)) };
  }),
  money('all payouts of a file have arrived', async w => {
    await account(w);
    const { wednesday } = await paidOut(w);
    const { id } = await makePayoutFile(Number(wednesday), w.ada, now(w));
    return { act: () => settleFile(id, 'REF 1', w.ada, now(w)) };
  }),
  money('a payout is sent through the provider', async w => {
    await keepProviderAccount('sandbox-account-takes:takes', 'AT •••• 3201', w.felix, now(w));
    await paidOut(w);
    return job(w, () => sendPayouts(w.outside.payments, now(w)));
  }),
  money('a freelancer says where the money goes', w => Promise.resolve({ act: () => account(w) })),
  refunding('a part is given back before it was charged', 'closed'),
  refunding('a part is given back from escrow', 'charged'),
  refunding('a part is given back that was earned', 'reviewed'),
  money('a refund is sent to the card', async w => {
    await upTo(w, 'charged');
    await refundInvoice((await invoice(w)).id, refund, w.felix, now(w));
    return job(w, () => sendRefunds(w.outside.payments, now(w)));
  }),
  money('a bonus is given', w => Promise.resolve({ act: () => giveBonus(w.contract.id, given, now(w)) })),
  money('a bonus is charged', async w => {
    await Bonus.update({ nextChargeAt: null }, { where: {} });
    await giveBonus(w.contract.id, given, now(w));
    return job(w, () => chargeBonuses(w.outside.payments, now(w)));
  }),
  money('platform money goes into the protection fund', async w => {
    const deposit = { amount: 10_000, reason: 'For claims to come', nth: (await FundDeposit.count()) + 1 };
    return { act: () => depositToFund(deposit, w.ada, now(w)) };
  }),
  money(
    'a claim is filed',
    async w => {
      const claim = await claimed(w);
      await claim.destroy();
      const { id } = await invoice(w);
      return { act: () => fileClaim(id, 'Carla does not answer.', w.felix, now(w)) };
    },
    'no-funds',
  ),
  ...[true, false].map(pay =>
    money(
      pay ? 'a claim is paid from the fund' : 'a claim is refused',
      async w => {
        const { id } = await claimed(w);
        return {
          act: () =>
            decideClaim(id, { pay, code: pay ? 'blocks-in-order' : 'not-in-order', reason: REASON }, w.ada, now(w)),
        };
      },
      'no-funds',
    ),
  ),
  money(
    'a client pays after the fund has paid',
    async w => {
      const { id } = await claimed(w);
      await decideClaim(id, { pay: true, code: 'blocks-in-order', reason: REASON }, w.ada, now(w));
      await payWith(w.carla, 'pays');
      w.outside.clock.set('2026-11-30T12:00:00Z');
      return job(w, () => chargeInvoices(w.outside.payments, now(w)));
    },
    'no-funds',
  ),
];
