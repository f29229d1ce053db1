import { expect } from 'chai';
import { balanceOf } from '../../src/billing/balances.ts';
import { hearOfCharge } from '../../src/billing/hear-of-charge.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { InvoiceLineRow } from '../../src/billing/invoice-line-model.ts';
import { escrow, freelancer } from '../../src/billing/ledger.ts';
import { money } from '../../src/kernel/money.ts';
import { invoiceOf, payWith, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type World } from '../support/world.ts';

const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('The pages of an invoice', () => {
  let w: World;
  let at: string;
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
    await work(w, [
      {},
      { block: { projectCode: null } },
      { block: { description: '=HYPERLINK("http://evil.example")' } },
    ]);
    await tickMoney(w, WEEK.closed);
    await w.comeBack();
    at = `/invoices/${(await invoiceOf(w.contract.id)).id}`;
  });
  const read = async (who: 'carla' | 'felix', path = at) => plain((await w[who].get(path)).text);
  const goTo = async (iso: string) => {
    w.outside.clock.set(iso);
    await w.comeBack();
  };
  const decline = async (reason = 'The card has expired.') => {
    const { id, chargeAttempt } = await invoiceOf(w.contract.id);
    await hearOfCharge(id, chargeAttempt, { state: 'declined', reason }, new Date(WEEK.charged));
    await goTo(WEEK.charged);
  };

  it('tell the client what is charged, to what and when; the freelancer what comes when, less the fee', async () => {
    expect(await read('carla')).to.include('You will be charged $20.00 to Visa ending 4242 on Tue 24 Nov, 12:00 UTC.');
    const mine = await read('felix');
    expect(mine).to.include('Carla is charged $20.00 on Tue 24 Nov, 12:00 UTC.');
    expect(mine).to.include('$17.60 go to your bank on Wed 2 Dec, 12:00 UTC.');
    expect(mine).to.include('Platform fee, as it would be now -$2.40');
    expect(await read('carla')).not.to.include('Platform fee');
  });

  it('are there for its two sides only, and are labelled as play money', async () => {
    for (const who of [w.stan, w.ada]) {
      for (const path of [at, `${at}.csv`]) expect((await who.get(path)).status).to.equal(who === w.ada ? 303 : 404);
      for (const act of ['approval', 'charge']) expect((await who.post(`${at}/${act}`)).status).to.equal(404);
    }
    for (const act of ['approval', 'charge']) expect((await w.felix.post(`${at}/${act}`)).status).to.equal(403);
    expect(await read('carla')).to.include('Play money');
  });

  it('show blocks whose amounts add up to their line, and a file whose lines add up to the invoice', async () => {
    const { id, amount } = await invoiceOf(w.contract.id);
    const lines = await InvoiceLineRow.findAll({ where: { invoiceId: id } });
    expect(lines.reduce((sum, line) => sum + line.amount, 0)).to.equal(amount);
    for (const line of lines) {
      const cents = [...(await read('carla', `${at}/lines/${line.id}`)).matchAll(/0:10:00 \$(\d+)\.(\d\d)/g)].map(
        ([, dollars, rest]) => Number(dollars) * 100 + Number(rest),
      );
      const [blocks, total] = line.blocks === 1 ? [cents.slice(0, 1), line.amount] : [cents, line.amount];
      expect(blocks.reduce((sum, one) => sum + one, 0)).to.equal(total);
    }
    const { text, headers } = await w.felix.get(`${at}.csv`);
    expect(headers['content-disposition']).to.match(/IT-2026-\d{6}\.csv/);
    const billed = text
      .trim()
      .split('\r\n')
      .slice(1)
      .map(row => Math.round(Number(row.split(',').at(-1)) * 100));
    expect(billed.reduce((sum, one) => sum + one, 0)).to.equal(amount);
  });

  it('let the client approve once, before the review ends', async () => {
    const [first, second] = await Promise.all([w.carla.post(`${at}/approval`), w.carla.post(`${at}/approval`)]);
    expect([first.status, second.status].sort()).to.deep.equal([303, 409]);
    expect((await invoiceOf(w.contract.id)).acceptedById).to.equal(w.carla.id);
    await tickMoney(w, WEEK.charged);
    await w.comeBack();
    expect(await balanceOf(freelancer(w.felix.id))).to.equal(1760);
    expect(await read('felix')).to.include('$17.60 are released and wait for Wednesday');
  });

  it('do not take an approval after the end of the review', async () => {
    await goTo(WEEK.reviewed);
    const { status, text } = await w.carla.post(`${at}/approval`);
    expect([status, plain(text).includes('The review ended on Friday')]).to.deep.equal([409, true]);
  });

  it('say what went wrong with a charge, and let the client try again at once', async () => {
    await decline();
    const mine = await read('carla');
    expect(mine).to.include(
      '$20.00 could not be charged: The card has expired. It is tried again on Wed 25 Nov, 12:00 UTC.',
    );
    expect(await read('felix')).to.include('Nothing is coming yet, because the payment failed: The card has expired.');
    const early = await w.carla.post(`${at}/charge`);
    expect([early.status, plain(early.text).includes('tried a moment ago')]).to.deep.equal([409, true]);
    await goTo('2026-11-24T13:00:00Z');
    await Promise.all([w.carla.post(`${at}/charge`), w.carla.post(`${at}/charge`)]);
    const { id, chargeState } = await invoiceOf(w.contract.id);
    expect([chargeState, await balanceOf(escrow(id))]).to.deep.equal(['paid', 2000]);
    const again = await w.carla.post(`${at}/charge`);
    expect([again.status, plain(again.text).includes('paid already')]).to.deep.equal([409, true]);
  });

  it('list what is asked for, with sums of all of it', async () => {
    const { number } = await invoiceOf(w.contract.id);
    for (const who of ['carla', 'felix'] as const) {
      expect(await read(who, '/invoices'))
        .to.include(number)
        .and.to.include('1 invoice 0:30:00 $20.00');
      expect(await read(who, `/invoices?contract=${w.contract.id}&state=in-review`)).to.include(number);
      expect(await read(who, '/invoices?state=payment-problem')).to.include('No such invoice');
    }
    expect(plain((await w.stan.get('/invoices')).text)).to.include('No invoice yet');
    expect((await w.carla.get('/invoices.csv')).text)
      .to.include(number)
      .and.not.to.include('Fee USD');
    expect((await w.felix.get('/invoices.csv')).text).to.include('Fee USD');
    await decline();
    expect(await read('carla', '/invoices?state=payment-problem')).to.include(number);
  });

  it('are found from the contract’s page by its two sides, and by admins in their list of weeks', async () => {
    const { number } = await invoiceOf(w.contract.id);
    await w.ada.post(`/admin/contracts/${w.contract.id}/look`, {
      reason: 'help',
      words: 'Both asked about their week.',
    });
    for (const who of [w.carla, w.felix, w.ada]) {
      const { text } = await who.get(`/contracts/${w.contract.id}`);
      const [, href] = /<a href="([^"]+)"[^>]*>Invoices<span/.exec(text)!;
      expect(href, who.name).to.match(who === w.ada ? /^\/admin\/weeks\?/ : /^\/invoices\?/);
      expect((await who.get(href!).expect(200)).text).to.include(number);
    }
  });

  it('tell the client on the page of spending what is due, what failed, and where it went', async () => {
    const amount = money((await Invoice.findOne({ where: { contractId: w.contract.id }, rejectOnEmpty: true })).amount);
    for (const by of ['contract', 'code', 'week', 'month'])
      expect(await read('carla', `/spending?by=${by}`)).to.include(`Due next ${amount}`);
    expect(await read('carla', '/spending?by=code')).to.include('SHOP-1');
    await decline();
    expect(await read('carla', '/spending'))
      .to.include(`Failed ${amount}`)
      .and.to.include('The card has expired.');
    expect((await w.carla.get('/spending.csv')).text).to.include('Online shop');
  });
});
