import { expect } from 'chai';
import fc from 'fast-check';
import { approveInvoice } from '../../src/billing/accept-invoice.ts';
import { earningsLocals } from '../../src/billing/earnings-page.ts';
import type { StageName } from '../../src/billing/earnings.ts';
import { hearOfCharge } from '../../src/billing/hear-of-charge.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { payoutFailed, payoutPaid } from '../../src/billing/settle-payout.ts';
import { rows } from '../../src/db/sequelize.ts';
import { payWith, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type World } from '../support/world.ts';

/** What the ledger alone says, for one freelancer. */
async function ledgerOf({ felix }: World) {
  const [row] = await rows<Record<string, number | string | null>>(
    `SELECT
      SUM(CASE WHEN l.account_kind = 'due' AND i.id IS NOT NULL THEN l.amount_cents ELSE 0 END) AS due,
      SUM(CASE WHEN l.account_kind = 'escrow' AND i.id IS NOT NULL THEN l.amount_cents ELSE 0 END) AS escrow,
      SUM(CASE WHEN l.account_kind = 'freelancer' AND l.account_owner_id = $1 THEN l.amount_cents ELSE 0 END) AS available,
      SUM(CASE WHEN l.account_kind = 'payouts' AND l.account_owner_id = $2 THEN l.amount_cents ELSE 0 END) AS way
     FROM ledger_lines l LEFT JOIN invoices i ON l.account_kind IN ('due', 'escrow') AND i.id = l.account_owner_id AND i.freelancer_id = $3`,
    [felix.id, felix.id, felix.id],
  );
  const cents = (name: string): number => Number(row?.[name] ?? 0);
  return { due: cents('due'), escrow: cents('escrow'), available: cents('available'), 'on-its-way': cents('way') };
}

async function pageOf(w: World) {
  const page = await earningsLocals(w.felix, 1, w.outside.payments, w.outside.clock.now());
  const sums = Object.fromEntries(page.stages.map(({ name, amount }) => [name, amount])) as Record<StageName, number>;
  return { page, sums };
}

const ticks = ['closed', 'charged', 'reviewed', 'payday'] as const;

describe('A freelancer’s earnings', () => {
  it('follow the money from the running week to the bank', async () => {
    const w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
    await work(w, [{}, {}, {}]);
    const seen: Record<string, number>[] = [];
    const look = async () => {
      const { sums } = await pageOf(w);
      seen.push(Object.fromEntries(Object.entries(sums).filter(([, amount]) => amount !== 0)));
    };
    await look();
    for (const at of ticks) {
      await tickMoney(w, WEEK[at]);
      await look();
    }
    const { id } = await Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
    await payoutPaid(id, 'SEPA 1', w.ada, w.outside.clock.now());
    await look();
    expect(seen).to.deep.equal([
      ...[{ running: 2000 }, { due: 2000 }, { escrow: 2000 }, { available: 1760 }],
      ...[{ 'on-its-way': 1760 }, { 'paid-out': 1760 }],
    ]);
    await w.comeBack();
    const { text } = await w.felix.get('/earnings/payouts.csv');
    expect(text).to.include('2026-12-02,17.60,Paid,,').and.to.include('SEPA 1');
    const statement = await w.felix.get('/earnings/statement');
    expect(statement.text).to.include('+$17.60').and.to.include('-$17.60');
  });

  it('say with which Wednesday what goes', async () => {
    const w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
    await work(w, [{}]);
    await tickMoney(w, WEEK.closed);
    const { id } = await Invoice.findOne({ where: { contractId: w.contract.id }, rejectOnEmpty: true });
    await approveInvoice(id, w.carla, w.outside.clock.now());
    await tickMoney(w, WEEK.charged);
    const { page } = await pageOf(w);
    expect([page.available.next, page.available.later]).to.deep.equal([0, 587]);
    w.outside.clock.set('2026-11-30T08:00:00Z');
    expect((await pageOf(w)).page.available).to.deep.include({
      next: 587,
      later: 0,
      wednesday: 'Wed 2 Dec, 12:00 UTC',
    });
  });

  it('are the sums of the ledger, after any history', async function () {
    this.timeout(120_000);
    const act = fc.constantFrom('decline', 'pay', 'approve', 'review', 'pay-out', 'paid', 'failed');
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 10 }), async acts => {
        const w = await world({ now: '2026-11-17T07:00:00Z' });
        await work(w, [{}, { block: { projectCode: null } }]);
        await tickMoney(w, WEEK.closed);
        for (const [place, one] of acts.entries()) {
          await play(w, one, place);
          const { page, sums } = await pageOf(w);
          const ledger = await ledgerOf(w);
          for (const name of ['due', 'escrow', 'available', 'on-its-way'] as const)
            expect(sums[name], `${name} after ${acts.slice(0, place + 1).join()}`).to.equal(ledger[name]);
          const listed = (list: { amount: number }[]) => list.reduce((sum, { amount }) => sum + amount, 0);
          expect([listed(page.due), listed(page.escrow)]).to.deep.equal([sums.due, sums.escrow]);
          expect(listed(page.entries)).to.equal(sums.available);
          const paid = page.payouts.rows.filter(({ sign }) => sign.label === 'Paid');
          expect(listed(paid)).to.equal(sums['paid-out']);
        }
      }),
      { numRuns: 6 },
    );
  });
});

/** Something that can happen to Felix's money. What does not fit is refused, and changes nothing. */
async function play(w: World, act: string, place: number): Promise<void> {
  const invoice = await Invoice.findOne({ where: { contractId: w.contract.id }, rejectOnEmpty: true });
  const now = w.outside.clock.now();
  const refused = () => undefined;
  if (act === 'decline')
    await hearOfCharge(invoice.id, invoice.chargeAttempt, { state: 'declined', reason: 'No.' }, now);
  if (act === 'pay')
    await hearOfCharge(invoice.id, invoice.chargeAttempt, { state: 'paid', reference: `p-${place}` }, now);
  if (act === 'approve') await approveInvoice(invoice.id, w.carla, now).catch(refused);
  if (act === 'review') await tickMoney(w, WEEK.reviewed);
  if (act === 'pay-out') await tickMoney(w, new Date(Date.parse(WEEK.payday) + place * 7 * 86_400_000).toISOString());
  const waiting = await Payout.findOne({ where: { freelancerId: w.felix.id, state: 'waiting' } });
  if (act === 'paid' && waiting) await payoutPaid(waiting.id, 'ref', w.ada, now);
  if (act === 'failed' && waiting) await payoutFailed(waiting.id, 'Closed.', w.ada, now);
}
