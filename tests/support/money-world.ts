/** The same money twice: in the product, and on paper. Each act is done in both, and both must say the same. */
import { expect } from 'chai';
import { acceptReviewed, approveInvoice } from '../../src/billing/accept-invoice.ts';
import { appealClaim } from '../../src/billing/appeal-claim.ts';
import { balanceOf } from '../../src/billing/balances.ts';
import { Bonus } from '../../src/billing/bonus-model.ts';
import { chargeBonuses } from '../../src/billing/charge-bonuses.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { Claim } from '../../src/billing/claim-model.ts';
import { closeWeeks } from '../../src/billing/close-week.ts';
import { approveClaim, decideClaim, sendClaimBack } from '../../src/billing/decide-claim.ts';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { giveBonus } from '../../src/billing/give-bonus.ts';
import { bonusKey } from '../../src/billing/hear-of-bonus.ts';
import { chargeKey } from '../../src/billing/hear-of-charge.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { fund, type AccountKind } from '../../src/billing/ledger.ts';
import { payOut } from '../../src/billing/pay-out.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { Refund } from '../../src/billing/refund-model.ts';
import { sendRefunds } from '../../src/billing/send-refunds.ts';
import { payoutFailed, payoutPaid } from '../../src/billing/settle-payout.ts';
import { config } from '../../src/config.ts';
import { rows, run } from '../../src/db/sequelize.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { acceptDecision, appealDispute } from '../../src/disputes/appeal-dispute.ts';
import { approveRuling, decideAppeal, proposeRuling } from '../../src/disputes/decide-dispute.ts';
import { DisputeOffer } from '../../src/disputes/dispute-offer-model.ts';
import { moveDisputesOn } from '../../src/disputes/move-on.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import { acceptSplit, offerSplit } from '../../src/disputes/settle-by-split.ts';
import { withdrawDispute } from '../../src/disputes/withdraw-dispute.ts';
import { deleteBlocks } from '../../src/diary/delete-blocks.ts';
import { Refused } from '../../src/kernel/errors.ts';
import { cellOf, fromSeconds, weekCloses, weekOf } from '../../src/kernel/time.ts';
import { answerLateTime } from '../../src/manual-time/answer-late-time.ts';
import type { Charge, Payments } from '../../src/outside/payments.ts';
import type { Actor } from '../../src/policy/policy.ts';
import type { Case, Side } from './dispute-model.ts';
import { agree, payer, someone } from './money-cast.ts';
import { Books, type Agreement, type Answer, type Bill, type Gift, type Return, type Work } from './money-model.ts';
import { putBlock } from './put-block.ts';

const aboutClaims = ['decide', 'approve-claim', 'send-claim-back', 'appeal-claim'] as const;
type AboutClaim = (typeof aboutClaims)[number];
const isAboutClaim = (kind: string): kind is AboutClaim => aboutClaims.includes(kind as AboutClaim);
type Reported = ReturnType<Books['reports']>[number];

export const kinds = [
  ...['work', 'late-work', 'delete', 'answer-late', 'tick', 'days', 'approve', 'event', 'settle-payout'],
  ...['bonus', 'refund', 'claim', 'deposit', ...aboutClaims],
  ...['dispute', 'answer-dispute', 'rule', 'rule', 'offer', 'accept-offer', 'accept-decision', 'appeal', 'withdraw'],
] as const;
/** @property twice at once, where two can do it @property size whatever number the act needs */
export type Operation = { kind: (typeof kinds)[number]; pick: number; size: number; wait: number; twice: boolean };

const steps = ['answer-dispute', 'rule', 'offer', 'accept-offer', 'accept-decision', 'appeal', 'withdraw'] as const;
type Step = (typeof steps)[number];
const isStep = (kind: string): kind is Step => (steps as readonly string[]).includes(kind);
/** Does something in the product, twice at once where two can, and says what should come of it. */
type Both = (act: () => Promise<unknown>, onPaper: () => string) => Promise<void>;
const WORDS = 'These words are long enough to say something.';
const beforeTheEnd: Case['state'][] = ['open', 'contested', 'proposed', 'decided', 'appealed'];
/** Most are tried where they can be done. */
const waitsFor: Record<Step, Case['state'][]> = {
  ...{ 'answer-dispute': ['open'], rule: ['contested', 'proposed', 'appealed'], appeal: ['decided'] },
  ...{ 'accept-decision': ['decided'], offer: beforeTheEnd, 'accept-offer': beforeTheEnd, withdraw: beforeTheEnd },
};
const SOON = 4 * 3600 + 1;
const RULED = { freelancer: 'work-is-shown', client: 'work-is-not-shown', fund: 'our-mistake' } as const;

const DAY = 86_400;
const WEEK = 7 * DAY;
/** Monday 00:00 UTC. */
const START = Date.parse('2026-11-02T00:00:00Z') / 1000;
const RATES = [1, 3333, 9999, 900_000];
const LIMITS = [2 * 3600, 700, 40 * 3600, 1000];
const answers: Answer[] = ['paid', 'declined', 'pending', 'declined', 'unknown', 'declined', 'paid', 'declined'];

/** Three times the place of one answer, as {@link MoneyWorld} reads a script: three bits each. */
const [ALWAYS_PAID, ALWAYS_DECLINED] = [0o000, 0o111];

const outcomeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Refused) return error.code;
      throw error;
    },
  );
const one = <T>(of: readonly T[], pick: number, newest = 8): T | undefined =>
  of[of.length - 1 - (pick % Math.min(of.length || 1, newest))];

export class MoneyWorld {
  private readonly used = new Map<number, Set<number>>();
  private asked: { key: string; about: 'charge' | 'refund'; answer: Answer }[] = [];
  private script: number[] = [0];
  private eventNumber = 0;
  private lastLine = 0;
  private fundBefore = 0;

  readonly books: Books;
  private readonly people: Map<number, Actor>;
  private readonly freelancers: number[];
  private readonly ada: Actor;
  private readonly admins: Actor[];

  private constructor(books: Books, people: Actor[], freelancers: Actor[], admins: Actor[]) {
    this.books = books;
    this.people = new Map(people.map(person => [person.id, person]));
    this.freelancers = freelancers.map(({ id }) => id);
    this.admins = admins;
    this.ada = admins[0]!;
  }

  static async begin(): Promise<MoneyWorld> {
    await putAside();
    const now = fromSeconds(START);
    const clients = [await payer(now), await payer(now)];
    const freelancers = [await someone('freelancer', now), await someone('freelancer', now)];
    const admins = [await someone('admin', now), await someone('admin', now), await someone('admin', now)];
    const books = new Books(START + DAY, config.fees, await balanceOf(fund));
    const world = new MoneyWorld(books, [...clients, ...freelancers], freelancers, admins);
    for (const [place, rate] of RATES.entries()) {
      const [client, freelancer] = [clients[place % 2]!, freelancers[place >> 1]!];
      const limit = LIMITS[place]!;
      const { id } = await agree(client, freelancer, { rateCents: rate, weeklyLimitSeconds: limit }, now);
      const between = { id, client: client.id, freelancer: freelancer.id, rate, limit };
      books.agreements.push({ ...between, nextWeek: START, blocks: [], bonuses: [] });
    }
    const [last] = await rows<{ last: number | null }>('SELECT MAX(id) AS last FROM ledger_lines', []);
    world.lastLine = Number(last?.last ?? 0);
    world.fundBefore = await balanceOf(fund);
    return world;
  }

  private get now(): Date {
    return fromSeconds(this.books.now);
  }

  async do({ kind, pick, size, wait, twice }: Operation): Promise<void> {
    const { books } = this;
    // What people do about a dispute they do one after the other, within its deadlines.
    books.now += kind === 'dispute' || isStep(kind) ? wait % SOON : wait;
    const agreement = books.agreements[pick % books.agreements.length]!;
    const bill = one(books.bills, pick);
    const both: Both = async (act, onPaper) => {
      const outcomes = await Promise.all(twice ? [outcomeOf(act()), outcomeOf(act())] : [outcomeOf(act())]);
      expect(outcomes.sort(), kind).to.deep.equal(outcomes.map(onPaper).sort());
    };
    if (kind === 'work') return this.work(agreement, size, cellOf(books.now) - 600);
    if (kind === 'late-work') return this.work(agreement, size, weekOf(books.now) - WEEK + (size % 1008) * 600);
    if (kind === 'tick') return this.tick(size, twice && size % 4 === 0);
    if (kind === 'days') return this.days(pick, size);
    if (kind === 'event') return this.event(pick, size, twice);
    if (kind === 'answer-late') return this.answerLate(pick, size, twice);
    if (kind === 'bonus') return this.bonus(agreement, size, twice);
    if (kind === 'refund') return bill && this.refund(bill, size, twice);
    if (kind === 'dispute') return bill && this.dispute(this.inReview(pick, size) ?? bill, size, both);
    if (isStep(kind)) return this.stepOf(kind, pick, size, both);
    if (kind === 'delete') {
      const block = one(agreement.blocks, size, 30);
      const place = { id: agreement.id, freelancerId: agreement.freelancer };
      const by = this.people.get(agreement.freelancer)!;
      if (block)
        await both(
          () => deleteBlocks(by, place, [block.startedAt], this.now),
          () => books.remove(block),
        );
    } else if (kind === 'approve') {
      if (bill)
        await both(
          () => approveInvoice(bill.id, this.client(bill), this.now),
          () => books.approve(bill),
        );
    } else if (kind === 'settle-payout') {
      const payout = one(books.payouts, pick, 4);
      const [act, state] = size % 3 === 0 ? [payoutFailed, 'failed' as const] : [payoutPaid, 'paid' as const];
      if (payout)
        await both(
          () => act(payout.id, 'A word.', this.ada, this.now),
          () => books.settlePayout(payout, state),
        );
    } else if (kind === 'claim') {
      if (!bill) return;
      const by = this.people.get(bill.contract.freelancer)!;
      await both(
        () => fileClaim(bill.id, WORDS, by, this.now),
        () => books.report(bill),
      );
      const claim = await Claim.findOne({ where: { invoiceId: bill.id } });
      if (bill.claim && claim) bill.claim.id = claim.id;
    } else if (isAboutClaim(kind)) {
      const report = one(books.reports(), pick, 4);
      if (report) await this.judge(kind, report, size, both);
    } else {
      const deposit = {
        amount: 1 + (size % 500_000),
        reason: 'For claims to come',
        nth: (await FundDeposit.count()) + 1,
      };
      await depositToFund(deposit, this.ada, this.now);
      books.deposits += deposit.amount;
    }
  }

  private client = ({ contract }: Bill): Actor => this.people.get(contract.client)!;

  private async work(contract: Agreement, size: number, startedAt: number): Promise<void> {
    const { id: contractId, freelancer: freelancerId } = contract;
    const used = this.used.get(freelancerId) ?? new Set();
    this.used.set(freelancerId, used.add(0));
    if (used.has(startedAt) || startedAt < START || startedAt + 600 > this.books.now) return;
    used.add(startedAt);
    const [seconds, code, vague] = [1 + (size % 600), size % 2 === 0 ? 'SHOP-1' : null, size % 7 === 0];
    const reasons = await putBlock({ contractId, freelancerId, startedAt, seconds, code, vague }, this.now);
    const sound = reasons.every(reason => reason === 'over-weekly-limit');
    const late = this.books.now >= weekCloses(startedAt);
    const fresh = { over: 0, deleted: false, answer: null, receivedAt: this.books.now };
    this.books.work({ contract, startedAt, seconds, code, sound, late, ...fresh });
  }

  private async answerLate(pick: number, size: number, twice: boolean): Promise<void> {
    const { books } = this;
    const late = books.agreements.flatMap(({ blocks }) => blocks.filter(block => block.late && block.answer === null));
    const block = one(late, pick);
    if (!block) return;
    const { contract } = block;
    const week = weekOf(block.startedAt);
    const all = { from: week, to: week + WEEK };
    const accepted =
      size % 4 === 0 ? [] : size % 4 === 1 ? [{ from: block.startedAt, to: block.startedAt + 1 }] : [all];
    const isYes = (other: Work): boolean =>
      accepted.some(({ from, to }) => other.startedAt < to && other.startedAt + other.seconds > from);
    const place = { id: contract.id, freelancerId: contract.freelancer, title: 'Online shop' };
    const by = this.people.get(contract.client)!;
    const act = () => outcomeOf(answerLateTime(place, week, { accepted, shown: all }, by, this.now));
    const outcomes = await Promise.all(twice ? [act(), act()] : [act()]);
    expect(outcomes.sort()).to.deep.equal(outcomes.map(() => books.answerLate(contract, week, isYes)).sort());
  }

  private async bonus(contract: Agreement, size: number, twice: boolean): Promise<void> {
    // Now and then one that reaches the fee's second rate.
    const most = size % 4 === 0 ? 2_000_000 : 60_000;
    const given = { amount: 100 + (size % most), words: 'For the launch', nth: contract.bonuses.length + 1 };
    const act = () => giveBonus(contract.id, given, this.now);
    const [{ id }] = (await Promise.all(twice ? [act(), act()] : [act()])) as [Bonus];
    this.books.give(contract, { id, amount: given.amount, nth: given.nth });
  }

  private async refund(bill: Bill, size: number, twice: boolean): Promise<void> {
    const amount =
      1 + (size % 5 === 0 ? Math.max(0, this.books.due(bill) + this.books.escrow(bill) - 1) : size % (bill.amount + 2));
    const wish = { amount, words: 'A part was not needed', nth: bill.refunds + 1 };
    const by = this.people.get(bill.contract.freelancer)!;
    const act = () => outcomeOf(refundInvoice(bill.id, wish, by, this.now));
    const outcomes = await Promise.all(twice ? [act(), act()] : [act()]);
    const expected = this.books.refund(bill, amount);
    expect(outcomes).to.deep.equal(outcomes.map(() => expected));
  }

  // -- disputes

  /** Most disputes are about weeks that can be disputed. */
  private inReview(pick: number, size: number): Bill | undefined {
    const open = this.books.bills.filter(({ acceptedAt }) => acceptedAt === null);
    return size % 8 === 0 ? undefined : one(open, pick);
  }

  private async dispute(bill: Bill, size: number, both: Both): Promise<void> {
    const all = [...bill.costs.keys()];
    const some = all.filter((_, place) => (place + size) % 3 === 0);
    const blocks = some.length > 0 ? some : all;
    const opening = { blocks, reason: 'wrong-task' as const, words: WORDS };
    let id = 0;
    await both(
      async () => (id = (await openDispute(bill.id, opening, this.client(bill), this.now)).id),
      () => this.books.dispute(bill, blocks, () => id),
    );
  }

  private async stepOf(kind: Step, pick: number, size: number, both: Both): Promise<void> {
    const { books, now } = this;
    const waiting = books.cases().filter(({ state }) => waitsFor[kind].includes(state));
    const chosen = one(size % 9 === 0 ? books.cases() : waiting, pick, 6);
    if (!chosen) return;
    const { id, bill } = chosen;
    const [side, by] =
      size % 2 === 0
        ? (['client', this.client(bill)] as const)
        : (['freelancer', this.people.get(bill.contract.freelancer)!] as const);
    const [client, freelancer] = [this.client(bill), this.people.get(bill.contract.freelancer)!];
    if (kind === 'answer-dispute') {
      const accepted = [...chosen.blocks.keys()].filter((_, place) => (place + size) % 4 === 0 || size % 7 === 0);
      await both(
        () => answerDispute(id, { accepted, words: WORDS }, freelancer, now),
        () => books.answerDispute(chosen, start => accepted.includes(start)),
      );
    } else if (kind === 'rule') {
      await this.rule(chosen, size, both);
    } else if (kind === 'offer') {
      const amount = size % (chosen.held + 2);
      await both(
        () => offerSplit(id, { amount, words: '' }, by, now),
        () => books.offer(chosen, side, amount),
      );
    } else if (kind === 'accept-offer') {
      const newest = await DisputeOffer.findOne({ where: { disputeId: id }, order: [['id', 'DESC']] });
      if (newest)
        await both(
          () => acceptSplit(id, newest.id, by, now),
          () => books.acceptOffer(chosen, side),
        );
    } else if (kind === 'accept-decision') {
      await both(
        () => acceptDecision(id, by, now),
        () => books.acceptDecision(chosen, side),
      );
    } else if (kind === 'appeal') {
      await both(
        () => appealDispute(id, WORDS, by, now),
        () => books.appeal(chosen, side),
      );
    } else {
      await both(
        () => withdrawDispute(id, client, now),
        () => books.withdraw(chosen),
      );
    }
  }

  /** As with disputes: the first admin decides or proposes, the second approves, the third decides appeals. */
  private async judge(kind: AboutClaim, { bill, claim }: Reported, size: number, both: Both): Promise<void> {
    const { books, now } = this;
    const [first, second, third] = this.admins;
    const pay = size % 4 !== 0;
    const ruling = { pay, code: pay ? ('blocks-in-order' as const) : ('not-in-order' as const), reason: WORDS };
    const freelancer = this.people.get(bill.contract.freelancer)!;
    const acts = {
      decide: [
        () => decideClaim(claim.id, ruling, claim.appealed ? third! : first!, now),
        () => books.decide(bill, claim, pay, config.twoAdminsFrom),
      ],
      'approve-claim': [() => approveClaim(claim.id, second!, now), () => books.approveDecision(bill, claim)],
      'send-claim-back': [() => sendClaimBack(claim.id, WORDS, second!, now), () => books.sendDecisionBack(claim)],
      'appeal-claim': [() => appealClaim(claim.id, WORDS, freelancer, now), () => books.appealClaim(bill, claim)],
    } as const;
    const [act, onPaper] = acts[kind];
    await both(act, onPaper);
  }

  /** The first admin proposes, the second approves, the third decides appeals. */
  private async rule(chosen: Case, size: number, both: Both): Promise<void> {
    const { id, state } = chosen;
    const sides: Side[] = ['freelancer', 'client', 'fund'];
    const sideOf = (start: number): Side => sides[(size + start / 600) % (size % 3 === 0 ? 2 : 3)]!;
    const starts = [...chosen.blocks].filter(([, { accepted }]) => !accepted).map(([start]) => start);
    const rulings = sides
      .map(to => ({ to, reason: RULED[to], words: WORDS, blocks: starts.filter(start => sideOf(start) === to) }))
      .filter(({ blocks }) => blocks.length > 0);
    const [first, second, third] = this.admins;
    const step = state === 'proposed' ? 'approve' : state === 'appealed' ? 'decide-appeal' : 'propose';
    const act = {
      propose: () => proposeRuling(id, rulings, first!, this.now),
      approve: () => approveRuling(id, second!, this.now),
      'decide-appeal': () => decideAppeal(id, rulings, third!, this.now),
    }[step];
    await both(act, () => this.books.ruleOn(chosen, step, sideOf, config.twoAdminsFrom));
  }

  // -- the provider

  private payments(): Payments {
    const answer = (about: 'charge' | 'refund', key: string): Answer => {
      const given = answers[this.script[this.asked.length % this.script.length]! % answers.length]!;
      this.asked.push({ key, about, answer: given });
      if (given === 'unknown') throw new Error('no answer');
      return given;
    };
    const charge = ({ key }: Charge) => {
      const state = answer('charge', key) as Exclude<Answer, 'unknown'>;
      return Promise.resolve(state === 'declined' ? { state, reason: 'No.' } : { state, reference: `ref-${key}` });
    };
    const refund = ({ key }: { key: string }) => {
      const state = answer('refund', key) as Exclude<Answer, 'unknown'>;
      if (state === 'declined') return Promise.resolve({ state, reason: 'No.' });
      return Promise.resolve({ state: state === 'paid' ? ('refunded' as const) : state, reference: `ref-${key}` });
    };
    return {
      charge: async (asked: Charge) => charge(asked),
      refund: async (asked: { key: string }) => refund(asked),
    } as unknown as Payments;
  }

  /** A week or so in which the provider says the same to everything: only so do three charges in a row fail. */
  private async days(pick: number, size: number): Promise<void> {
    const script = [ALWAYS_PAID, ALWAYS_DECLINED, ALWAYS_DECLINED, size][pick % 4]!;
    for (let day = 0; day <= size % 9; day += 1) {
      this.books.now += DAY;
      await this.tick(script, false);
    }
  }

  private async tick(size: number, twice: boolean): Promise<void> {
    const { books, now } = this;
    for (let time = 0; time < (twice ? 2 : 1); time += 1) {
      this.script = [size, size >> 3, size >> 6];
      await closeWeeks(now);
      const numbers = await Invoice.findAll({
        where: { contractId: books.agreements.map(({ id }) => id) },
        attributes: ['id', 'contractId', 'week'],
      });
      books.close(
        (contract, week) => numbers.find(one => one.contractId === contract && Number(one.week) === week)?.id,
      );
      await this.asking(
        () => chargeInvoices(this.payments(), now),
        () => this.hearAll(books.bills, one => chargeKey(one.id, one.attempt)),
      );
      await this.asking(
        () => chargeBonuses(this.payments(), now),
        () => this.hearAll(books.gifts(), one => bonusKey(one.id, one.attempt)),
      );
      await this.nameReturns();
      await this.asking(
        () => sendRefunds(this.payments(), now),
        () => this.returnAll(),
      );
      await acceptReviewed(now);
      books.acceptReviewed();
      // It says so when the fund has too little, and goes on with the others.
      const failed = await moveDisputesOn(now).then(
        () => false,
        (error: unknown) => error instanceof AggregateError,
      );
      expect(failed, 'too little in the fund').to.equal(books.moveDisputesOn());
      await payOut(now);
      const made = await Payout.findAll({
        where: { freelancerId: this.freelancers },
        attributes: ['id', 'freelancerId', 'wednesday'],
      });
      books.payOut(
        this.freelancers,
        (freelancer, at) => made.find(one => one.freelancerId === freelancer && Number(one.wednesday) === at)?.id,
      );
    }
  }

  /** A job asks the provider; what it was asked is then done on paper, in the same order. */
  private async asking(job: () => Promise<unknown>, onPaper: () => void): Promise<void> {
    this.asked = [];
    await job().catch((error: unknown) => {
      if (!this.asked.some(({ answer }) => answer === 'unknown')) throw error;
    });
    onPaper();
  }

  private hearAll<One extends Bill | Gift>(charged: readonly One[], keyOf: (one: One) => string): void {
    const answers = [...this.asked];
    for (const one of this.books.dueNow(charged)) {
      const attempt = this.books.ask(one, keyOf(one));
      if (!attempt) continue;
      const { key, answer } = answers.shift()!;
      expect(key).to.equal(attempt.key);
      this.books.hear(one, numberIn(key), answer);
    }
    expect(answers).to.deep.equal([]);
  }

  /** Refunds are called by numbers that the database gave: the same of each client, in the same order. */
  private async nameReturns(): Promise<void> {
    for (const client of new Set(this.books.returns.map(one => one.client))) {
      const known = this.books.returns.filter(one => one.client === client);
      if (known.every(({ key }) => key !== '')) continue;
      const made = await Refund.findAll({ where: { clientId: client }, order: ['id'] });
      const back = made.filter(({ source }) => source !== 'due');
      expect(back.map(({ amount }) => Number(amount))).to.deep.equal(known.map(({ amount }) => amount));
      back.forEach(({ id }, place) => (known[place]!.key = `refund:${id}`));
    }
  }

  private returnAll(): void {
    const due = this.books.returns.filter(({ nextAt }) => nextAt !== null && nextAt <= this.books.now);
    const sent = due.filter(isSent);
    expect(this.asked.map(({ key }) => key).sort()).to.deep.equal(sent.map(({ key }) => key).sort());
    for (const back of due) {
      const answer = !isSent(back) ? 'declined' : this.asked.find(({ key }) => key === back.key)!.answer;
      back.nextAt = this.books.now + 600;
      this.hearOfReturn(back.key, answer);
    }
  }

  private hearOfReturn(key: string, answer: Answer): void {
    const back = this.books.returns.find(one => one.key === key)!;
    if (answer === 'unknown' || back.state === 'refunded' || (back.state === 'declined' && answer !== 'paid')) return;
    back.state = answer === 'paid' ? 'refunded' : answer;
    back.nextAt = answer === 'pending' ? this.books.now + 3600 : null;
  }

  /** The provider says something again, late, or other than it answered. */
  private async event(pick: number, size: number, twice: boolean): Promise<void> {
    const charged = [...this.books.bills, ...this.books.gifts()];
    const attempts = charged.flatMap(one => [...one.attempts.values()].map(({ key }) => ({ key, one })));
    const returns = this.books.returns.filter(back => back.key !== '' && isSent(back));
    const chosen = size % 5 === 0 ? one(returns, pick) : one(attempts, pick, 12);
    if (!chosen) return;
    const { key } = chosen;
    const state = size % 3 === 0 ? 'declined' : 'paid';
    const event = {
      id: `model-${this.lastLine}-${(this.eventNumber += 1)}`,
      key,
      state,
      reference: `ref-${key}`,
    } as const;
    const about = 'one' in chosen ? 'charge' : 'refund';
    const hear = () => heardFromPayments({ ...event, about }, this.now);
    const heard = await Promise.all(twice ? [hear(), hear()] : [hear()]);
    expect(heard.sort()).to.deep.equal(twice ? ['handled', 'known'] : ['handled']);
    if ('one' in chosen) this.books.hear(chosen.one, numberIn(key), state);
    else this.hearOfReturn(key, state);
  }

  // -- what both say

  /** Every account that these people and their invoices have a line in, and the platform's own. */
  async compareAccounts(): Promise<void> {
    const { books } = this;
    const found = await rows<{ kind: AccountKind; owner: number; balance: number | string }>(
      `SELECT account_kind AS kind, account_owner_id AS owner, SUM(amount_cents) AS balance FROM ledger_lines
       WHERE id > $1 GROUP BY account_kind, account_owner_id`,
      [this.lastLine],
    );
    const written = found.map(({ kind, owner, balance }): [string, number] => [`${kind}:${owner}`, Number(balance)]);
    const onPaper: [string, number][] = [
      ...[...this.people.keys()].flatMap((id): [string, number][] => [
        [`client:${id}`, books.client(id)],
        [`freelancer:${id}`, books.freelancer(id)],
        [`payouts:${id}`, books.underWay(id)],
      ]),
      ...books.bills.flatMap((bill): [string, number][] => [
        [`due:${bill.id}`, books.due(bill)],
        [`escrow:${bill.id}`, books.escrow(bill)],
      ]),
      ['fund:0', books.fund() - this.fundBefore],
      ['fees:0', books.fees()],
      ['outside:0', books.outside()],
    ];
    const notEmpty = (accounts: [string, number][]) =>
      Object.fromEntries(accounts.filter(([, balance]) => balance !== 0));
    expect(notEmpty(written)).to.deep.equal(notEmpty(onPaper));
  }

  async compareEverything(): Promise<void> {
    await this.compareAccounts();
    await this.compareInvoices();
    await this.replay();
  }

  private async compareInvoices(): Promise<void> {
    const contractId = this.books.agreements.map(({ id }) => id);
    const written = await Invoice.findAll({ where: { contractId }, order: ['id'] });
    const bills = [...this.books.bills].sort((a, b) => a.id - b.id);
    expect(written.map(shownOf)).to.deep.equal(
      bills.map(({ id, week, amount, state, attempt, acceptedAt, released, protectedAmount }) => ({
        ...{ id, week, amount, protectedAmount, state, attempt, accepted: acceptedAt !== null },
        released: released?.amount ?? null,
      })),
    );
    const billed = await rows<{ invoice: number; started_at: number; seconds: number }>(
      `SELECT l.invoice_id AS invoice, b.started_at, b.seconds FROM invoiced_blocks b JOIN invoice_lines l ON l.id = b.line_id
       WHERE b.freelancer_id IN ($1, $2) ORDER BY l.invoice_id, b.started_at`,
      this.freelancers,
    );
    const onPaper = bills.flatMap(({ id, blocks }) =>
      [...blocks].sort(([a], [b]) => a - b).map(block => [id, ...block]),
    );
    expect(billed.map(row => [row.invoice, Number(row.started_at), row.seconds].map(Number))).to.deep.equal(onPaper);
  }

  /** Transfer by transfer from the first on: nothing is created, nothing owed that may not be, and it ends where the invoices are. */
  private async replay(): Promise<void> {
    type Line = { transfer: number; kind: AccountKind; owner: number; amount: number };
    const lines = await rows<Line>(
      `SELECT transfer_id AS transfer, account_kind AS kind, account_owner_id AS owner, amount_cents AS amount FROM ledger_lines
       WHERE id > $1 ORDER BY id`,
      [this.lastLine],
    );
    const accounts = new Map([['fund:0', this.fundBefore]]);
    let [transfer, open] = [0, 0];
    for (const { transfer: id, kind, owner, amount } of lines) {
      if (id !== transfer) expect(open, `transfer ${transfer}`).to.equal(0);
      transfer = id;
      open += Number(amount);
      const now = (accounts.get(`${kind}:${owner}`) ?? 0) + Number(amount);
      accounts.set(`${kind}:${owner}`, now);
      if (!['client', 'fees', 'outside'].includes(kind)) expect(now, `${kind}:${owner}`).to.be.at.least(0);
    }
    expect(open).to.equal(0);
    for (const { id, state, released, amount } of this.books.bills) {
      const of = (kind: AccountKind): number => accounts.get(`${kind}:${id}`) ?? 0;
      if (amount > 0) expect(state === 'paid', `invoice ${id}`).to.equal(of('due') === 0);
      if (released) expect(of('escrow')).to.equal(this.books.held(this.books.bills.find(bill => bill.id === id)!));
    }
  }
}

const numberIn = (key: string): number => Number(key.split(':')[2]);
/** More than the card has paid does not go back to it. */
const isSent = ({ charge, amount }: Return): boolean => charge !== null && amount <= charge.amount;
const shownOf = (invoice: Invoice) => ({
  ...{ id: invoice.id, week: Number(invoice.week), amount: Number(invoice.amount) },
  protectedAmount: Number(invoice.protectedAmount),
  ...{ state: invoice.chargeState, attempt: invoice.chargeAttempt, accepted: invoice.acceptedAt !== null },
  released: invoice.releasedCents == null ? null : Number(invoice.releasedCents),
});

/** What other tests left open is not the business of these jobs. */
export async function putAside(): Promise<void> {
  await run('UPDATE contracts SET next_week = NULL', []);
  await run(
    'UPDATE invoices SET next_charge_at = NULL, accepted_at = COALESCE(accepted_at, issued_at), payout_id = COALESCE(payout_id, 0)',
    [],
  );
  await run('UPDATE bonuses SET next_charge_at = NULL, payout_id = COALESCE(payout_id, 0)', []);
  await run('UPDATE claims SET payout_id = COALESCE(payout_id, 0)', []);
  await run('UPDATE refunds SET next_ask_at = NULL', []);
  await run('UPDATE disputes SET next_at = NULL, payout_id = COALESCE(payout_id, 0)', []);
}
