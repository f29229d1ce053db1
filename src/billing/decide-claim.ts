/** Admins decide a claim. Of two at once, one decides; much money takes two; the fund pays once. */
import { config } from '../config.ts';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { appealUntilFrom, deadlineWords } from '../disputes/deadline.ts';
import { needsTwoAdmins } from '../disputes/ruling.ts';
import { User } from '../accounts/user-model.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { balanceOf } from './balances.ts';
import { claimFacts } from './claim-facts.ts';
import { claimLines, decisionRefusalWords, notEnoughWords, whyNotDecide } from './claim.ts';
import { Claim } from './claim-model.ts';
import { claimStepWords, whyNotStep, type ClaimAction, type ClaimReason } from './claim-ruling.ts';
import { ClaimRuling } from './claim-ruling-model.ts';
import { earnedBefore } from './earned.ts';
import { feeFor } from './fee.ts';
import { Invoice } from './invoice-model.ts';
import { freelancer, fund } from './ledger.ts';
import { hold, post } from './post.ts';

/** @property pay false refuses it @property code the published reason @property reason for both sides, at least 20 characters */
export type ClaimDecision = { pay: boolean; code: ClaimReason; reason: string };
type Held = { claim: Claim; invoice: Invoice };

/**
 * Decides, or where much is asked for proposes to a second admin; after an appeal it is final.
 * @throws Refused with a `ClaimStepRefusal` or a `DecisionRefusal`
 */
export function decideClaim(id: number, decision: ClaimDecision, by: Actor, now: Date): Promise<Claim> {
  return takeStep(id, 'decide', by, async held => {
    const { claim } = held;
    const row = {
      claimId: id,
      byId: by.id,
      madeAt: now,
      pays: decision.pay,
      code: decision.code,
      words: decision.reason,
    };
    if (claim.appealedAt || !needsTwoAdmins(claim.amount, config.twoAdminsFrom)) {
      await ClaimRuling.create({ ...row, step: claim.appealedAt ? 'final' : 'decided' });
      return carryOut(held, decision, by, now);
    }
    await whatItPays(held, decision.pay);
    await ClaimRuling.create({ ...row, step: 'proposed' });
    await claim.update({ proposedById: by.id });
    await recordStep('claim.proposed', held, by, now);
    return claim;
  });
}

/** The second admin agrees. @throws Refused as `decideClaim` does */
export function approveClaim(id: number, by: Actor, now: Date): Promise<Claim> {
  return takeStep(id, 'approve', by, async held => {
    const { pays, code, words } = await proposalOf(id);
    await ClaimRuling.create({ claimId: id, step: 'approved', byId: by.id, madeAt: now });
    await held.claim.update({ proposedById: null });
    return carryOut(held, { pay: pays === true, code: code!, reason: words ?? '' }, by, now);
  });
}

/** The second admin does not agree, or the first one thinks again. @param words why, for admins */
export function sendClaimBack(id: number, words: string, by: Actor, now: Date): Promise<Claim> {
  return takeStep(id, 'send-back', by, async held => {
    await ClaimRuling.create({ claimId: id, step: 'sent-back', byId: by.id, madeAt: now, words });
    await held.claim.update({ proposedById: null });
    await recordStep('claim.sent-back', held, by, now);
    return held.claim;
  });
}

/** The decision that waits for a second admin. */
export const proposalOf = (claimId: number): Promise<ClaimRuling> =>
  ClaimRuling.findOne({ where: { claimId, step: 'proposed' }, order: [['id', 'DESC']], rejectOnEmpty: true });

/** Admins who took part in what was decided so far. */
export const involvedIn = async (claimId: number): Promise<number[]> =>
  (await ClaimRuling.findAll({ where: { claimId, step: ['proposed', 'approved', 'decided'] } })).map(
    ({ byId }) => byId,
  );

/** Holds the invoice, so that of two at once one is first, and asks the rule. */
function takeStep(id: number, action: ClaimAction, by: Actor, act: (held: Held) => Promise<Claim>): Promise<Claim> {
  return transaction(async t => {
    const { invoiceId } = await Claim.findByPk(id, { rejectOnEmpty: new NotFound('claim') });
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const claim = await Claim.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const { state, proposedById = null, appealedAt = null } = claim;
    const refusal = whyNotStep({ state, proposedById, appealedAt, involved: await involvedIn(id) }, action, by.id);
    if (refusal) throw new Refused(refusal, claimStepWords[refusal], 409);
    await hold(freelancer(claim.freelancerId));
    return act({ claim, invoice });
  });
}

async function carryOut(held: Held, { pay, reason }: ClaimDecision, by: Actor, now: Date): Promise<Claim> {
  const { claim, invoice } = held;
  const worth = await whatItPays(held, pay);
  const decided = { reason, decidedAt: now, decidedById: by.id };
  if (pay) {
    await payFromFund(claim, invoice, worth, now);
    await claim.update({ ...decided, state: 'paid', ...worth });
  } else {
    await claim.update({ ...decided, state: 'refused' });
  }
  await announce(claim, invoice, by, now);
  return claim;
}

/** What a claim is worth now: the client may have paid or been let off a part since it was filed. */
export async function claimWorth(invoice: Invoice): Promise<Worth> {
  const { claimable: amount } = await claimFacts(invoice);
  return { amount, fee: feeFor(await earnedBefore(invoice), amount, config.fees) };
}

type Worth = { amount: Cents; fee: Cents };

async function whatItPays({ claim, invoice }: Held, pay: boolean): Promise<Worth> {
  const worth = await claimWorth(invoice);
  const refusal = whyNotDecide({ state: claim.state, amount: worth.amount, chargeState: invoice.chargeState }, pay);
  if (refusal) throw new Refused(refusal, decisionRefusalWords[refusal], 409);
  if (pay) await checkFund(worth);
  return worth;
}

async function checkFund({ amount, fee }: Worth): Promise<void> {
  await hold(fund);
  const balance = await balanceOf(fund);
  const net = amount - fee;
  if (net > balance) throw new Refused('not-enough-money', notEnoughWords(net, balance), 409);
}

async function payFromFund(
  { id, freelancerId }: Claim,
  { contractId, week }: Invoice,
  { amount, fee }: Worth,
  now: Date,
) {
  const lines = claimLines(freelancerId, amount, fee);
  await post({ key: `claim:${id}`, kind: 'claim', contractId, week, now, lines });
}

type StepKind = 'claim.proposed' | 'claim.sent-back';
const recordStep = (
  kind: StepKind,
  { claim: { contractId, amount }, invoice: { number } }: Held,
  by: Actor,
  now: Date,
) => record(kind, { contractId, actorId: by.id, now, facts: { by: by.name, number, amount } });

async function announce(claim: Claim, { number }: Invoice, by: Actor, now: Date): Promise<void> {
  const { id, state, contractId, clientId, freelancerId, amount, fee } = claim;
  const paid = state === 'paid';
  const kind = paid ? 'claim.paid' : 'claim.refused';
  const evidence = { claim: id, reason: claim.reason ?? '' };
  await record(kind, { contractId, actorId: by.id, now, facts: { by: by.name, number, amount }, evidence });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { claim: id, number, title, amount, net: amount - (fee ?? 0), reason: claim.reason ?? '' };
  const until = paid || claim.appealedAt ? null : await appealWords(freelancerId, now);
  await tell(kind, { to: freelancerId, contractId, facts: { ...facts, yours: true, until }, now });
  await tell(kind, { to: clientId, contractId, facts: { ...facts, yours: false, until: null }, now });
}

/** Until when the freelancer can appeal, where he lives. */
async function appealWords(freelancerId: number, now: Date): Promise<string> {
  const { timeZone } = await User.findByPk(freelancerId, { rejectOnEmpty: true });
  return deadlineWords(appealUntilFrom(now), timeZone);
}
