import { expect } from 'chai';
import { acceptReviewed } from '../../src/billing/accept-invoice.ts';
import { balanceOf } from '../../src/billing/balances.ts';
import { ChargeAttempt } from '../../src/billing/charge-attempt-model.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { closeWeeks } from '../../src/billing/close-week.ts';
import { creditFor } from '../../src/billing/credit.ts';
import { creditOf } from '../../src/billing/credit-of.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { client, outside } from '../../src/billing/ledger.ts';
import { post } from '../../src/billing/post.ts';
import { Refund } from '../../src/billing/refund-model.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { sendRefunds } from '../../src/billing/send-refunds.ts';
import type { Payments } from '../../src/outside/payments.ts';
import { invoiceOf, payWith, storyOf, tickMoney, WEEK, work } from '../support/money.ts';
import { putAside } from '../support/money-world.ts';
import { putBlock } from '../support/put-block.ts';
import { world, type World } from '../support/world.ts';

/** Ten minutes at $40 an hour. */
const DUE = 667;
const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('What of an invoice a credit pays', () => {
  const table: [due: number, credit: number, pays: number, why: string][] = [
    [667, 0, 0, 'nothing without a credit'],
    [667, -20, 0, 'nothing while the client owes'],
    [667, 500, 500, 'all there is'],
    [667, 667, 667, 'all that is due'],
    [667, 9_000, 667, 'not more than is due'],
    [667, 650, 617, 'so much that a card can be charged for the rest'],
    [667, 618, 617, 'so much that a card can be charged for the rest'],
    [667, 617, 617, 'all there is'],
    [40, 20, 0, 'nothing when the rest is too little for a card anyway'],
    [40, 40, 40, 'all that is due, however little'],
    [0, 500, 0, 'nothing of nothing'],
  ];
  for (const [due, credit, pays, why] of table)
    it(`is ${why}: ${pays} of ${due} with ${credit}`, () => expect(creditFor(due, credit)).to.equal(pays));
});

describe('A client’s credit', () => {
  let w: World;
  const now = (): Date => w.outside.clock.now();
  /** As when more came in than was due, and no card took it back. */
  const giveCredit = (amount: number) =>
    post({
      ...{ key: `test-credit:${w.carla.id}`, kind: 'charge', contractId: null, week: null, now: now() },
      lines: [
        { account: outside, amount: -amount },
        { account: client(w.carla.id), amount },
      ],
    });
  const credit = () => creditOf(w.carla.id);
  const moneyOf = async (contractId = w.contract.id): Promise<string[]> =>
    (await storyOf(contractId)).filter(line => /^(charge|credit) /.test(line));

  beforeEach(async () => {
    await putAside();
    w = await world({ now: '2026-11-17T07:00:00Z' });
  });
  const billed = async (): Promise<Invoice> => {
    await work(w, [{}]);
    await tickMoney(w, WEEK.closed);
    return invoiceOf(w.contract.id);
  };
  const charge = () => tickMoney(w, WEEK.charged);

  it('is spent first, and the card is charged for the rest; page and ledger say so', async () => {
    const { id, clientId, freelancerId } = await billed();
    await giveCredit(500);
    await w.comeBack();
    const before = plain((await w.carla.get(`/invoices/${id}`)).text);
    expect(before).to.include('You will be charged $1.67').and.to.include('$5.00 of the $6.67 come from your credit');
    expect(plain((await w.carla.get('/spending')).text)).to.include('Credit $5.00');
    expect(plain((await w.carla.get('/payment-method')).text)).to.include('a credit of $5.00');
    await charge();
    expect(await moneyOf()).to.deep.equal([
      ...[`charge client:${clientId} 167`, `charge due:${id} -167`, `charge escrow:${id} 167`, 'charge outside:0 -167'],
      ...[`credit due:${id} -500`, `credit escrow:${id} 500`],
    ]);
    expect([await credit(), await balanceOf(client(clientId))]).to.deep.equal([0, 0]);
    await w.comeBack();
    const after = plain((await w.carla.get(`/invoices/${id}`)).text);
    expect(after).to.include('From your credit -$5.00').and.to.include('Paid by card $1.67');
    expect(plain((await w.felix.get(`/invoices/${id}`)).text)).not.to.include('credit');
    await tickMoney(w, WEEK.reviewed);
    const released = await Invoice.findByPk(id, { rejectOnEmpty: true });
    expect([released.releasedCents, released.fee, released.freelancerId]).to.deep.equal([DUE, 80, freelancerId]);
  });

  it('that is enough pays for all: no card is asked, nor needed', async () => {
    const { id } = await billed();
    await giveCredit(1_000);
    const asked: string[] = [];
    const payments: Payments = {
      ...w.outside.payments,
      charge: ({ key }) => (asked.push(key), Promise.reject(new Error('asked'))),
    };
    w.outside.clock.set(WEEK.charged);
    await chargeInvoices(payments, now());
    expect([asked, await moneyOf()]).to.deep.equal([[], [`credit due:${id} -667`, `credit escrow:${id} 667`]]);
    const { chargeState, nextChargeAt } = await invoiceOf(w.contract.id);
    expect([chargeState, nextChargeAt ?? null, await credit()]).to.deep.equal(['paid', null, 333]);
  });

  it('stays when the card says no, and is spent once the card is better', async () => {
    await payWith(w.carla, 'no-funds');
    await billed();
    await giveCredit(500);
    await charge();
    expect([(await invoiceOf(w.contract.id)).chargeState, await moneyOf(), await credit()]).to.deep.equal([
      'failed',
      [],
      500,
    ]);
    await payWith(w.carla, 'pays');
    w.outside.clock.set('2026-11-25T12:00:00Z');
    await chargeInvoices(w.outside.payments, now());
    expect([(await invoiceOf(w.contract.id)).chargeState, await credit()]).to.deep.equal(['paid', 0]);
  });

  it('is set aside while a charge is under way, so that no other invoice spends it too', async () => {
    await payWith(w.carla, 'late');
    const other = await w.activeContract({ title: 'Search page' });
    await work(w, [{}]);
    w.outside.clock.set('2026-11-19T08:00:00Z');
    await putBlockOn(other.id);
    await tickMoney(w, WEEK.closed);
    await giveCredit(500);
    w.outside.clock.set(WEEK.charged);
    await Promise.all(Array.from({ length: 30 }, () => chargeInvoices(w.outside.payments, now())));
    const ids = (await Invoice.findAll({ where: { clientId: w.carla.id }, order: ['id'] })).map(({ id }) => id);
    const attempts = await ChargeAttempt.findAll({ where: { about: 'invoice', ownerId: ids }, order: ['ownerId'] });
    const setAside = attempts.map(({ amount, credit, state }) => [amount, credit, state]);
    expect(setAside.sort()).to.deep.equal([
      [167, 500, 'pending'],
      [667, 0, 'pending'],
    ]);
    expect(await credit()).to.equal(0);
    for (const { ownerId, attempt } of attempts)
      await heardFromPayments(
        {
          ...{ id: `credit-${ownerId}`, about: 'charge', key: `charge:${ownerId}:${attempt}` },
          ...{ state: 'paid', reference: `ref-${ownerId}` },
        },
        now(),
      );
    expect([await credit(), await balanceOf(client(w.carla.id))]).to.deep.equal([0, 0]);
  });

  it('that a refund made less needed stays credit, and only what the card paid too much goes back to it', async () => {
    const invoice = await billed();
    await payWith(w.carla, 'late');
    await giveCredit(500);
    await charge();
    // 167 are asked of the card, 500 set aside; then 600 need not be paid at all.
    await refundInvoice(invoice.id, { amount: 600, words: 'It took me less.', nth: 1 }, w.felix, now());
    await heardFromPayments(
      { id: `less-${invoice.id}`, about: 'charge', key: `charge:${invoice.id}:1`, state: 'paid', reference: 'r' },
      now(),
    );
    const back = await Refund.findAll({ where: { invoiceId: invoice.id, source: 'surplus' } });
    expect(back.map(({ amount }) => amount)).to.deep.equal([100]);
    expect(await credit()).to.equal(500);
  });

  it('comes from a refund that no card took, and again from a refund of what it had paid', async () => {
    const invoice = await billed();
    await charge();
    const closed: Payments = {
      ...w.outside.payments,
      refund: () => Promise.resolve({ state: 'declined', reason: 'The card was closed.' }),
    };
    await refundInvoice(invoice.id, { amount: 300, words: 'A part was not needed.', nth: 1 }, w.felix, now());
    expect(await credit()).to.equal(0);
    await sendRefunds(closed, now());
    expect(await credit()).to.equal(300);
    await w.comeBack();
    expect(plain((await w.ada.get('/admin/credits')).text))
      .to.include(w.carla.email)
      .and.to.include('$3.00');
    expect((await w.carla.get('/admin/credits')).status).to.equal(403);
    const { id } = await nextWeek();
    expect(await moneyOf()).to.include(`credit escrow:${id} 300`);
    await refundInvoice(id, { amount: 400, words: 'Something was missing.', nth: 1 }, w.felix, now());
    await sendRefunds(w.outside.payments, now());
    const [refund] = await Refund.findAll({ where: { invoiceId: id } });
    expect([refund!.state, refund!.reason]).to.deep.equal([
      'declined',
      'A part of it had been paid from your credit, so that all of it is your credit again.',
    ]);
    expect(await credit()).to.equal(400);
    // A card that has it all the same: what is spent comes off what comes next.
    const late = { about: 'refund', key: `refund:${refund!.id}`, state: 'paid', reference: 'r' } as const;
    await heardFromPayments({ id: `late-${refund!.id}`, ...late }, now());
    expect(await credit()).to.equal(0);
  });

  const putBlockOn = async (contractId: number): Promise<void> => {
    const startedAt = Date.parse('2026-11-19T06:00:00Z') / 1000;
    await putBlock({ contractId, freelancerId: w.felix.id, startedAt }, now());
  };
  async function nextWeek(): Promise<Invoice> {
    w.outside.clock.set('2026-11-26T08:00:00Z');
    const startedAt = Date.parse('2026-11-26T06:00:00Z') / 1000;
    await putBlock({ contractId: w.contract.id, freelancerId: w.felix.id, startedAt }, now());
    w.outside.clock.set('2026-11-30T12:01:00Z');
    await closeWeeks(now());
    w.outside.clock.set('2026-12-01T12:00:00Z');
    await chargeInvoices(w.outside.payments, now());
    await acceptReviewed(now());
    await w.comeBack();
    return Invoice.findOne({ where: { contractId: w.contract.id }, order: [['id', 'DESC']], rejectOnEmpty: true });
  }
});
