import { expect } from 'chai';
import { tasksFor } from '../../src/admin/queue.ts';
import { appealClaim } from '../../src/billing/appeal-claim.ts';
import type { Claim } from '../../src/billing/claim-model.ts';
import { ClaimRuling } from '../../src/billing/claim-ruling-model.ts';
import { approveClaim, decideClaim, sendClaimBack } from '../../src/billing/decide-claim.ts';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import type { Contract } from '../../src/contracts/contract-model.ts';
import { billedBlocks } from '../../src/disputes/dispute-blocks.ts';
import type { Refused } from '../../src/kernel/errors.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { accountsOf, invoiceOf, payWith, storyOf, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type Person, type World } from '../support/world.ts';

const REASON = 'The card has failed for days, and the blocks are in order.';
const WORDS = 'The blocks show the very work that was agreed on.';
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (error as Refused).code,
  );

/** Four blocks of ten minutes at $1,000 an hour, of which three are protected: $500.01 of $666.67. */
describe('A claim as a case', () => {
  let w: World;
  let contract: Contract;
  let claim: Claim;
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'no-funds');
  });
  const now = (): Date => w.outside.clock.now();
  async function filed(rateCents: number) {
    contract = await w.activeContract({ title: 'Audit of the shop', rateCents });
    await work(w, [{}, {}, {}, { block: { description: 'fix' } }], contract.id);
    const days = [WEEK.closed, WEEK.charged, '2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z', WEEK.reviewed];
    for (const at of days) await tickMoney(w, at);
    const nth = (await FundDeposit.count()) + 1;
    await depositToFund({ amount: 100_000, reason: 'For claims', nth }, w.ada, now());
    await w.comeBack();
    claim = await fileClaim((await invoiceOf(contract.id)).id, 'Carla does not answer.', w.felix, now());
  }
  const page = (): string => `/admin/claims/${claim.id}`;
  const queued = async (who: Person) => (await tasksFor(who, now())).find(({ href }) => href === page());
  const decide = (pay: boolean, by = w.ada) =>
    decideClaim(claim.id, { pay, code: pay ? 'blocks-in-order' : 'not-in-order', reason: REASON }, by, now());
  const look = (who: Person) =>
    who
      .post(`/admin/contracts/${contract.id}/look`, { reason: 'claim', words: 'The claim waits.', next: page() })
      .expect(303);
  const stepsOf = async () =>
    (await ClaimRuling.findAll({ where: { claimId: claim.id }, order: ['id'] })).map(({ step }) => step);
  const pay = { decision: 'pay', code: 'blocks-in-order', reason: REASON };

  it('shows what is asked, the blocks the fund stands for, and what each decision would do', async () => {
    await filed(4000);
    await look(w.amir);
    const { text } = await w.amir.get(page()).expect(200);
    for (const words of [
      ...['Decide whether the fund pays: $20.01', '3 of 4', 'Wed 2 Dec', 'not needed', 'Carla does not answer.'],
      ...['The 3 protected blocks', 'Not protected: the fund does not stand for these', 'insufficient funds'],
      ...['Pay', 'Refuse', '+$17.61', '-$26.67', 'thumb.jpg'],
    ])
      expect(text, words).to.include(words);
    const { startedAt } = (await billedBlocks(claim.invoiceId))[0]!;
    expect((await w.amir.get(`${page()}/blocks/${startedAt}`)).text).to.include('1 of 4');
    await w.amir.post(`${page()}/decision`, { ...pay, code: 'not-in-order' }).expect(422);
    await w.amir.post(`${page()}/decision`, pay).expect(303);
    expect((await claim.reload()).state).to.equal('paid');
    expect((await w.amir.get(page())).text).to.include('The protected blocks are in order');
  });

  it('over $500 takes two admins: whoever proposed it does not approve it', async () => {
    await filed(100_000);
    for (const who of [w.ada, w.amir]) await look(who);
    await w.ada.post(`${page()}/decision`, pay).expect(303);
    expect((await claim.reload()).state).to.equal('filed');
    expect(await accountsOf(await invoiceOf(contract.id)), 'nothing has moved').to.deep.equal({
      client: -66_667,
      due: 66_667,
    });
    expect(await queued(w.ada)).to.include({ kind: 'second-admin', another: true });
    expect(await queued(w.amir)).to.include({ kind: 'second-admin', another: false });
    expect((await w.ada.get(page())).text)
      .to.include('Waits for another admin')
      .and.not.to.include('/approval');
    await w.ada.post(`${page()}/approval`).expect(409);
    expect(await refusal(decide(false, w.amir))).to.equal('being-checked');
    expect((await w.amir.get(page())).text)
      .to.include('Check the decision of Ada')
      .and.to.include(REASON);
    await w.amir.post(`${page()}/return`, { words: 'Too short' }).expect(422);
    await w.amir.post(`${page()}/return`, { words: 'Look at the second block again, please.' }).expect(303);
    await w.ada.post(`${page()}/decision`, pay).expect(303);
    await w.amir.post(`${page()}/approval`).expect(303);
    expect(await stepsOf()).to.deep.equal(['proposed', 'sent-back', 'proposed', 'approved']);
    // 12 % of 50,001 cents.
    expect((await storyOf(contract.id)).slice(2)).to.deep.equal([
      `claim freelancer:${w.felix.id} 44001`,
      'claim fund:0 -44001',
    ]);
  });

  it('two admins at once approve once', async () => {
    await filed(100_000);
    await decide(true);
    const third = await w.person('Aino', 'admin');
    const answers = await Promise.all([w.amir, third].map(by => refusal(approveClaim(claim.id, by, now()))));
    expect(answers.sort()).to.deep.equal(['decided-already', 'nothing']);
    expect(await refusal(sendClaimBack(claim.id, WORDS, w.amir, now()))).to.equal('decided-already');
  });

  it('that is refused is appealed once, by the freelancer, in time; another admin decides for good', async () => {
    await filed(4000);
    await decide(false);
    const told = await Notice.findOne({ where: { userId: w.felix.id, kind: 'claim.refused' }, rejectOnEmpty: true });
    expect(told.facts['until']).to.equal('Tue 1 Dec, 01:00 (Europe/Vienna)');
    expect((await w.felix.get(`/claims/${claim.id}`)).text).to.include(
      'Until <strong>Tue 1 Dec, 01:00 (Europe/Vienna)',
    );
    expect((await w.carla.get(`/claims/${claim.id}`)).text).not.to.include('/appeal');
    await w.carla.post(`/claims/${claim.id}/appeal`, { appeal: WORDS }).expect(403);
    await w.stan.post(`/claims/${claim.id}/appeal`, { appeal: WORDS }).expect(404);
    await w.felix.post(`/claims/${claim.id}/appeal`, { appeal: 'No.' }).expect(422);
    const both = await Promise.all([1, 2].map(() => w.felix.post(`/claims/${claim.id}/appeal`, { appeal: WORDS })));
    expect(both.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect(await refusal(decide(true, w.ada)), 'she refused it').to.equal('another-admin');
    expect(await queued(w.ada)).to.include({ kind: 'appeal', another: true });
    expect(await queued(w.amir)).to.include({ kind: 'appeal', another: false });
    await look(w.amir);
    expect((await w.amir.get(page())).text)
      .to.include('Decide anew, for good')
      .and.to.include(WORDS);
    await w.amir.post(`${page()}/decision`, pay).expect(303);
    expect(await stepsOf()).to.deep.equal(['decided', 'appealed', 'final']);
    // 12 % of 2,001 cents.
    expect((await storyOf(contract.id)).slice(2)).to.deep.equal([
      `claim freelancer:${w.felix.id} 1761`,
      'claim fund:0 -1761',
    ]);
  });

  it('that is refused after the appeal, too, or not appealed in time, stays refused', async () => {
    await filed(4000);
    await decide(false);
    w.outside.clock.set('2026-12-01T00:00:00Z');
    expect(await refusal(appealClaim(claim.id, WORDS, w.felix, now()))).to.equal('too-late');
    w.outside.clock.set('2026-11-30T23:59:00Z');
    await appealClaim(claim.id, WORDS, w.felix, now());
    await decide(false, w.amir);
    expect(await refusal(appealClaim(claim.id, WORDS, w.felix, now()))).to.equal('appealed-already');
    expect((await claim.reload()).state).to.equal('refused');
    expect((await storyOf(contract.id)).slice(2)).to.deep.equal([]);
  });

  it('that is appealed is settled when the client pays after all', async () => {
    await filed(4000);
    await decide(false);
    await appealClaim(claim.id, WORDS, w.felix, now());
    await payWith(w.carla, 'pays');
    await tickMoney(w, '2026-11-29T00:00:00Z');
    expect((await claim.reload()).state).to.equal('settled');
    expect(await refusal(decide(true, w.amir))).to.equal('decided-already');
  });
});
