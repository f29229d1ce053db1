/** What each decision of a dispute would do, before it is made. */
import { balanceOf } from '../billing/balances.ts';
import type { Invoice } from '../billing/invoice-model.ts';
import { client, due, escrow, fees, freelancer, fund } from '../billing/ledger.ts';
import { outcomeFor } from '../disputes/close-dispute.ts';
import type { Outcome } from '../disputes/outcome.ts';
import { byTheRule, partsOf, ruledBy, type Parts, type RuledBlock } from '../disputes/ruling.ts';
import { money, type Cents } from '../kernel/money.ts';
import { accountRows, type Named } from './accounts.ts';

/** @property client and freelancer their names */
type Of = { invoice: Invoice; client: string; freelancer: string };
type Mix = { label: string; parts: Parts };

/** The four ways to decide all blocks alike. */
export function plainMixes(contested: readonly RuledBlock[], { client: c, freelancer: f }: Of): Mix[] {
  const all = contested.reduce((sum, { amount }) => sum + amount, 0);
  const none: Parts = { freelancer: 0, client: 0, fund: 0 };
  return [
    { label: 'By the rule', parts: partsOf(ruledBy(contested, byTheRule(contested))) },
    { label: `All to ${f}`, parts: { ...none, freelancer: all } },
    { label: `All back to ${c}`, parts: { ...none, client: all } },
    { label: 'All from the fund', parts: { ...none, fund: all } },
  ];
}

/** A table: in short who ends up with what, then each account. */
export async function outcomesOf(of: Of, mixes: readonly Mix[]) {
  const inFund = await balanceOf(fund);
  const outcomes = await Promise.all(mixes.map(({ parts }) => outcomeFor(of.invoice, parts)));
  return {
    options: mixes.map(({ label }, place) => ({ label, ...shortOf(outcomes[place]!, inFund) })),
    accounts: await accountRows(
      accountsOf(of),
      mixes.map(({ label }, place) => ({ label, lines: outcomes[place]!.lines })),
    ),
    who: { client: of.client, freelancer: of.freelancer, paid: of.invoice.chargeState === 'paid' },
  };
}

/**
 * @property gets the freelancer, now @property later the same, once the invoice itself is paid out @property back the client
 * @property problem why it cannot be decided so
 */
type Short = { gets: Cents; later: Cents; back: Cents; pays: Cents; fee: Cents; problem: string | null };

function shortOf({ refund, release, fromFund, waits }: Outcome, inFund: Cents): Short {
  const pays = fromFund.amount - fromFund.fee;
  return {
    ...{ gets: release.amount - release.fee + pays, later: waits, back: refund, pays },
    fee: release.fee,
    problem: pays > inFund ? `The fund has only ${money(inFund)}.` : null,
  };
}

function accountsOf({ invoice, client: c, freelancer: f }: Of): Named[] {
  const { id, clientId, freelancerId, chargeState } = invoice;
  return [
    chargeState === 'paid'
      ? { label: 'Escrow of this invoice', hint: 'paid by the client, not released', account: escrow(id) }
      : { label: 'Due for this invoice', hint: 'billed, not paid yet', account: due(id) },
    { label: f, hint: 'earned, not paid out yet', account: freelancer(freelancerId) },
    { label: c, hint: 'to go back; below zero is owed', account: client(clientId) },
    { label: 'Protection fund', account: fund },
    { label: 'Platform fees', account: fees },
  ];
}
