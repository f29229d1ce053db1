/** A process that is told to end does not wait for a whole batch: every job stops between two items, and what is left comes due again. */
import { expect } from 'chai';
import { Bonus } from '../../src/billing/bonus-model.ts';
import { chargeBonus } from '../../src/billing/charge-bonuses.ts';
import { closeWeek } from '../../src/billing/close-week.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { MethodSetup } from '../../src/billing/payment-method-setup-model.ts';
import { startMethod } from '../../src/billing/payment-method-setup.ts';
import { startAccount } from '../../src/billing/payout-account-setup.ts';
import { PayoutAccountSetup } from '../../src/billing/payout-account-setup-model.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { Refund } from '../../src/billing/refund-model.ts';
import { rows, run, sequelize } from '../../src/db/sequelize.ts';
import { PictureToForget } from '../../src/diary/picture-to-forget-model.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import { newestRoot } from '../../src/evidence/root-rows.ts';
import { jobs } from '../../src/jobs/schedule.ts';
import { beginToEnd } from '../../src/kernel/ending.ts';
import { addMs, DAY, payoutDue, toSeconds } from '../../src/kernel/time.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { tell } from '../../src/notices/tell.ts';
import type { Outside } from '../../src/outside/outside.ts';
import { chooseSandboxAccount } from '../../src/outside/sandbox-accounts.ts';
import { chooseSandboxCard } from '../../src/outside/sandbox-setups.ts';
import { paysWith } from '../support/method.ts';
import { WEEK, WEEK_STARTS } from '../support/money.ts';
import { putBlock } from '../support/put-block.ts';
import { world, type World } from '../support/world.ts';

const BEGUN = '2026-11-17T07:00:00Z';
const WORKED = '2026-11-18T16:00:00Z';
const at = (iso: string): Date => new Date(iso);

/** The world, its contract that is billed, and another one whose weeks nobody has closed. */
type Pair = World & { invoice: Invoice; open: number };

async function pair(): Promise<Pair> {
  const w = await world({ now: BEGUN });
  const { id: open } = await w.activeContract({ title: 'Nobody closes its weeks' });
  const startedAt = toSeconds(at('2026-11-18T11:00:00Z'));
  for (const [place, contractId] of [w.contract.id, open].entries()) {
    const put = { contractId, freelancerId: w.felix.id, startedAt: startedAt + place * 600, code: null };
    await putBlock(put, at(WORKED));
  }
  await closeWeek(w.contract.id, WEEK_STARTS, at(WEEK.closed));
  const invoice = await Invoice.findOne({ where: { contractId: w.contract.id }, rejectOnEmpty: true });
  const words = 'This block shows no work on my shop at all.';
  const blocks = [startedAt];
  await openDispute(invoice.id, { blocks, reason: 'wrong-task', words }, w.carla, at(WEEK.closed));
  return { ...w, invoice, open };
}

/**
 * What a job does, with at least two items due to it.
 * @property when the job runs @property due makes them due @property batch how many are begun at once; one when absent
 */
type Walk = { when: string | (() => Promise<Date>); due?(pair: Pair, nth: number): Promise<unknown>; batch?: number };

const walks: Record<string, Walk> = {
  'deliver sandbox events': {
    when: BEGUN,
    due: (_, nth) =>
      run(`INSERT INTO sandbox_events (event_id, act_key, about, state, due_at) VALUES ($1, $2, 'charge', 'paid', 0)`, [
        `ending-${process.pid}-${nth}`,
        'nobodys:1',
      ]),
  },
  'finish payment methods': {
    when: BEGUN,
    async due({ outside, carla }) {
      const where = { clientId: carla.id };
      await startMethod(outside.payments, carla, id => `http://127.0.0.1/${id}`, at(BEGUN));
      const { session } = await MethodSetup.findOne({ where, rejectOnEmpty: true });
      await chooseSandboxCard(session!, 'pays');
      await MethodSetup.update({ heardAt: at(BEGUN) }, { where });
    },
  },
  'forget removed payment methods': {
    when: '2026-11-18T08:00:00Z',
    due: ({ carla }) => paysWith(carla.id, 'pays', at(BEGUN)),
  },
  'remove old pictures': { when: '2027-03-01T00:00:00Z' },
  'forget deleted pictures': {
    when: BEGUN,
    due: (_, nth) => PictureToForget.create({ storageKey: `1/ending-${process.pid}-${nth}.jpg`, forgetAt: 0 }),
  },
  'put contracts to sleep': { when: '2026-12-16T00:00:00Z' },
  'sign the evidence of the day': {
    when: async () => addMs(at(`${(await newestRoot())?.day ?? '2026-11-17'}T00:00:00Z`), 5 * DAY),
  },
  'tell clients what their week came to': { when: '2026-11-23T13:00:00Z' },
  'mail what people are told': {
    when: BEGUN,
    batch: 5,
    async due({ carla, felix, stan, ada, amir }) {
      for (const { id: to } of [carla, felix, stan, ada, amir])
        await tell('second-factor.removed', { to, contractId: null, facts: {}, now: at(BEGUN) });
    },
  },
  'close unanswered manual time': {
    when: WEEK.closed,
    due: ({ open: contractId, felix: { id: freelancerId } }) =>
      ManualRequest.create({
        ...{ contractId, freelancerId, from: WEEK_STARTS, to: WEEK_STARTS + 600, state: 'open' },
        ...{ description: 'A call', reason: 'Away from the desk', askedAt: WEEK_STARTS, answerBy: WEEK_STARTS + 1 },
      }),
  },
  // Of one contract at least there are two weeks.
  'close weeks': { when: '2026-11-30T12:01:00Z' },
  'charge clients': { when: WEEK.charged },
  'charge bonuses': {
    when: WEEK.charged,
    due: pair => bonusOf(pair, 1, at(WEEK.charged)),
  },
  'send refunds': {
    when: WEEK.charged,
    due: ({ contract: { id: contractId }, carla, felix }) =>
      Refund.create({
        ...{ contractId, clientId: carla.id, freelancerId: felix.id, source: 'balance', amount: 100, feeBack: 0 },
        ...{ words: 'Too much', madeAt: at(BEGUN), state: 'waiting', nextAskAt: at(WEEK.charged) },
      }),
  },
  'accept reviewed weeks': { when: WEEK.reviewed },
  'remind of disputes': {
    when: WEEK.charged,
    due: ({ contract: { id: contractId } }) =>
      Dispute.update({ remindAt: at(WEEK.charged) }, { where: { contractId } }),
  },
  'move disputes on': {
    when: WEEK.charged,
    due: ({ contract: { id: contractId } }) => Dispute.update({ nextAt: at(WEEK.charged) }, { where: { contractId } }),
  },
  'pay freelancers out': {
    when: WEEK.payday,
    due: async pair => chargeBonus(pair.outside.payments, await bonusOf(pair, 2, at(WEEK.charged)), at(WEEK.charged)),
  },
  'finish payout accounts': {
    when: '2026-11-18T08:00:00Z',
    async due({ outside, felix }) {
      const where = { freelancerId: felix.id };
      await startAccount(outside.payments, felix, id => `http://127.0.0.1/${id}`, at(BEGUN));
      const { account } = await PayoutAccountSetup.findOne({ where, rejectOnEmpty: true });
      await chooseSandboxAccount(account!, 'open');
    },
  },
  'send payouts': {
    when: '2026-12-09T12:00:00Z',
    due: ({ stan }) =>
      Payout.create({
        ...{ freelancerId: stan.id, wednesday: payoutDue(WEEK_STARTS), amount: 100, state: 'waiting' },
        ...{ madeAt: at(WEEK.payday), nextSendAt: at(WEEK.payday), sendAttempt: 1 },
      }),
  },
};

const bonusOf = ({ contract, carla, felix }: Pair, nth: number, at: Date): Promise<Bonus> =>
  Bonus.create({
    ...{ contractId: contract.id, nth, clientId: carla.id, freelancerId: felix.id, amount: 500, words: 'Well done' },
    ...{ givenAt: at, chargeState: 'due', chargeAttempt: 1, nextChargeAt: at },
  });

/** It has no items: each kind of what has expired goes at once. */
const WHOLE = ['forget expired sessions, links and attempts'];

describe('A process that is told to end in the middle of a job', () => {
  let pairs: Pair[];
  before(async () => {
    pairs = [await pair(), await pair()];
    // Letters of other tests are none of ours.
    await Notice.update({ mailDueAt: null }, { where: {} });
  });

  it('is in the middle of one of these', () => {
    expect([...Object.keys(walks), ...WHOLE].sort()).to.deep.equal(jobs.map(({ name }) => name).sort());
  });

  for (const [name, { when, due, batch = 1 }] of Object.entries(walks))
    it(`finishes what it has begun, and no more: ${name}`, async () => {
      for (const [nth, one] of pairs.entries()) await due?.(one, nth);
      const now = typeof when === 'string' ? at(when) : await when();
      // There was more than one item: the second time it is the next one's turn.
      for (const turn of ['first', 'second']) expect(await doneWhenTold(name, now), turn).to.equal(batch);
    });

  /** Tells the process to end as soon as the job has begun to change something, here or outside. @returns how many items were done */
  async function doneWhenTold(name: string, now: Date): Promise<number> {
    let goOn: (() => void) | null = null;
    const toldToEnd = (): void => {
      goOn ??= beginToEnd();
    };
    const { mail, storage, payments, ...rest } = pairs[0]!.outside;
    const outside: Outside = {
      ...rest,
      mail: { ...mail, send: letter => (toldToEnd(), mail.send(letter)) },
      storage: { ...storage, delete: key => (toldToEnd(), storage.delete(key)) },
      payments: { ...payments, forgetMethod: method => (toldToEnd(), payments.forgetMethod(method)) },
    };
    const begin = sequelize.transaction.bind(sequelize) as (...given: unknown[]) => unknown;
    // Whoever sends letters has a few in hand at a time.
    if (name !== 'mail what people are told')
      sequelize.transaction = ((...given: unknown[]) => (toldToEnd(), begin(...given))) as typeof sequelize.transaction;
    const before = await removedWeeks();
    try {
      const done = await jobs.find(job => job.name === name)!.run(outside, now);
      expect(goOn, 'told to end').to.be.a('function');
      // It counts pictures; its items are weeks.
      return name === 'remove old pictures' ? (await removedWeeks()) - before : done;
    } finally {
      Reflect.deleteProperty(sequelize, 'transaction');
      (goOn as (() => void) | null)?.();
    }
  }

  const removedWeeks = async (): Promise<number> => (await rows('SELECT week FROM removed_pictures', [])).length;
});
