/**
 * Money as one would keep it on paper: what happened to each week, and what is in an account follows by addition. It knows no ledger,
 * no database and no order of transfers. Seconds since 1970, whole cents.
 */
import { creditFor } from '../../src/billing/credit.ts';
import { feeFor, fundPartOf, type FeeRates } from '../../src/billing/fee.ts';
import { givenBackOf, partsOf, sumOver, type Case, type Parts, type Side } from './dispute-model.ts';
import { APPEAL_HOURS } from '../../src/disputes/deadline.ts';
import { amountsFor, shareOut } from '../../src/kernel/money.ts';
import { reviewEnds, weekCloses, weekEnd, weekOf } from '../../src/kernel/time.ts';
import { answerBy } from '../../src/manual-time/manual-request.ts';

const WEEK = 7 * 86_400;
export type Answer = 'paid' | 'declined' | 'pending' | 'unknown';
export type Work = {
  contract: Agreement;
  startedAt: number;
  seconds: number;
  code: string | null;
  late: boolean;
  receivedAt: number;
  /** Whether anything but the weekly limit speaks against its protection. */
  sound: boolean;
  over: number;
  deleted: boolean;
  answer: { yes: boolean; at: number } | null;
};
export type Agreement = {
  id: number;
  client: number;
  freelancer: number;
  rate: number;
  limit: number;
  nextWeek: number;
  blocks: Work[];
  bonuses: Gift[];
};
/** `credit`: set aside by it, beside the amount. */
type Attempt = { key: string; amount: number; credit: number; state: 'asked' | Exclude<Answer, 'unknown'> };
type Charged = {
  contract: Agreement;
  amount: number;
  state: 'due' | 'pending' | 'failed' | 'paid';
  attempt: number;
  attempts: Map<number, Attempt>;
  nextAt: number | null;
};
export type Gift = Charged & { id: number; nth: number; fee: number };
export type Bill = Charged & {
  id: number;
  week: number;
  blocks: Map<number, number>;
  protectedAmount: number;
  acceptedAt: number | null;
  /** What each block costs, and whether it is protected. */
  costs: Map<number, { amount: number; protected: boolean }>;
  disputes: Case[];
  /** Each release has a fee of its own, of which the fund gets its part. */
  released: { amount: number; fee: number; fees: number[] } | null;
  settled: number;
  forgiven: number;
  /** What of it counts as for protected blocks. */
  letOff: number;
  fromEscrow: number;
  back: { amount: number; fee: number };
  refunds: number;
  claim: Report | null;
};
export type Report = {
  id: number;
  state: 'filed' | 'paid' | 'refused' | 'settled';
  amount: number;
  fee: number;
  recovered: boolean;
  /** What a first admin proposes to a second: whether the fund pays. */
  proposed: boolean | null;
  decidedAt: number | null;
  appealed: boolean;
};
export type Return = {
  key: string;
  client: number;
  amount: number;
  charge: Attempt | null;
  state: string;
  nextAt: number | null;
};
export type Wednesday = {
  id: number;
  freelancer: number;
  at: number;
  amount: number;
  state: 'waiting' | 'paid' | 'failed';
};
type Flow = { freelancer: number; amount: number; at: number };
/** Earned money that a payout takes along. */
type Source = { freelancer: number; since: number; payout: Wednesday | null };

const sum = <T>(things: Iterable<T>, of: (thing: T) => number): number =>
  [...things].reduce((total, thing) => total + of(thing), 0);

export class Books {
  now: number;
  readonly agreements: Agreement[] = [];
  readonly bills: Bill[] = [];
  readonly returns: Return[] = [];
  readonly payouts: Wednesday[] = [];
  private readonly income: Flow[] = [];
  private readonly spent: Flow[] = [];
  private readonly sources: (Source & { of: object })[] = [];
  deposits = 0;

  private readonly rates: FeeRates;
  private readonly fundBefore: number;

  constructor(now: number, rates: FeeRates, fundBefore: number) {
    this.now = now;
    this.rates = rates;
    this.fundBefore = fundBefore;
  }

  // -- what is in the accounts

  due = ({ amount, forgiven, settled }: Bill): number => amount - forgiven - settled;
  escrow = (bill: Bill): number =>
    bill.settled - bill.fromEscrow - (bill.claim?.recovered ? bill.claim.amount : 0) - (bill.released?.amount ?? 0);

  client(id: number): number {
    const bills = this.bills.filter(({ contract }) => contract.client === id);
    const gifts = this.gifts().filter(({ contract }) => contract.client === id);
    return (
      sum(bills, bill => paidFor(bill) - bill.amount + bill.forgiven + bill.fromEscrow + bill.back.amount) +
      sum(gifts, gift => paidFor(gift) - (gift.state === 'paid' ? gift.amount : 0)) -
      sum(this.returns, back => (back.client === id && back.state === 'refunded' ? back.amount : 0))
    );
  }

  /** What the client has beyond what is owed, going back to a card, or set aside. */
  private credit(id: number): number {
    const bills = this.bills.filter(({ contract }) => contract.client === id);
    const isOpen = ({ state }: { state: string }): boolean => state === 'waiting' || state === 'pending';
    const goingBack = this.returns.filter(back => back.client === id && isOpen(back));
    const underWay = bills.flatMap(({ state, attempts }) => (state === 'paid' ? [] : [...attempts.values()]));
    const setAside = sum(underWay, ({ state, credit }) => (state === 'asked' || state === 'pending' ? credit : 0));
    return this.client(id) + sum(bills, this.due) - sum(goingBack, ({ amount }) => amount) - setAside;
  }

  freelancer(id: number): number {
    const mine = ({ freelancer }: Flow): boolean => freelancer === id;
    return sum(this.income.filter(mine), flow => flow.amount) - sum(this.spent.filter(mine), flow => flow.amount);
  }

  underWay = (id: number): number =>
    sum(this.payouts, payout => (payout.freelancer === id && payout.state === 'waiting' ? payout.amount : 0));

  fund(): number {
    return (
      this.fundBefore + this.deposits + sum(this.feesTaken(), fee => fundPartOf(fee, this.rates)) + this.fromClaims()
    );
  }
  fees = (): number =>
    sum(this.feesTaken(), fee => fee - fundPartOf(fee, this.rates)) - sum(this.bills, ({ back }) => back.fee);
  outside = (): number =>
    sum(this.returns, ({ state, amount }) => (state === 'refunded' ? amount : 0)) +
    sum(this.payouts, ({ state, amount }) => (state === 'paid' ? amount : 0)) -
    sum([...this.bills, ...this.gifts()], paidFor) -
    this.deposits;

  private feesTaken = (): number[] => [
    ...this.bills.flatMap(({ released, claim }) => [...(released?.fees ?? []), claim?.recovered ? claim.fee : 0]),
    ...this.gifts().map(({ fee }) => fee),
  ];
  /** What the fund has paid and not got back. */
  private fromClaims = (): number =>
    sum(this.cases(), ({ fromFund }) => fromFund.fee - fromFund.amount) +
    sum(this.reports(), ({ claim }) => (claim.state === 'paid' && !claim.recovered ? claim.fee - claim.amount : 0));

  cases = (): Case[] => this.bills.flatMap(({ disputes }) => disputes);
  held = ({ disputes }: Bill): number => sum(disputes, one => one.held);
  private heldProtected = ({ disputes }: Bill): number => sum(disputes, one => one.heldProtected);

  gifts = (): Gift[] => this.agreements.flatMap(({ bonuses }) => bonuses);
  reports = (): { bill: Bill; claim: Report }[] =>
    this.bills.flatMap(bill => (bill.claim ? [{ bill, claim: bill.claim }] : []));

  private earned({ client, freelancer }: Agreement): number {
    const bills = this.bills.filter(({ contract }) => contract.client === client && contract.freelancer === freelancer);
    const gifts = this.gifts().filter(
      ({ contract }) => contract.client === client && contract.freelancer === freelancer,
    );
    return (
      sum(
        bills,
        ({ released, claim, back, disputes }) =>
          (released?.amount ?? 0) +
          (claim?.state === 'paid' ? claim.amount : 0) +
          sum(disputes, ({ fromFund }) => fromFund.amount) -
          back.amount,
      ) + sum(gifts, gift => (gift.state === 'paid' ? gift.amount : 0))
    );
  }
  private feeOf = (contract: Agreement, amount: number): number => feeFor(this.earned(contract), amount, this.rates);

  private earn(of: object, { freelancer }: Agreement, amount: number): void {
    this.income.push({ freelancer, amount, at: this.now });
    this.sources.push({ of, freelancer, since: this.now, payout: null });
  }

  // -- work

  work(block: Work): void {
    block.contract.blocks.push(block);
    const week = weekOf(block.startedAt);
    if (week >= block.contract.nextWeek) return this.settleWeek(block.contract, week);
    const others = this.live(block.contract, week).filter(other => other !== block);
    const left = Math.max(0, block.contract.limit - sum(others, other => other.seconds - other.over));
    block.over = Math.max(0, block.seconds - left);
  }

  private live = ({ blocks }: Agreement, week: number): Work[] =>
    blocks.filter(block => !block.deleted && weekOf(block.startedAt) === week);

  private settleWeek(contract: Agreement, week: number): void {
    let left = contract.limit;
    const order = (block: Work): number => (block.late ? WEEK : 0) + block.startedAt - week;
    for (const block of this.live(contract, week).sort((a, b) => order(a) - order(b))) {
      block.over = Math.max(0, block.seconds - left);
      left -= block.seconds - block.over;
    }
  }

  remove(block: Work): string {
    if (block.deleted) return 'already-deleted';
    if (this.now >= weekCloses(block.startedAt)) return 'week-closed';
    block.deleted = true;
    this.settleWeek(block.contract, weekOf(block.startedAt));
    return 'done';
  }

  answerLate(contract: Agreement, week: number, isYes: (block: Work) => boolean): string {
    const open = this.live(contract, week).filter(
      block => block.late && block.answer === null && this.now < answerBy(block.receivedAt),
    );
    for (const block of open) block.answer = { yes: isYes(block), at: this.now };
    return open.length > 0 ? 'done' : 'nothing-to-answer';
  }

  // -- the cycle

  /** @param numberOf the number an invoice got; how many there are and what they say is not its business */
  close(numberOf: (contract: number, week: number) => number | undefined): void {
    for (const contract of this.agreements)
      for (; this.now >= weekCloses(contract.nextWeek) + 60; contract.nextWeek += WEEK) {
        const week = contract.nextWeek;
        const billed = contract.blocks.filter(
          block => !block.deleted && billedIn(block) === week && block.seconds > block.over,
        );
        if (billed.length > 0) this.bills.push(this.bill(contract, week, billed, numberOf(contract.id, week) ?? 0));
      }
  }

  private bill(contract: Agreement, week: number, billed: Work[], id: number): Bill {
    const blocks = new Map<number, number>();
    const costs: Bill['costs'] = new Map();
    let [amount, protectedAmount] = [0, 0];
    // A contract has one rate here: its seconds are rounded once, shared out over codes, and then over each code's blocks.
    const codes = [...new Set(billed.map(block => block.code))].map(code =>
      billed.filter(block => block.code === code),
    );
    const secondsOf = (line: Work[]) => sum(line, block => block.seconds - block.over);
    const shares = amountsFor(codes.map(secondsOf), contract.rate);
    codes.forEach((line, code) => {
      const sorted = [...line].sort((a, b) => a.startedAt - b.startedAt);
      const seconds = sorted.map(block => block.seconds - block.over);
      const amounts = shareOut(shares[code]!, seconds, contract.rate);
      amount += shares[code]!;
      sorted.forEach((block, place) => {
        blocks.set(block.startedAt, seconds[place]!);
        const isProtected = block.sound && block.over === 0;
        costs.set(block.startedAt, { amount: amounts[place]!, protected: isProtected });
        if (isProtected) protectedAmount += amounts[place]!;
      });
    });
    const charged =
      amount > 0
        ? { state: 'due' as const, nextAt: weekEnd(week) + 36 * 3600 }
        : { state: 'paid' as const, nextAt: null };
    return {
      ...{
        id,
        contract,
        week,
        amount,
        protectedAmount,
        blocks,
        costs,
        disputes: [],
        attempt: 1,
        attempts: new Map(),
        ...charged,
      },
      ...{
        acceptedAt: null,
        released: null,
        settled: 0,
        forgiven: 0,
        letOff: 0,
        fromEscrow: 0,
        refunds: 0,
        claim: null,
      },
      back: { amount: 0, fee: 0 },
    };
  }

  /** What is to be charged now, in the order in which it is. */
  dueNow<One extends Charged & { id: number }>(charged: readonly One[]): One[] {
    const due = charged.filter(({ nextAt }) => nextAt !== null && nextAt <= this.now);
    return due.sort((a, b) => a.nextAt! - b.nextAt! || a.id - b.id);
  }

  /** What the provider is asked; null when the client's credit pays for all. */
  ask(one: Charged, key: string): Attempt | null {
    one.nextAt = this.now + 600;
    const known = one.attempts.get(one.attempt);
    if (known) return known;
    const owed = 'week' in one ? this.due(one as Bill) : one.amount;
    const credit = 'week' in one ? creditFor(owed, this.credit(one.contract.client)) : 0;
    if (credit === owed) {
      this.settle(one as Bill, owed);
      return null;
    }
    const attempt = { key, amount: owed - credit, credit, state: 'asked' as const };
    one.attempts.set(one.attempt, attempt);
    return attempt;
  }

  hear(one: Charged, number: number, answer: Answer): void {
    const attempt = one.attempts.get(number)!;
    if (answer === 'unknown' || attempt.state === 'paid' || (attempt.state === 'declined' && answer !== 'paid')) return;
    attempt.state = answer;
    if (answer === 'paid')
      return 'week' in one ? this.billPaid(one as Bill, number) : this.giftPaid(one as Gift, number);
    if (one.state === 'paid' || number !== one.attempt) return;
    one.state = answer === 'declined' ? 'failed' : 'pending';
    one.nextAt = this.now + (answer === 'declined' ? 86_400 : 3600);
    if (answer !== 'declined') return;
    if (!('week' in one) && one.attempt >= 3) one.nextAt = null;
    one.attempt += 1;
  }

  private billPaid(bill: Bill, number: number): void {
    const attempt = bill.attempts.get(number)!;
    const owed = bill.state === 'paid' ? 0 : this.due(bill);
    const byCard = Math.min(attempt.amount, owed);
    if (attempt.amount > byCard) {
      bill.refunds += 1;
      this.giveBack(bill.contract.client, attempt.amount - byCard, attempt);
    }
    if (bill.state === 'paid') return;
    bill.attempt = number;
    this.settle(bill, byCard + Math.min(attempt.credit, owed - byCard));
  }

  private settle(bill: Bill, amount: number): void {
    Object.assign(bill, { state: 'paid', nextAt: null, settled: amount });
    if (bill.claim?.state === 'filed') bill.claim.state = 'settled';
    if (bill.claim?.state === 'paid') bill.claim.recovered = true;
    this.release(bill);
  }

  private giftPaid(gift: Gift, number: number): void {
    const attempt = gift.attempts.get(number)!;
    if (gift.state === 'paid') return this.giveBack(gift.contract.client, attempt.amount, attempt);
    gift.fee = this.feeOf(gift.contract, gift.amount);
    Object.assign(gift, { state: 'paid', nextAt: null, attempt: number });
    this.earn(gift, gift.contract, gift.amount - gift.fee);
  }

  private release(bill: Bill): void {
    if (bill.state !== 'paid' || bill.acceptedAt === null || bill.released) return;
    const amount = this.escrow(bill) - this.held(bill);
    const fee = this.feeOf(bill.contract, amount);
    bill.released = { amount, fee, fees: [fee] };
    this.earn(bill, bill.contract, amount - fee);
  }

  private accept(bill: Bill): void {
    bill.acceptedAt = this.now;
    this.release(bill);
  }
  approve(bill: Bill): string {
    if (bill.acceptedAt !== null) return 'already-accepted';
    if (this.now >= reviewEnds(bill.week)) return 'review-is-over';
    this.accept(bill);
    return 'done';
  }
  acceptReviewed(): void {
    const open = this.bills.filter(({ acceptedAt, week }) => acceptedAt === null && this.now >= reviewEnds(week));
    for (const bill of open.sort((a, b) => a.week - b.week)) this.accept(bill);
  }

  payOut(
    freelancers: readonly number[],
    numberOf: (freelancer: number, wednesday: number) => number | undefined,
  ): void {
    let at = weekOf(this.now) + 60 * 3600;
    if (at > this.now) at -= WEEK;
    const monday = weekOf(at);
    for (const freelancer of freelancers) {
      if (this.payouts.some(payout => payout.freelancer === freelancer && payout.at === at)) continue;
      const waiting = this.sources.filter(one => one.freelancer === freelancer && !one.payout && one.since < monday);
      const mine = (flow: Flow): boolean => flow.freelancer === freelancer;
      const came = this.income.filter(flow => mine(flow) && flow.at < monday);
      const amount = sum(came, flow => flow.amount) - sum(this.spent.filter(mine), flow => flow.amount);
      if (waiting.length === 0 || amount <= 0) continue;
      const payout: Wednesday = { id: numberOf(freelancer, at) ?? 0, freelancer, at, amount, state: 'waiting' };
      this.payouts.push(payout);
      this.spent.push({ freelancer, amount, at: this.now });
      for (const one of waiting) one.payout = payout;
    }
  }

  settlePayout(payout: Wednesday, state: 'paid' | 'failed'): string {
    if (payout.state !== 'waiting') return 'settled-already';
    payout.state = state;
    if (state === 'paid') return 'done';
    this.income.push({ freelancer: payout.freelancer, amount: payout.amount, at: this.now });
    for (const source of this.sources) if (source.payout === payout) source.payout = null;
    return 'done';
  }

  // -- by somebody's wish

  give(contract: Agreement, gift: { id: number; amount: number; nth: number }): void {
    const charged = { state: 'due' as const, attempt: 1, attempts: new Map(), nextAt: this.now };
    contract.bonuses.push({ contract, fee: 0, ...charged, ...gift });
  }

  private giveBack(client: number, amount: number, charge: Attempt | null): void {
    this.returns.push({ key: '', client, amount, charge, state: 'waiting', nextAt: this.now });
  }

  refund(bill: Bill, amount: number): string {
    const open = bill.claim?.state === 'paid' && !bill.claim.recovered ? bill.claim.amount : 0;
    const source = bill.state !== 'paid' ? 'due' : bill.released === null ? 'escrow' : 'balance';
    const byFund = bill.claim?.state === 'paid' ? bill.claim : { amount: 0, fee: 0 };
    const earned = (bill.released?.amount ?? 0) + byFund.amount;
    const held = this.held(bill);
    const most = {
      due: this.due(bill) - open - held,
      escrow: this.escrow(bill) - held,
      balance: earned - bill.back.amount,
    }[source];
    if (most <= 0) return 'nothing-left';
    if (amount > most) return 'more-than-is-left';
    const { contract } = bill;
    if (source === 'due') {
      bill.forgiven += amount;
      bill.letOff += amount;
      if (this.due(bill) === 0) Object.assign(bill, { state: 'paid', nextAt: null });
      this.release(bill);
    } else if (source === 'escrow') {
      bill.fromEscrow += amount;
    } else {
      const fee = (bill.released?.fee ?? 0) + byFund.fee;
      const feeBack = Math.floor((fee * (bill.back.amount + amount)) / earned) - bill.back.fee;
      if (amount - feeBack > this.freelancer(contract.freelancer)) return 'more-than-balance';
      bill.back = { amount: bill.back.amount + amount, fee: bill.back.fee + feeBack };
      this.spent.push({ freelancer: contract.freelancer, amount: amount - feeBack, at: this.now });
    }
    bill.refunds += 1;
    const paid = bill.attempts.get(bill.attempt);
    if (source !== 'due') this.giveBack(contract.client, amount, paid?.state === 'paid' ? paid : null);
    return 'done';
  }

  private claimable = (bill: Bill): number =>
    Math.max(
      0,
      Math.min(bill.protectedAmount - this.heldProtected(bill) - bill.letOff, this.due(bill) - this.held(bill)),
    );

  report(bill: Bill): string {
    if (bill.claim) return 'filed-already';
    if (bill.state === 'paid') return 'paid';
    if (bill.state !== 'failed') return 'not-failed';
    if (bill.attempt - 1 < 3) return 'too-early';
    if (bill.acceptedAt === null) return 'in-review';
    const amount = this.claimable(bill);
    if (amount === 0) return 'nothing-protected';
    const open = { proposed: null, decidedAt: null, appealed: false };
    bill.claim = { id: 0, state: 'filed', amount, fee: 0, recovered: false, ...open };
    return 'done';
  }

  /** @param twoFrom cents from which a second admin has to agree */
  decide(bill: Bill, claim: Report, pay: boolean, twoFrom: number): string {
    if (claim.state !== 'filed') return 'decided-already';
    if (claim.proposed !== null) return 'being-checked';
    if (claim.appealed || claim.amount < twoFrom) return this.carryOut(bill, claim, pay);
    const refusal = pay ? this.whyNotPay(bill) : null;
    if (refusal) return refusal;
    claim.proposed = pay;
    return 'done';
  }

  approveDecision(bill: Bill, claim: Report): string {
    if (claim.state !== 'filed') return 'decided-already';
    if (claim.proposed === null) return 'not-proposed';
    const outcome = this.carryOut(bill, claim, claim.proposed);
    if (outcome === 'done') claim.proposed = null;
    return outcome;
  }

  sendDecisionBack(claim: Report): string {
    if (claim.state !== 'filed') return 'decided-already';
    if (claim.proposed === null) return 'not-proposed';
    claim.proposed = null;
    return 'done';
  }

  appealClaim(bill: Bill, claim: Report): string {
    if (claim.state !== 'refused') return 'not-refused';
    if (claim.appealed) return 'appealed-already';
    if (this.now >= claim.decidedAt! + APPEAL_HOURS * 3600) return 'too-late';
    if (bill.state === 'paid') return 'paid';
    Object.assign(claim, { state: 'filed', appealed: true });
    return 'done';
  }

  private whyNotPay(bill: Bill): string | null {
    if (bill.state === 'paid') return 'paid-meanwhile';
    const amount = this.claimable(bill);
    if (amount === 0) return 'nothing-left';
    return amount - this.feeOf(bill.contract, amount) > this.fund() ? 'not-enough-money' : null;
  }

  private carryOut(bill: Bill, claim: Report, pay: boolean): string {
    const refusal = pay ? this.whyNotPay(bill) : null;
    if (refusal) return refusal;
    claim.decidedAt = this.now;
    if (!pay) {
      claim.state = 'refused';
      return 'done';
    }
    const amount = this.claimable(bill);
    const fee = this.feeOf(bill.contract, amount);
    Object.assign(claim, { state: 'paid', amount, fee });
    this.earn(claim, bill.contract, amount - fee);
    return 'done';
  }

  // -- disputes

  /** @param idOf the number it got */
  dispute(bill: Bill, starts: readonly number[], idOf: () => number): string {
    const chosen = starts.map(start => [start, bill.costs.get(start)!] as const);
    const taken = bill.disputes.filter(({ blocks }) => starts.some(start => blocks.has(start)));
    // The same once more is the same dispute.
    if (
      taken.length === 1 &&
      taken[0]!.blocks.size === starts.length &&
      starts.every(start => taken[0]!.blocks.has(start))
    )
      return 'done';
    if (bill.acceptedAt !== null) return 'accepted-already';
    if (this.now >= reviewEnds(bill.week)) return 'review-is-over';
    if (taken.length > 0) return 'disputed-already';
    const amount = sum(chosen, ([, cost]) => cost.amount);
    if (amount === 0) return 'nothing-to-hold';
    const left = (bill.state === 'paid' ? this.escrow(bill) : this.due(bill)) - this.held(bill);
    if (amount > left) return 'more-than-is-left';
    const answerUntil = this.now + 72 * 3600;
    bill.disputes.push({
      ...{ id: idOf(), bill, state: 'open', held: amount, answerUntil, nextAt: answerUntil, offer: null },
      heldProtected: sum(chosen, ([, cost]) => (cost.protected ? cost.amount : 0)),
      blocks: new Map(chosen.map(([start, cost]) => [start, { ...cost, accepted: false, ruling: null }])),
      ...{ proposal: new Map(), accepted: { client: false, freelancer: false }, fromFund: { amount: 0, fee: 0 } },
    });
    return 'done';
  }

  answerDispute(one: Case, isAccepted: (start: number) => boolean): string {
    if (one.state !== 'open') return 'moved-on';
    if (this.now >= one.answerUntil) return 'too-late';
    for (const [start, block] of one.blocks) block.accepted = isAccepted(start);
    const amount = sumOver(one.blocks.values(), block => block.accepted);
    const safe = sumOver(one.blocks.values(), block => block.accepted && block.protected);
    if ([...one.blocks.values()].every(block => block.accepted))
      return this.closeDispute(one, { freelancer: 0, client: amount, fund: 0 }, safe);
    Object.assign(one, { state: 'contested', nextAt: null });
    one.held -= amount;
    one.heldProtected -= safe;
    if ([...one.blocks.values()].some(block => block.accepted)) one.offer = null;
    this.giveBackDisputed(one.bill, amount, safe);
    return 'done';
  }

  /** Proposes, approves or decides an appeal, whatever is next. @param twoFrom from this much on two admins decide */
  ruleOn(
    one: Case,
    step: 'propose' | 'approve' | 'decide-appeal',
    sideOf: (start: number) => Side,
    twoFrom: number,
  ): string {
    const expected = { propose: 'contested', approve: 'proposed', 'decide-appeal': 'appealed' }[step];
    if (one.state !== expected) return 'moved-on';
    const before = this.rulingsOf(one);
    for (const [start, block] of one.blocks)
      if (!block.accepted) block.ruling = step === 'approve' ? one.proposal.get(start)! : sideOf(start);
    if (!this.fundHas(one, partsOf(one), 0)) {
      this.restore(one, before);
      return 'not-enough-in-fund';
    }
    if (step === 'decide-appeal') return this.closeDispute(one, partsOf(one), givenBackOf(one));
    if (step === 'propose' && one.held >= twoFrom) {
      for (const [start, { ruling }] of one.blocks) if (ruling) one.proposal.set(start, ruling);
      this.restore(one, before);
      one.state = 'proposed';
    } else {
      this.decided(one);
    }
    return 'done';
  }

  private rulingsOf = ({ blocks }: Case) => new Map([...blocks].map(([start, { ruling }]) => [start, ruling]));
  private restore({ blocks }: Case, rulings: Map<number, Side | null>): void {
    for (const [start, block] of blocks) block.ruling = rulings.get(start)!;
  }
  private decided(one: Case): void {
    Object.assign(one, { state: 'decided', nextAt: this.now + 72 * 3600 });
  }

  appeal(one: Case, by: 'client' | 'freelancer'): string {
    if (one.state !== 'decided') return 'moved-on';
    if (one.accepted[by]) return 'accepted-already';
    if (this.now >= one.nextAt!) return 'too-late';
    Object.assign(one, { state: 'appealed', nextAt: null });
    return 'done';
  }

  acceptDecision(one: Case, by: 'client' | 'freelancer'): string {
    if (one.state !== 'decided') return 'moved-on';
    if (one.accepted[by]) return 'done';
    one.accepted[by] = true;
    if (!one.accepted.client || !one.accepted.freelancer) return 'done';
    // While the fund has too little the clock tries again.
    if (this.closeDispute(one, partsOf(one), givenBackOf(one)) !== 'done') one.nextAt = this.now;
    return 'done';
  }

  withdraw(one: Case): string {
    if (!['open', 'contested', 'proposed'].includes(one.state)) return 'moved-on';
    return this.closeDispute(one, { freelancer: one.held, client: 0, fund: 0 }, 0);
  }

  offer(one: Case, by: 'client' | 'freelancer', amount: number): string {
    if (one.state === 'closed') return 'moved-on';
    if (amount > one.held) return 'more-than-held';
    one.offer = { by, amount };
    return 'done';
  }

  acceptOffer(one: Case, by: 'client' | 'freelancer'): string {
    if (one.state === 'closed') return 'moved-on';
    if (!one.offer) return 'not-open';
    if (one.offer.by === by) return 'own-offer';
    const { amount } = one.offer;
    const back = one.held - amount;
    return this.closeDispute(one, { freelancer: amount, client: back, fund: 0 }, Math.min(back, one.heldProtected));
  }

  /** Silence and decisions that nobody appealed against, in the order of their time. @returns whether the fund had too little */
  moveDisputesOn(): boolean {
    const due = this.cases().filter(({ nextAt }) => nextAt !== null && nextAt <= this.now);
    let short = false;
    for (const one of due.sort((a, b) => a.nextAt! - b.nextAt! || a.id - b.id)) {
      if (one.state === 'open') {
        for (const block of one.blocks.values()) block.ruling = block.protected ? 'freelancer' : 'client';
        this.decided(one);
      } else if (this.closeDispute(one, partsOf(one), givenBackOf(one)) !== 'done') short = true;
    }
    return short;
  }

  private feesOf({ bill }: Case, parts: Parts): { now: number; fee: number; fundFee: number } {
    const now = bill.released ? parts.freelancer : 0;
    const earned = this.earned(bill.contract);
    const [fee, fundFee] = [feeFor(earned, now, this.rates), feeFor(earned + now, parts.fund, this.rates)];
    return { now, fee, fundFee };
  }
  /** @param more comes into the fund before */
  private fundHas(one: Case, parts: Parts, more: number): boolean {
    return parts.fund === 0 || parts.fund - this.feesOf(one, parts).fundFee <= this.fund() + more;
  }

  private closeDispute(one: Case, parts: Parts, givenBack: number): string {
    const { bill } = one;
    const { now, fee, fundFee } = this.feesOf(one, parts);
    if (!this.fundHas(one, parts, fundPartOf(fee, this.rates))) return 'not-enough-in-fund';
    Object.assign(one, { state: 'closed', held: 0, heldProtected: 0, nextAt: null, offer: null });
    this.giveBackDisputed(bill, parts.client + parts.fund, givenBack);
    if (now > 0) {
      const { amount, fee: before, fees } = bill.released!;
      bill.released = { amount: amount + now, fee: before + fee, fees: [...fees, fee] };
      this.earn(one, bill.contract, now - fee);
    }
    if (parts.fund > 0) {
      one.fromFund = { amount: parts.fund, fee: fundFee };
      this.earn(one, bill.contract, parts.fund - fundFee);
    }
    return 'done';
  }

  private giveBackDisputed(bill: Bill, amount: number, safe: number): void {
    if (amount === 0) return;
    bill.refunds += 1;
    if (bill.state !== 'paid') {
      bill.forgiven += amount;
      bill.letOff += safe;
      if (this.due(bill) === 0) Object.assign(bill, { state: 'paid', nextAt: null });
      return this.release(bill);
    }
    bill.fromEscrow += amount;
    const paid = bill.attempts.get(bill.attempt);
    this.giveBack(bill.contract.client, amount, paid?.state === 'paid' ? paid : null);
  }
}

const paidFor = ({ attempts }: Charged): number =>
  sum(attempts.values(), ({ state, amount }) => (state === 'paid' ? amount : 0));

/** Late time goes with the first week that closes after its yes. */
function billedIn({ startedAt, late, answer }: Work): number | null {
  let week = weekOf(startedAt);
  if (!late) return week;
  if (!answer?.yes) return null;
  while (answer.at >= weekCloses(week)) week += WEEK;
  return week;
}
