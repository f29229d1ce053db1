import { expect } from 'chai';
import { balanceOf } from '../../src/billing/balances.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { keepPayoutAccount, keepProviderAccount } from '../../src/billing/keep-payout-account.ts';
import { freelancer, payouts } from '../../src/billing/ledger.ts';
import { finishAccounts } from '../../src/billing/payout-account-setup.ts';
import { PayoutAccount } from '../../src/billing/payout-account-model.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { sendPayouts } from '../../src/billing/send-payouts.ts';
import { config } from '../../src/config.ts';
import { rows, run } from '../../src/db/sequelize.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import type { Payments } from '../../src/outside/payments.ts';
import type { SandboxAccount } from '../../src/outside/sandbox-accounts.ts';
import { deliverSandboxEvents } from '../../src/outside/sandbox-book.ts';
import { stripePayments } from '../../src/outside/stripe-payments.ts';
import { tickMoney, WEEK, work } from '../support/money.ts';
import { StripeDouble } from '../support/stripe-double.ts';
import { world, type Person, type World } from '../support/world.ts';

const BANK = { kind: 'iban' as const, holder: 'Felix', number: 'AT611904300234573201', routing: null };
/** One block of ten minutes at $40 an hour, less the fee of 12 %. */
const NET = 587;
const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('Payouts through the payment provider', () => {
  let w: World;
  const now = (): Date => w.outside.clock.now();
  const payout = () => Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
  const standing = async () => {
    const { state, words = null } = await payout();
    const [available, underWay] = [freelancer(w.felix.id), payouts(w.felix.id)];
    return { state, words, available: await balanceOf(available), underWay: await balanceOf(underWay) };
  };
  const told = async (kind: string): Promise<number> => Notice.count({ where: { userId: w.felix.id, kind } });
  const transfersOf = (kind: string, id: number) =>
    rows<{ id: number }>('SELECT id FROM ledger_transfers WHERE transfer_key = $1', [`${kind}:${id}`]);

  beforeEach(async () => {
    // What other tests left waiting is not the business of this job.
    await run('UPDATE payouts SET next_send_at = NULL', []);
    w = await world({ now: '2026-11-17T07:00:00Z' });
  });
  const earn = async (): Promise<void> => {
    await work(w, [{}]);
    for (const at of ['closed', 'charged', 'reviewed', 'payday'] as const) await tickMoney(w, WEEK[at]);
    await w.comeBack();
  };

  describe('with play money', () => {
    const send = () => sendPayouts(w.outside.payments, now());
    const locationOf = ({ headers }: { headers: object }): string =>
      (headers as { location: string }).location.replace('http://127.0.0.1:3000', '');
    /** From the page of the account to the provider's and back. @returns the address of the way back */
    async function choose(who: Person, sort: SandboxAccount): Promise<string> {
      const there = locationOf(await who.post('/payout-account/setups'));
      expect(plain((await who.get(there)).text)).to.include('play money');
      const back = locationOf(await who.post(there, { sort }));
      const { status } = await who.get(back);
      expect(status).to.equal(303);
      return back;
    }

    it('are chosen on a page of the provider’s, like any account: told by a letter at once, and resting for two days', async () => {
      const back = await choose(w.felix, 'open');
      const page = plain((await w.felix.get('/payout-account')).text);
      expect(page).to.include('Open play account').and.to.include('nothing is paid to it before Thu 19 Nov, 07:00 UTC');
      const letters = await Notice.findAll({ where: { userId: w.felix.id, kind: 'payout-account.changed' } });
      expect(letters.map(({ mailDueAt }) => mailDueAt?.toISOString())).to.deep.equal(['2026-11-17T07:00:00.000Z']);
      // Coming back twice changes nothing, and nobody else comes back in his place.
      await w.felix.get(back);
      expect(await PayoutAccount.count({ where: { freelancerId: w.felix.id } })).to.equal(1);
      expect((await w.stan.get(back)).status).to.equal(404);
      expect((await w.carla.post('/payout-account/setups')).status).to.equal(403);
    });

    it('go on Wednesday by themselves; admins read so, and no bank is told', async () => {
      await choose(w.felix, 'open');
      await earn();
      const admin = plain((await w.ada.get('/admin/payouts/2026-12-02')).text);
      expect(admin).to.match(/1 payout, \$5\.87, goes through the payment provider by itself/);
      expect((await payout()).fileId ?? null).to.equal(null);
      expect(await send()).to.equal(1);
      const { id } = await payout();
      expect(await standing()).to.deep.equal({
        ...{ state: 'paid', words: `sandbox-payout:${id}`, available: 0, underWay: 0 },
      });
      await deliverSandboxEvents(heardFromPayments, now());
      expect([await send(), await told('payout.paid')]).to.deep.equal([0, 1]);
      expect(plain((await w.felix.get('/earnings')).text)).to.include('Paid out $5.87');
      const settled = await w.ada.post(`/admin/payouts/2026-12-02/${id}/settlement`, { state: 'paid', words: 'SEPA' });
      expect(settled.status).to.equal(409);
    });

    it('wait until a new account has rested', async () => {
      await earn();
      await choose(w.felix, 'open');
      expect([await send(), (await payout()).state]).to.deep.equal([0, 'waiting']);
      w.outside.clock.set('2026-12-04T11:59:59Z');
      expect(await send()).to.equal(0);
      w.outside.clock.set('2026-12-04T12:00:00Z');
      expect([await send(), (await payout()).state]).to.deep.equal([1, 'paid']);
    });

    it('that the account refuses are the freelancer’s again, and he reads why', async () => {
      await choose(w.felix, 'closed');
      await earn();
      await send();
      expect(await standing()).to.deep.equal({
        ...{ state: 'failed', words: 'This account was closed.', available: NET, underWay: 0 },
      });
      await deliverSandboxEvents(heardFromPayments, now());
      expect(await told('payout.failed')).to.equal(1);
    });

    it('that are taken back after they were paid are the freelancer’s again: by a transfer of their own, and told', async () => {
      await choose(w.felix, 'taken-back');
      await earn();
      await send();
      expect(await standing()).to.include({ state: 'paid', available: 0 });
      await deliverSandboxEvents(heardFromPayments, now());
      w.outside.clock.advance(60);
      await deliverSandboxEvents(heardFromPayments, now());
      expect(await standing()).to.deep.equal({
        ...{ state: 'failed', words: 'The transfer was taken back.', available: NET, underWay: 0 },
      });
      expect(await transfersOf('payout-taken-back', (await payout()).id)).to.have.length(1);
      expect(await told('payout.taken-back')).to.equal(1);
      const page = plain((await w.felix.get('/earnings')).text);
      expect(page)
        .to.include('Available $5.87')
        .and.to.include('Paid out $0.00')
        .and.to.include('A payout was taken back');
      // With the next Wednesday after the Monday to come.
      w.outside.clock.set('2026-12-09T12:00:00Z');
      await tickMoney(w, '2026-12-09T12:00:00Z');
      expect(await Payout.count({ where: { freelancerId: w.felix.id, state: 'waiting' } })).to.equal(1);
    });

    it('for which the platform’s balance is too low wait for it; by then they go to the account of then', async () => {
      await choose(w.felix, 'waits');
      await earn();
      await send();
      const { sendAttempt, accountId = null, nextSendAt } = await payout();
      expect([sendAttempt, accountId, nextSendAt?.toISOString()]).to.deep.equal([2, null, '2026-12-02T13:00:00.000Z']);
      expect(plain((await w.felix.get('/earnings')).text)).to.include('It is sent as soon as there is.');
      await keepPayoutAccount(BANK, w.felix, config.secret, now());
      w.outside.clock.set('2026-12-05T12:00:00Z');
      expect([await send(), (await payout()).state]).to.deep.equal([0, 'waiting']);
      await w.comeBack();
      expect((await w.ada.post('/admin/payouts/2026-12-02/files')).status).to.equal(303);
      expect((await payout()).fileId).to.be.above(0);
    });

    it('begun at the provider do not take the place of a bank’s account that was entered afterwards', async () => {
      const there = locationOf(await w.felix.post('/payout-account/setups'));
      await w.felix.post('/payout-account', { holder: 'Felix', kind: 'iban', iban: BANK.number });
      await w.felix.post(there, { sort: 'open' });
      w.outside.clock.advance(2 * 3600);
      await finishAccounts(w.outside.payments, now());
      expect(await PayoutAccount.count({ where: { currentFor: w.felix.id, providerAccount: null } })).to.equal(1);
    });

    it('begun there are finished without the browser’s coming back', async () => {
      const there = locationOf(await w.felix.post('/payout-account/setups'));
      await w.felix.post(there, { sort: 'open' });
      expect(plain((await w.felix.get('/payout-account')).text)).to.include('it is not ready yet');
      w.outside.clock.advance(2 * 3600);
      await finishAccounts(w.outside.payments, now());
      expect(await PayoutAccount.count({ where: { currentFor: w.felix.id, label: 'Open play account' } })).to.equal(1);
    });
  });

  describe('with Stripe', () => {
    let stripe: StripeDouble;
    let payments: Payments;
    const transfers = () => stripe.desk.all('transfers');
    const hear = async (type: string) => {
      // Each test has a Stripe of its own, which counts its events from 1.
      const event = stripe.event(type);
      const { body, signature } = stripe.webhook({ ...event, id: `${event.id}-${w.felix.id}` }, now());
      const headers = { 'stripe-signature': signature };
      for (const event of await payments.events(Buffer.from(body), headers, now()))
        await heardFromPayments(event, now());
    };

    beforeEach(async () => {
      stripe = await StripeDouble.open();
      payments = stripePayments(stripe.settings, w.outside.clock);
      const { account } = await payments.startAccount(
        { ...w.felix, account: null },
        'http://localhost/',
        'payout-account:0',
      );
      stripe.desk.onboard(account);
      await keepProviderAccount(account, 'DE •••• 3000 at Stripe', w.felix, now());
      await earn();
    });
    afterEach(() => stripe.close());

    it('are one transfer, by however many sends at once', async () => {
      await Promise.all(Array.from({ length: 30 }, () => sendPayouts(payments, now())));
      expect(transfers().map(({ amount }) => amount)).to.deep.equal([NET]);
      expect(await standing()).to.include({ state: 'paid', words: transfers()[0]!.id, underWay: 0 });
      expect(await told('payout.paid')).to.equal(1);
    });

    it('are one transfer when whoever has asked is killed before it can write it down', async () => {
      const killed: Payments = {
        ...payments,
        transfer: async transfer => {
          await payments.transfer(transfer);
          throw new Error('killed');
        },
      };
      await sendPayouts(killed, now()).catch(() => undefined);
      expect([transfers().length, (await payout()).state]).to.deep.equal([1, 'waiting']);
      expect(await sendPayouts(payments, now())).to.equal(0);
      stripe.forgetKeys();
      w.outside.clock.advance(601);
      expect(await sendPayouts(payments, now())).to.equal(1);
      expect([transfers().length, (await payout()).state]).to.deep.equal([1, 'paid']);
    });

    it('are paid once, whether the answer or the event comes first, or both at once', async () => {
      let go = (): void => undefined;
      stripe.hold = new Promise(resolve => (go = resolve));
      const asked = sendPayouts(payments, now());
      go();
      await asked;
      await Promise.all([hear('transfer.created'), hear('transfer.created')]);
      expect([transfers().length, await told('payout.paid')]).to.deep.equal([1, 1]);
      expect(await standing()).to.include({ state: 'paid', available: 0, underWay: 0 });
    });

    it('wait while our balance there is too low, and are sent though Stripe repeats its no for a day', async () => {
      stripe.desk.balance = NET - 1;
      await sendPayouts(payments, now());
      expect(await standing()).to.deep.include({ state: 'waiting', available: 0, underWay: NET });
      stripe.desk.balance = NET;
      w.outside.clock.advance(3600);
      await sendPayouts(payments, now());
      expect(await standing()).to.deep.include({ state: 'paid', words: transfers()[0]!.id });
      expect([stripe.desk.balance, transfers().length, await told('payout.failed')]).to.deep.equal([0, 1, 0]);
    });

    it('that were taken back come back once, however often and in whatever order it is told', async () => {
      await sendPayouts(payments, now());
      stripe.desk.takeBack(transfers()[0]!.id);
      await Promise.all([hear('transfer.reversed'), hear('transfer.reversed')]);
      await hear('transfer.created');
      expect(await standing()).to.include({ state: 'failed', available: NET, underWay: 0 });
      expect(await transfersOf('payout-taken-back', (await payout()).id)).to.have.length(1);
    });

    it('that were taken back before we heard that they were made were never paid', async () => {
      const deaf: Payments = {
        ...payments,
        transfer: async asked => (await payments.transfer(asked), Promise.reject(new Error('lost'))),
      };
      await sendPayouts(deaf, now()).catch(() => undefined);
      stripe.desk.takeBack(transfers()[0]!.id);
      await hear('transfer.reversed');
      await hear('transfer.created');
      expect(await standing()).to.include({ state: 'failed', available: NET, underWay: 0 });
      expect(await transfersOf('payout-failed', (await payout()).id)).to.have.length(1);
      expect(await told('payout.taken-back')).to.equal(0);
    });
  });
});
