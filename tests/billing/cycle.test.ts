import { expect } from 'chai';
import { approveInvoice } from '../../src/billing/accept-invoice.ts';
import { closeWeek } from '../../src/billing/close-week.ts';
import { hearOfCharge } from '../../src/billing/hear-of-charge.ts';
import { InvoiceLineRow } from '../../src/billing/invoice-line-model.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { payOut } from '../../src/billing/pay-out.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { payoutFailed, payoutPaid } from '../../src/billing/settle-payout.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { Refused } from '../../src/kernel/errors.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { accountsOf, invoiceOf, payWith, storyOf, tickMoney, WEEK, WEEK_STARTS, work } from '../support/money.ts';
import { ORIGIN, world, type World } from '../support/world.ts';

const told = async (userId: number) =>
  (await Notice.findAll({ where: { userId }, order: ['id'] })).map(({ kind }) => kind);
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (error as Refused).code,
  );

describe('The week of a contract, from work to payout', () => {
  let w: World;
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
  });
  const run = (at: keyof typeof WEEK) => tickMoney(w, WEEK[at]);
  const invoice = () => invoiceOf(w.contract.id);
  const accounts = async () => accountsOf(await invoice());

  it('is billed, charged, accepted and paid out, each at its hour and not before', async () => {
    await work(w, [{}, { block: { projectCode: null } }, {}]);
    await tickMoney(w, '2026-11-23T12:00:30Z');
    expect(await Invoice.count({ where: { contractId: w.contract.id } })).to.equal(0);
    await run('closed');
    const { id, seconds, amount, number, chargeState } = await invoice();
    expect([seconds, amount, chargeState]).to.deep.equal([1800, 2000, 'due']);
    expect(number).to.match(/^IT-2026-\d{6}$/);
    const lines = await InvoiceLineRow.findAll({ where: { invoiceId: id }, order: ['id'] });
    expect(lines.map(line => [line.blocks, line.seconds, line.amount, line.protectedSeconds])).to.deep.equal([
      [2, 1200, 1333, 1200],
      [1, 600, 667, 600],
    ]);
    expect(await accounts()).to.deep.equal({ client: -2000, due: 2000 });
    await tickMoney(w, '2026-11-24T11:59:59Z');
    expect(await accounts()).to.deep.equal({ client: -2000, due: 2000 });
    await run('charged');
    expect(await accounts()).to.deep.equal({ escrow: 2000 });
    await tickMoney(w, '2026-11-27T23:59:59Z');
    expect(await accounts()).to.deep.equal({ escrow: 2000 });
    await run('reviewed');
    expect(await accounts()).to.deep.equal({ freelancer: 1760 });
    await tickMoney(w, '2026-12-02T11:59:59Z');
    expect(await accounts()).to.deep.equal({ freelancer: 1760 });
    await run('payday');
    expect(await accounts()).to.deep.equal({ payouts: 1760 });
    const payout = await Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
    expect([payout.amount, payout.state, (await invoice()).payoutId]).to.deep.equal([1760, 'waiting', payout.id]);
    await payoutPaid(payout.id, 'SEPA 4711', w.ada, w.outside.clock.now());
    expect(await accounts()).to.deep.equal({});
    expect(await storyOf(w.contract.id)).to.deep.equal([
      ...[`invoice client:${w.carla.id} -2000`, `invoice due:${id} 2000`],
      ...[
        `charge client:${w.carla.id} 2000`,
        `charge due:${id} -2000`,
        `charge escrow:${id} 2000`,
        'charge outside:0 -2000',
      ],
      ...[
        `release escrow:${id} -2000`,
        'release fees:0 180',
        `release freelancer:${w.felix.id} 1760`,
        'release fund:0 60',
      ],
    ]);
    expect((await told(w.felix.id)).slice(-4)).to.deep.equal([
      ...['invoice.issued', 'invoice.paid', 'invoice.accepted', 'payout.paid'],
    ]);
  });

  it('with nothing to bill has no invoice, and is closed all the same', async () => {
    await run('closed');
    expect(await Invoice.count({ where: { contractId: w.contract.id } })).to.equal(0);
    expect((await Contract.findByPk(w.contract.id))!.nextWeek).to.equal(WEEK_STARTS + 7 * 86_400);
  });

  it('approved early is released at once, and paid out on the next Wednesday', async () => {
    await work(w, [{}]);
    await run('closed');
    const { id } = await invoice();
    await approveInvoice(id, w.carla, w.outside.clock.now());
    expect(await accounts()).to.deep.equal({ client: -667, due: 667 });
    expect(await refusal(approveInvoice(id, w.carla, w.outside.clock.now()))).to.equal('already-accepted');
    await run('charged');
    expect(await accounts()).to.deep.equal({ freelancer: 587 });
    await tickMoney(w, '2026-11-25T12:00:00Z');
    expect(await accounts()).to.deep.equal({ freelancer: 587 });
    await run('payday');
    expect(await accounts()).to.deep.equal({ payouts: 587 });
  });

  it('three sleeping weeks are made up at the first tick, each with an invoice of its own', async () => {
    await work(w, [{}]);
    await Promise.all([tickMoney(w, '2026-12-16T12:00:00Z'), tickMoney(w, '2026-12-16T12:00:00Z')]);
    expect(await Invoice.count({ where: { contractId: w.contract.id } })).to.equal(1);
    expect((await Contract.findByPk(w.contract.id))!.nextWeek).to.equal(WEEK_STARTS + 4 * 7 * 86_400);
    await tickMoney(w, '2026-12-23T12:00:00Z');
    expect(await accounts()).to.deep.equal({ payouts: 587 });
  });

  it('a charge that fails is tried again every day, marks the contract, and is made good', async () => {
    await work(w, [{}]);
    await run('closed');
    const { id } = await invoice();
    const no = { state: 'declined', reason: 'The card has expired.' } as const;
    const at = (iso: string) => new Date(iso);
    await hearOfCharge(id, 1, no, at(WEEK.charged));
    await hearOfCharge(id, 1, no, at(WEEK.charged));
    const failed = await invoice();
    expect([failed.chargeState, failed.chargeAttempt, failed.chargeFailure]).to.deep.equal([
      ...['failed', 2, 'The card has expired.'],
    ]);
    expect(failed.nextChargeAt!.toISOString()).to.equal('2026-11-25T12:00:00.000Z');
    const problem = async () => (await Contract.findByPk(w.contract.id))!.paymentProblemSince?.toISOString() ?? null;
    expect(await problem()).to.equal('2026-11-24T12:00:00.000Z');
    for (const person of [w.carla, w.felix])
      expect((await told(person.id)).filter(kind => kind === 'invoice.charge-failed')).to.have.lengthOf(1);
    await tickMoney(w, '2026-11-25T11:59:00Z');
    expect(await accounts()).to.deep.equal({ client: -667, due: 667 });
    await tickMoney(w, '2026-11-25T12:00:00Z');
    expect([await problem(), (await invoice()).chargeState]).to.deep.equal([null, 'paid']);
    expect(await accounts()).to.deep.equal({ escrow: 667 });
  });

  it('a charge that failed is tried with a new payment method as soon as that is there', async () => {
    await payWith(w.carla, 'no-funds');
    await work(w, [{}]);
    await run('closed');
    // A visit on the way keeps her signed in.
    await w.carla.get('/my-jobs');
    await run('charged');
    expect((await invoice()).chargeState).to.equal('failed');
    w.outside.clock.set('2026-11-24T13:00:00Z');
    const followed = async (answer: { headers: Record<string, string> }) =>
      new URL(answer.headers['location'] ?? '', ORIGIN).pathname;
    const page = await followed(await w.carla.post('/payment-method/setups'));
    await w.carla.get(await followed(await w.carla.post(page, { card: 'pays' })));
    await tickMoney(w, '2026-11-24T13:01:00Z');
    expect(await accounts()).to.deep.equal({ escrow: 667 });
  });

  it('a second payment of the same invoice is never lost: it is the client’s', async () => {
    await work(w, [{}]);
    await run('closed');
    const { id } = await invoice();
    const now = new Date(WEEK.charged);
    await hearOfCharge(id, 1, { state: 'declined', reason: 'No.' }, now);
    const paid = (attempt: number) => hearOfCharge(id, attempt, { state: 'paid', reference: `p-${attempt}` }, now);
    await Promise.all([paid(2), paid(2), paid(1), paid(2), paid(1)]);
    expect(await accounts()).to.deep.equal({ client: 667, escrow: 667 });
  });

  it('thirty at once have one effect: closing, hearing, approving, paying out', async () => {
    await work(w, [{}]);
    const many = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: 30 }, act));
    await many(() => closeWeek(w.contract.id, WEEK_STARTS, new Date(WEEK.closed)));
    const { id } = await invoice();
    await many(() => hearOfCharge(id, 1, { state: 'paid', reference: 'p' }, new Date(WEEK.charged)));
    const approvals = await many(() => refusal(approveInvoice(id, w.carla, new Date(WEEK.charged))));
    expect(approvals.filter(answer => answer === 'nothing')).to.have.lengthOf(1);
    await many(() => payOut(new Date(WEEK.payday)));
    expect(await accounts()).to.deep.equal({ payouts: 587 });
    const { id: payout } = await Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
    const settled = await many(() => refusal(payoutPaid(payout, 'ref', w.ada, new Date(WEEK.payday))));
    expect(settled.filter(answer => answer === 'nothing')).to.have.lengthOf(1);
    expect(await accounts()).to.deep.equal({});
  });

  it('a payout the bank sends back goes with the next one', async () => {
    await work(w, [{}]);
    for (const at of ['closed', 'charged', 'reviewed', 'payday'] as const) await run(at);
    const payout = await Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
    await payoutFailed(payout.id, 'The account is closed.', w.ada, w.outside.clock.now());
    expect(await accounts()).to.deep.equal({ freelancer: 587 });
    await tickMoney(w, '2026-12-08T12:00:00Z');
    expect(await accounts()).to.deep.equal({ freelancer: 587 });
    await tickMoney(w, '2026-12-09T12:00:00Z');
    expect(await accounts()).to.deep.equal({ payouts: 587 });
  });
});
