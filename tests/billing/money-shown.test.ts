import { expect } from 'chai';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { fundLocals } from '../../src/billing/fund-page.ts';
import { invoiceOf, tickMoney, WEEK, work } from '../support/money.ts';
import { putBlock } from '../support/put-block.ts';
import { world, type World } from '../support/world.ts';

const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const HOUR = 3600;

describe('Money where people look for it', () => {
  let w: World;
  const now = (): Date => w.outside.clock.now();
  const pageOf = async (who: 'felix' | 'carla', path: string): Promise<string> => plain((await w[who].get(path)).text);
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
  });

  describe('on the page of a contract', () => {
    it('is the running week and everything billed, with the protected share of both, for both sides', async () => {
      await work(w, [{}, { block: { description: 'stuff' } }]);
      await w.comeBack();
      const at = `/contracts/${w.contract.id}`;
      for (const who of ['felix', 'carla'] as const) {
        const page = await pageOf(who, at);
        expect(page).to.include('This week 0:20:00 h closes Mon 23 Nov, 12:00 UTC, charged Tue 24 Nov, 12:00 UTC');
        expect(page).to.match(/The contract so far 0:20:00 h 0:20:00 50 % \$13\.33/);
      }
      await tickMoney(w, WEEK.closed);
      const startedAt = Date.parse('2026-11-23T06:00:00Z') / 1000;
      await putBlock({ contractId: w.contract.id, freelancerId: w.felix.id, startedAt }, now());
      await w.comeBack();
      const page = await pageOf('felix', at);
      expect(page).to.match(/Billed before 0:20:00 h 0:20:00 50 % \$13\.33/);
      expect(page).to.match(/The contract so far 0:30:00 h 0:30:00 67 % \$20\.00/);
    });

    it('is nothing before it is accepted, and says so before anything is tracked', async () => {
      const { id } = await w.offer({ title: 'Search page' });
      expect(await pageOf('carla', `/contracts/${id}`)).not.to.include('Time and money');
      expect(await pageOf('carla', `/contracts/${w.contract.id}`)).to.include('Nothing is tracked yet.');
    });
  });

  it('that waits for the client’s yes stands with the earnings, and leads to what is asked', async () => {
    await work(w, [{}]);
    await w.comeBack();
    expect(await pageOf('felix', '/earnings')).not.to.include('if your client says yes');
    // A block of the week before arrives after that week was closed.
    const startedAt = Date.parse('2026-11-13T09:00:00Z') / 1000;
    await putBlock({ contractId: w.contract.id, freelancerId: w.felix.id, startedAt, seconds: 540 }, now());
    const { text } = await w.felix.get('/earnings');
    expect(plain(text)).to.include('$6.00 more, if your client says yes to late or manual time: Online shop $6.00');
    expect(text).to.include(
      `href="/contracts/${w.contract.id}/late-time/${Date.parse('2026-11-09T00:00:00Z') / 1000}"`,
    );
    expect(plain(text)).to.include('Claims');
  });

  it('that went back stands below the total of the client’s invoice', async () => {
    await work(w, [{}]);
    await tickMoney(w, WEEK.closed);
    const { id } = await invoiceOf(w.contract.id);
    await refundInvoice(id, { amount: 167, words: 'A part was not needed.', nth: 1 }, w.felix, now());
    await w.comeBack();
    expect(await pageOf('carla', `/invoices/${id}`)).to.include('Given back -$1.67 To pay $5.00');
    await tickMoney(w, WEEK.charged);
    await refundInvoice(id, { amount: 200, words: 'Nor was this.', nth: 2 }, w.felix, now());
    await w.comeBack();
    expect(await pageOf('carla', `/invoices/${id}`)).to.include('Given back -$3.67 Paid in the end $3.00');
  });

  it('of the protection fund adds up: what was there before and its months are what is in it', async () => {
    const { balance, months, year } = await fundLocals(now(), 1);
    const moved = months.map(month => month.moved);
    expect(year.before + moved.reduce((sum, one) => sum + one, 0)).to.equal(balance);
    for (const { moved, shares, recovered, deposits, claims, disputes } of months)
      expect(moved).to.equal(shares + recovered + deposits + claims + disputes);
  });

  describe('that a deletion costs', () => {
    const block = (place: number) => Date.parse('2026-11-18T06:00:00Z') / 1000 + place * 600;
    const asked = async (places: number[]): Promise<string> =>
      pageOf('felix', `/contracts/${w.contract.id}/deletion?block=${places.map(block).join(',')}`);

    /** Seven blocks of ten minutes, of which the limit allows an hour. */
    beforeEach(async () => {
      w.contract = await w.activeContract({ title: 'Little', weeklyLimitSeconds: HOUR });
      w.outside.clock.set('2026-11-18T10:00:00Z');
      for (let place = 0; place < 7; place += 1)
        await putBlock({ contractId: w.contract.id, freelancerId: w.felix.id, startedAt: block(place) }, now());
    });

    it('is nothing while time beyond the weekly limit takes its place', async () => {
      for (const place of [0, 6]) expect(await asked([place])).to.include('You are paid as much as before');
    });

    it('is less than its time when a part is made up for', async () => {
      const page = await asked([0, 1, 2]);
      expect(page).to.include('20 m, $13.33 will not be paid').and.to.include('The other 10 m cost you nothing');
    });
  });
});
