import { expect } from 'chai';
import { acceptReviewed } from '../../src/billing/accept-invoice.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { Claim } from '../../src/billing/claim-model.ts';
import { closeWeeks } from '../../src/billing/close-week.ts';
import { decideClaim } from '../../src/billing/decide-claim.ts';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { hearOfCharge } from '../../src/billing/hear-of-charge.ts';
import { refundInvoice } from '../../src/billing/refund-invoice.ts';
import { rows } from '../../src/db/sequelize.ts';
import { accountsOf, invoiceOf, payWith, WEEK, WEEK_STARTS } from '../support/money.ts';
import { putAside } from '../support/money-world.ts';
import { putBlock } from '../support/put-block.ts';
import { world, type World } from '../support/world.ts';

const many = <T>(act: (nth: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 30 }, (_, nth) => act(nth)));
const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? 'failed',
  );
const times = (outcomes: string[], what: string): number => outcomes.filter(one => one === what).length;

describe('Thirty at once have one effect', () => {
  let w: World;
  beforeEach(async () => {
    await putAside();
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'twice');
    const startedAt = WEEK_STARTS + 2 * 86_400;
    await putBlock({ contractId: w.contract.id, freelancerId: w.felix.id, startedAt }, new Date(WEEK.work));
    await closeWeeks(new Date(WEEK.closed));
  });
  const invoice = () => invoiceOf(w.contract.id);
  const transfers = async (kind: string): Promise<number> => {
    const sql = 'SELECT COUNT(*) AS number FROM ledger_transfers WHERE kind = $1 AND contract_id = $2';
    const [row] = await rows<{ number: number | string }>(sql, [kind, w.contract.id]);
    return Number(row!.number);
  };

  it('charging what is due', async () => {
    w.outside.clock.set(WEEK.charged);
    await many(() => chargeInvoices(w.outside.payments, w.outside.clock.now()));
    expect([await accountsOf(await invoice()), await transfers('charge')]).to.deep.equal([{ escrow: 667 }, 1]);
    const { id } = await invoice();
    const acts = await rows('SELECT act_key FROM sandbox_acts WHERE act_key LIKE $1', [`charge:${id}:%`]);
    expect(acts).to.have.lengthOf(1);
  });

  it('the provider telling that it was paid, by one event or by thirty', async () => {
    const { id } = await invoice();
    const event = (nth: number) => ({
      ...({ id: `event-${id}-${nth}`, about: 'charge', key: `charge:${id}:1`, state: 'paid', reference: 'p' } as const),
    });
    const heard = await many(() => heardFromPayments(event(0), new Date(WEEK.charged)));
    expect([times(heard, 'handled'), times(heard, 'known')]).to.deep.equal([1, 29]);
    await many(nth => heardFromPayments(event(nth), new Date(WEEK.charged)));
    expect([await accountsOf(await invoice()), await transfers('charge')]).to.deep.equal([{ escrow: 667 }, 1]);
  });

  it('claiming, and deciding the claim', async () => {
    const { id } = await invoice();
    for (const attempt of [1, 2, 3])
      await hearOfCharge(id, attempt, { state: 'declined', reason: 'No.' }, new Date(WEEK.charged));
    const later = new Date(WEEK.reviewed);
    await acceptReviewed(later);
    const filed = await many(() => outcome(fileClaim(id, 'My client does not pay at all.', w.felix, later)));
    expect([times(filed, 'done'), times(filed, 'filed-already')]).to.deep.equal([1, 29]);
    const nth = (await FundDeposit.count()) + 1;
    await many(() => outcome(depositToFund({ amount: 100_000, reason: 'For claims to come', nth }, w.ada, later)));
    expect(await FundDeposit.count()).to.equal(nth);
    const claim = await Claim.findOne({ where: { invoiceId: id }, rejectOnEmpty: true });
    const ruling = {
      pay: true,
      code: 'blocks-in-order' as const,
      reason: 'The blocks are protected and were not paid.',
    };
    const decided = await many(place => outcome(decideClaim(claim.id, ruling, place % 2 ? w.ada : w.amir, later)));
    expect([times(decided, 'done'), times(decided, 'decided-already')]).to.deep.equal([1, 29]);
    expect(await accountsOf(await invoice())).to.deep.equal({ client: -667, due: 667, freelancer: 587 });
    expect(await transfers('claim')).to.equal(1);
  });

  it('what the fund has paid stays due, though the freelancer lets the client off the rest', async () => {
    const startedAt = WEEK_STARTS + 3 * 86_400;
    const { id: contractId } = await w.activeContract({ title: 'Half of it vague' });
    for (const [place, vague] of [false, true].entries()) {
      const put = { contractId, freelancerId: w.felix.id, startedAt: startedAt + place * 600, vague };
      await putBlock(put, new Date((put.startedAt + 600) * 1000));
    }
    await closeWeeks(new Date(WEEK.closed));
    const { id } = await invoiceOf(contractId);
    const later = new Date(WEEK.reviewed);
    for (const attempt of [1, 2, 3])
      await hearOfCharge(id, attempt, { state: 'declined', reason: 'No.' }, new Date(WEEK.charged));
    await acceptReviewed(later);
    const claim = await fileClaim(id, 'My client does not pay at all.', w.felix, later);
    const nth = (await FundDeposit.count()) + 1;
    await depositToFund({ amount: 100_000, reason: 'For claims to come', nth }, w.ada, later);
    await decideClaim(
      claim.id,
      { pay: true, code: 'blocks-in-order', reason: 'The block is protected and was not paid.' },
      w.ada,
      later,
    );
    await refundInvoice(id, { amount: 666, words: 'The vague half', nth: 1 }, w.felix, later);
    const open = await invoiceOf(contractId);
    expect([open.chargeState, (await accountsOf(open))['due']]).to.deep.equal(['failed', 667]);
    await hearOfCharge(id, 4, { state: 'paid', reference: 'p' }, later);
    const paid = await invoiceOf(contractId);
    expect([paid.chargeState, (await accountsOf(paid))['due']]).to.deep.equal(['paid', undefined]);
    expect((await claim.reload()).recoveredAt).not.to.equal(null);
  });
});
