import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { addDays, cellOf, dayIn, fromSeconds, toSeconds } from '../../src/kernel/time.ts';
import { signInThrough, whyNoBrowser } from '../support/browser.ts';
import { startJourney, zoneAtNoon, type Journey } from '../support/journey.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { PASSWORD } from '../support/world.ts';

const HOUR = 3600;

describe('The pages, in a browser', function () {
  this.timeout(30_000);
  let journey: Journey;
  let tracker: TestTracker;
  let today: string;
  let diary: string;
  /** Begin of a whole cell about an hour ago. */
  let hourAgo: number;

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    journey = await startJourney();
    tracker = await signInTracker(journey.server.url, journey.felix.email);
    today = dayIn(journey.began, zoneAtNoon(journey.began));
    diary = `/contracts/${journey.contract.id}/diary`;
    hourAgo = cellOf(toSeconds(journey.began)) - HOUR;
    await work(hourAgo - 24 * HOUR, 'Yesterday: payment form of the checkout');
    await work(hourAgo, 'Checkout: keep the basket');
    await work(hourAgo + 600, 'Checkout: empty basket page');
  });
  after(() => journey?.end());

  async function work(startedAt: number, description: string): Promise<void> {
    const { status, text } = await tracker.send(journey.contract.id, fromSeconds(startedAt).toISOString(), {
      block: { description },
    });
    expect([200, 201], text).to.include(status);
  }

  const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();
  const blockOf = (startedAt: number): string => `/contracts/${journey.contract.id}/blocks/${startedAt}`;

  it('somebody signs up by a letter and chooses a password', async () => {
    const { page, complaints } = await journey.open(null);
    const email = `nora.${Date.now()}@example.test`;
    await page.goto('/');
    await page.getByRole('banner').getByRole('link', { name: 'Sign up' }).click();
    await page.getByLabel('I work').check();
    await page.getByLabel('Your name').fill('Nora');
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send me the link' }).click();
    await page.getByText('Look into your mail').waitFor();
    expect(await page.getByRole('main').innerText()).to.include(email);
    const letter = journey.server.output().split(`Mail to ${email}`)[1];
    await page.goto(/http:\S+\/new-password\/\S+/.exec(letter ?? '')?.[0] ?? '');
    await page.getByLabel('Password').fill('a garden of nine pears');
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByText('Your password is set. Welcome.').waitFor();
    expect(await page.getByRole('main').innerText())
      .to.include('No contract yet')
      .and.to.include(email);
    expect(complaints).to.deep.equal([]);
  });

  it('a wrong password says so beside the field and keeps what was typed', async () => {
    const { page, complaints } = await journey.open(null);
    await signInThrough(page, journey.felix.email, 'no such password');
    await expectMessage(page, 'Password', 'E-mail and password do not fit together.');
    expect(await page.getByLabel('E-mail').inputValue()).to.equal(journey.felix.email);
    expect(await page.getByLabel('Password').inputValue()).to.equal('');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/my-jobs');
    expect(complaints).to.deep.equal([]);
  });

  it('whoever wants a page that asks for a sign-in gets it afterwards', async () => {
    const { page } = await journey.open(null);
    await page.goto(`${diary}/${today}`);
    expect(await heading(page)).to.equal('Sign in');
    await page.getByLabel('E-mail').fill(journey.felix.email);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${diary}/${today}`);
  });

  it('an offer with errors keeps what was typed and puts each message beside its field', async () => {
    const { page, complaints } = await journey.open(journey.carla);
    await page.goto('/contracts/new');
    await page.getByLabel('What is the work?').fill('Garden “shop” & <more>');
    await page.getByLabel('Freelancer’s e-mail').fill('felix at home');
    await page.getByLabel('Rate').fill('a lot');
    await page.getByLabel('Blurred').check();
    await page.getByLabel('Allow manual time').check();
    await page.getByRole('textbox', { name: 'Project codes' }).fill('A-1 One\nA-1 Two');
    await page.getByRole('button', { name: 'Send the offer' }).click();
    await page.getByText('Please check these').waitFor();
    await expectMessage(page, 'Rate', 'Enter dollars per hour, such as 45 or 45.50, at most 1,000.');
    await expectMessage(page, 'Project codes', /One code in each line/);
    await expectMessage(page, 'Freelancer’s e-mail', /e-mail/i);
    expect(await page.getByLabel('What is the work?').inputValue()).to.equal('Garden “shop” & <more>');
    expect(await page.getByLabel('Rate').inputValue()).to.equal('a lot');
    expect(await page.getByLabel('Blurred').isChecked()).to.equal(true);
    expect(await page.getByLabel('Allow manual time').isChecked()).to.equal(true);
    expect(await page.getByRole('textbox', { name: 'Project codes' }).inputValue()).to.equal('A-1 One\nA-1 Two');
    await page.getByRole('alert').getByRole('link').first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal('f-email');
    expect(complaints).to.deep.equal([]);
  });

  it('days are turned by click, by arrow key and in the strip, and the way back works', async () => {
    const { page, complaints } = await journey.open(journey.carla);
    const yesterday = addDays(today, -1);
    await page.goto(diary);
    const first = await heading(page);
    await page.getByRole('link', { name: /^Earlier: / }).click();
    await page.getByText('Yesterday: payment form of the checkout').first().waitFor();
    expect(new URL(page.url()).pathname).to.equal(`${diary}/${yesterday}`);
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(`**${diary}/${today}`);
    await page.getByText('Checkout: empty basket page').first().waitFor();
    expect(await heading(page)).to.equal(first);
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(`**${diary}/${yesterday}`);
    await page.getByText('Yesterday: payment form of the checkout').first().waitFor();
    // Nothing was tracked before.
    expect(await page.getByRole('link', { name: /^Earlier: / }).count()).to.equal(0);
    await page.goBack();
    await page.waitForURL(`**${diary}/${today}`);
    await page.getByText('Checkout: empty basket page').first().waitFor();
    await page.goBack();
    await page.getByText('Yesterday: payment form of the checkout').first().waitFor();
    await page.getByRole('link', { name: 'Today', exact: true }).click();
    await page.waitForURL(`**${diary}`);
    await page.getByText('Checkout: keep the basket').first().waitFor();
    expect(complaints).to.deep.equal([]);
  });

  it('a block that arrives appears on the page of today by itself', async () => {
    const { page, complaints } = await journey.open(journey.carla);
    await page.clock.install();
    await page.goto(diary);
    const places = page.locator('.hours .cells a');
    await places.first().waitFor();
    const before = await places.count();
    await work(hourAgo + 1200, 'Arrived while the page was open');
    const answered = page.waitForResponse(
      response => response.url().includes(diary) && response.request().headers()['hx-request'] === 'true',
    );
    await page.clock.fastForward(31_000);
    await answered;
    await page.getByText('Arrived while the page was open').first().waitFor();
    expect(await places.count()).to.equal(before + 1);
    expect(complaints).to.deep.equal([]);
  });

  it('the viewer goes from block to block with the arrow keys, and back to the day with Escape', async () => {
    const { page, complaints } = await journey.open(journey.carla);
    await page.goto(`${diary}/${today}`);
    await page.locator('.hours .cells a').first().click();
    await page.getByRole('heading', { name: 'Checkout: keep the basket' }).waitFor();
    await page.locator('.shot img').evaluate((image: HTMLImageElement) => image.decode());
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'Checkout: empty basket page' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { name: 'Checkout: keep the basket' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(`**${diary}/${today}`);
    expect(complaints).to.deep.equal([]);
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`Felix deletes a block and is told what it costs${javaScriptEnabled ? '' : ', without JavaScript too'}`, async () => {
      const startedAt = hourAgo - (javaScriptEnabled ? 1200 : 2400);
      await work(startedAt, 'A picture that is nobody’s business');
      const felix = await journey.open(null, { javaScriptEnabled });
      const { page } = felix;
      await signInThrough(page, journey.felix.email, PASSWORD);
      expect(await heading(page)).to.equal('My Jobs');
      await page.getByRole('link', { name: 'Online shop' }).first().click();
      await page.getByRole('link', { name: 'Work diary' }).click();
      await page.locator(`.hours a[href="${blockOf(startedAt)}"]`).click();
      expect(await heading(page)).to.equal('A picture that is nobody’s business');
      await page.getByRole('link', { name: 'Delete this block' }).click();
      expect(await page.getByRole('main').innerText()).to.include('10 m, $6.67 will not be paid');
      await page.getByRole('button', { name: 'Delete 10 m' }).click();
      // Both deletions may still be undone: the line names them together.
      await page.getByText(javaScriptEnabled ? 'Deleted: 10 m' : /Deleted: [12]0 m/).waitFor();
      await expectTombstone(page, startedAt);
      const carla = await journey.open(journey.carla, { javaScriptEnabled });
      await carla.page.goto(`${diary}/${today}`);
      await expectTombstone(carla.page, startedAt);
      expect([...felix.complaints, ...carla.complaints]).to.deep.equal([]);
    });
  }

  it('days and blocks are links that need no JavaScript', async () => {
    const { page, complaints } = await journey.open(journey.carla, { javaScriptEnabled: false });
    await page.goto(diary);
    await page.getByRole('link', { name: /^Earlier: / }).click();
    await page.getByRole('link', { name: /^Later: / }).click();
    expect(new URL(page.url()).pathname).to.equal(`${diary}/${today}`);
    await page.locator(`.hours a[href="${blockOf(hourAgo)}"]`).click();
    await page.getByRole('link', { name: 'The block after' }).click();
    expect(await heading(page)).to.equal('Checkout: empty basket page');
    expect(complaints).to.deep.equal([]);
  });

  async function expectTombstone(page: Page, startedAt: number): Promise<void> {
    const place = page.locator(`.hours a[href="${blockOf(startedAt)}"]`);
    expect(await place.innerText()).to.include('Deleted');
    expect(await place.locator('img').count()).to.equal(0);
    await page.getByText('Deleted by the freelancer, 10 m').first().waitFor();
  }

  /** The field is marked as wrong, and described by this message. */
  async function expectMessage(page: Page, label: string, words: string | RegExp): Promise<void> {
    const field = page.getByRole('textbox', { name: label });
    expect(await field.getAttribute('aria-invalid')).to.equal('true');
    const described = ((await field.getAttribute('aria-describedby')) ?? '').split(' ').at(-1)!;
    const message = await page.locator(`#${described}`).innerText();
    if (typeof words === 'string') expect(message).to.equal(words);
    else expect(message).to.match(words);
  }
});
