/** An admin decides a claim. Of two at once, one decides; the fund pays once. */
import { config } from '../config.ts';
import { Contract } from '../contracts/contract-model.ts';
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { balanceOf } from './balances.ts';
import { claimFacts } from './claim-facts.ts';
import { claimLines, decisionRefusalWords, notEnoughWords, whyNotDecide } from './claim.ts';
import { Claim } from './claim-model.ts';
import { earnedBefore } from './earned.ts';
import { feeFor } from './fee.ts';
import { Invoice } from './invoice-model.ts';
import { freelancer, fund } from './ledger.ts';
import { hold, post } from './post.ts';

/** @property pay false refuses it @property reason for both sides, at least 20 characters */
export type ClaimRuling = { pay: boolean; reason: string };

/** @throws Refused with a `DecisionRefusal` */
export function decideClaim(id: number, { pay, reason }: ClaimRuling, by: Actor, now: Date): Promise<Claim> {
  return transaction(async t => {
    const { invoiceId } = await Claim.findByPk(id, { rejectOnEmpty: new NotFound('claim') });
    const invoice = await Invoice.findByPk(invoiceId, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    const claim = await Claim.findByPk(id, { rejectOnEmpty: true });
    await hold(freelancer(claim.freelancerId));
    const { amount, fee } = await claimWorth(invoice);
    const refusal = whyNotDecide({ state: claim.state, amount, chargeState: invoice.chargeState }, pay);
    if (refusal) throw new Refused(refusal, decisionRefusalWords[refusal], 409);
    const decided = { reason, decidedAt: now, decidedById: by.id };
    if (pay) {
      await payFromFund(claim, invoice, { amount, fee }, now);
      await claim.update({ ...decided, state: 'paid', amount, fee });
    } else {
      await claim.update({ ...decided, state: 'refused' });
    }
    await announce(claim, invoice, by, now);
    return claim;
  });
}

/** What a claim is worth now: the client may have paid or been let off a part since it was filed. */
export async function claimWorth(invoice: Invoice): Promise<{ amount: Cents; fee: Cents }> {
  const { claimable: amount } = await claimFacts(invoice);
  return { amount, fee: feeFor(await earnedBefore(invoice), amount, config.fees) };
}

type Worth = { amount: Cents; fee: Cents };

async function payFromFund(
  { id, freelancerId }: Claim,
  invoice: Invoice,
  { amount, fee }: Worth,
  now: Date,
): Promise<void> {
  const { contractId, week } = invoice;
  await hold(fund);
  const balance = await balanceOf(fund);
  const net = amount - fee;
  if (net > balance) throw new Refused('not-enough-money', notEnoughWords(net, balance), 409);
  await post({
    key: `claim:${id}`,
    kind: 'claim',
    contractId,
    week,
    now,
    lines: claimLines(freelancerId, amount, fee),
  });
}

async function announce(claim: Claim, { number }: Invoice, by: Actor, now: Date): Promise<void> {
  const { id, state, contractId, clientId, freelancerId, amount, fee } = claim;
  const paid = state === 'paid';
  const kind = paid ? 'claim.paid' : 'claim.refused';
  await record(kind, {
    ...{ contractId, actorId: by.id, now, facts: { by: by.name, number, amount } },
    evidence: { claim: id, reason: claim.reason, fee },
  });
  const { title } = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const facts = { claim: id, number, title, amount, net: amount - (fee ?? 0), reason: claim.reason ?? '' };
  await tell(kind, { to: freelancerId, contractId, facts: { ...facts, yours: true }, now });
  await tell(kind, { to: clientId, contractId, facts: { ...facts, yours: false }, now });
}
