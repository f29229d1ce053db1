import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { closeWeek } from '../../src/billing/close-week.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { proposeRuling } from '../../src/disputes/decide-dispute.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { disputedBlocks } from '../../src/disputes/dispute-blocks.ts';
import { addMs, DAY, fromSeconds, toSeconds, weekOf } from '../../src/kernel/time.ts';
import { whyNoBrowser, type Tab } from '../support/browser.ts';
import { invoiceOf } from '../support/money.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { putBlock } from '../support/put-block.ts';

const CONTEST = 'The pictures show the basket that we agreed on.';

/** Carla disputes, Felix answers: each in a browser of their own, without a reload but those that links and forms make. */
describe('A dispute, in two browsers', function () {
  this.timeout(60_000);
  this.bail(true);
  let journey: Journey;
  let carla: Tab;
  let felix: Tab;
  let invoiceId: number;

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    journey = await startJourney();
    invoiceId = await weekInReview();
    [carla, felix] = await Promise.all([journey.open(journey.carla), journey.open(journey.felix)]);
  });
  after(() => journey?.end());

  /** Whatever day it is: the week of the day before yesterday can be reviewed until a Friday to come. */
  async function weekInReview(): Promise<number> {
    const { contract, felix: freelancer, began } = journey;
    const worked = toSeconds(addMs(began, -2 * DAY));
    const first = worked - (worked % 600);
    for (const [place, vague] of [false, false, true, true].entries()) {
      const put = { contractId: contract.id, freelancerId: freelancer.id, startedAt: first + place * 600, vague };
      await putBlock(put, fromSeconds(first + 3600));
    }
    await Contract.update({ nextWeek: weekOf(first) }, { where: { id: contract.id } });
    await closeWeek(contract.id, weekOf(first), began);
    return (await invoiceOf(contract.id)).id;
  }

  const main = (page: Page): Promise<string> => page.getByRole('main').innerText();
  const newest = async (): Promise<Dispute> =>
    (await Dispute.findOne({ where: { invoiceId }, order: [['id', 'DESC']] }))!;

  /** From the invoice to the open dispute. */
  async function dispute(page: Page, tick: string | number): Promise<void> {
    await page.goto(`/invoices/${invoiceId}`);
    await page.getByRole('link', { name: 'Dispute blocks' }).click();
    if (typeof tick === 'string') await page.getByRole('link', { name: tick, exact: true }).click();
    else await page.getByRole('checkbox').nth(tick).check();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('radio', { name: 'Other work than what we agreed on' }).check();
    await page.getByLabel('What is wrong with them?').fill('These blocks are not about the shop at all.');
    await page.getByRole('button', { name: 'Open the dispute' }).click();
    await page.getByText('The dispute is open: only these blocks are held.').waitFor();
  }

  it('is opened from the invoice: only what is ticked is held', async () => {
    await dispute(carla.page, 'Not protected');
    expect(await main(carla.page))
      .to.include('2 disputed blocks')
      .and.to.include('Withdraw the dispute');
    expect((await newest()).blocks).to.equal(2);
  });

  it('is accepted: My Jobs leads to it, and the money is off the invoice', async () => {
    const { page } = felix;
    await page.goto('/my-jobs');
    await page.getByRole('link', { name: 'A dispute waits for your answer' }).click();
    await page.getByRole('link', { name: 'Answer block by block' }).click();
    await page.getByRole('link', { name: 'All', exact: true }).click();
    expect(await page.getByRole('checkbox', { checked: true }).count()).to.equal(2);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Accept and refund' }).click();
    await page.getByText('Your answer is kept.').waitFor();
    const { ending, amount } = await newest();
    expect([ending, amount]).to.deep.equal(['accepted', 1333]);
    expect(await main(page))
      .to.include('$13.33')
      .and.to.include('not charged');
  });

  it('is contested, decided and upheld; both accept the decision, and it is closed', async () => {
    await dispute(carla.page, 0);
    const opened = await newest();
    await felix.page.goto(`/disputes/${opened.id}`);
    await felix.page.getByRole('link', { name: 'Contest all' }).click();
    await felix.page.getByLabel('Why do you contest them?').fill(CONTEST);
    await felix.page.getByRole('button', { name: 'Send the answer' }).click();
    await felix.page.getByText('Being decided').waitFor();
    const blocks = (await disputedBlocks(opened.id)).map(({ startedAt }) => startedAt);
    const ruling = { to: 'freelancer', reason: 'work-is-shown', words: CONTEST, blocks } as const;
    await proposeRuling(opened.id, [{ ...ruling, blocks }], journey.ada, new Date());
    for (const { page } of [felix, carla]) {
      await page.goto('/disputes');
      await page.getByText('A dispute is decided: accept the decision, or appeal').waitFor();
      await page.goto(`/disputes/${opened.id}`);
      expect(await main(page))
        .to.include('The evidence shows the work.')
        .and.to.include('Paid to the freelancer');
      await page.getByRole('button', { name: 'Accept the decision' }).click();
      await page.getByText('You have accepted the decision.').first().waitFor();
    }
    const closed = await newest();
    expect([closed.state, closed.ending, closed.toFreelancer, closed.held]).to.deep.equal(['closed', 'ruled', 667, 0]);
    expect(await main(carla.page)).to.include('The decision is final.');
  });
});
