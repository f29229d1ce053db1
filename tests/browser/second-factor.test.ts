import { expect } from 'chai';
import { codeAt } from '../../src/accounts/one-time-code.ts';
import { balanceOf } from '../../src/billing/balances.ts';
import { fund } from '../../src/billing/ledger.ts';
import { money } from '../../src/kernel/money.ts';
import { addMs, SECOND } from '../../src/kernel/time.ts';
import { signInThrough, whyNoBrowser } from '../support/browser.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { KEY, tireOf } from '../support/second-factor.ts';
import { PASSWORD } from '../support/world.ts';

describe('A second factor in the browser', function () {
  this.timeout(120_000);
  let journey: Journey;

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    journey = await startJourney();
  });
  after(() => journey?.end());

  it('is set up with a QR code, kept with recovery codes, and asked for at the next sign-in', async () => {
    const { felix } = journey;
    const { page } = await journey.open(felix);
    await page.goto('/profile');
    await page.getByRole('link', { name: 'Second factor' }).click();
    await page.getByRole('link', { name: 'Set it up' }).click();
    const box = await page.getByRole('img', { name: /QR code/ }).boundingBox();
    expect(box!.width).to.be.above(180).and.to.equal(box!.height);
    await page.getByText('No camera? Type the key').click();
    const key = (await page.locator('.key').innerText()).replaceAll(' ', '');
    await page.getByLabel('Type the code it shows').fill('000000');
    await page.getByRole('button', { name: 'switch it on' }).click();
    await page.getByText('This code is not right.').first().waitFor();
    await page.getByLabel('Type the code it shows').fill(codeAt(key, new Date()));
    await page.getByRole('button', { name: 'switch it on' }).click();
    const codes = await page.locator('.recovery-codes li').allInnerTexts();
    expect(codes).to.have.length(10);
    await page.getByRole('link', { name: 'I have kept them' }).click();
    await page.getByText('10 of 10 are left').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();

    await signInThrough(page, felix.email, PASSWORD);
    await page.getByLabel('Code').fill(codeAt(key, addMs(new Date(), 30 * SECOND)));
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/my-jobs');
    await page.getByRole('button', { name: 'Sign out' }).click();

    await signInThrough(page, felix.email, PASSWORD);
    await page.getByRole('link', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[3]!.toUpperCase());
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/my-jobs');
    await page.goto('/second-factor');
    await page.getByText('9 of 10 are left').waitFor();
  });

  it('of an admin comes before money moves, and what was typed is done with it', async () => {
    const { ada } = journey;
    const { page } = await journey.open(ada);
    await tireOf(ada.id, addMs(journey.began, -3600 * SECOND));
    await page.goto('/admin/fund');
    const before = await balanceOf(fund);
    await page.getByLabel('Amount').fill('125.50');
    await page.getByLabel('Why?').fill('To begin with, for claims');
    await page.getByRole('button', { name: 'Put it in' }).click();
    await page.getByText('Nothing has happened yet').waitFor();
    await page.getByLabel('Code').fill(codeAt(KEY, new Date()));
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('The money is in the protection fund.').waitFor();
    await page.getByText('To begin with, for claims').waitFor();
    expect(await balanceOf(fund)).to.equal(before + 12_550);
    expect(await page.locator('.fund-now').innerText()).to.include(money(before + 12_550));
  });
});
