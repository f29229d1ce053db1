import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { User } from '../../src/accounts/user-model.ts';
import { amountFor, money } from '../../src/kernel/money.ts';
import { clock, DAY, dayIn, duration, HOUR, hoursExact, utcDay, type Zone } from '../../src/kernel/time.ts';
import { whyNoBrowser, type Tab } from '../support/browser.ts';
import { later, startJourney, type Journey } from '../support/journey.ts';
import { signInTracker } from '../support/tracker.ts';
import { PASSWORD } from '../support/world.ts';

const RATE = 3600;
const VIENNA: Zone = 'Europe/Vienna';
const NEW_YORK: Zone = 'America/New_York';
const VAGUE = 'stuff';
const CORRECTED = 'Price list: round to whole cents';
const GONE = 'Order form: choose the day of delivery';

/** Carla in New York and Nina, who is new, in Vienna: two windows beside each other. Each sentence goes on where the last one ended. */
describe('Two people, each in a browser', function () {
  this.timeout(60_000);
  this.bail(true);
  let journey: Journey;
  let carla: Tab;
  let nina: Tab;
  let email: string;
  let contractId: number;
  /** A Wednesday, 09:00 UTC: the same day for both, and the week is open on both sides of it. */
  let nine: number;
  const both = (): [string, Page][] => [
    ['Carla', carla.page],
    ['Nina', nina.page],
  ];
  const at = (path: string): string => `/contracts/${contractId}${path}`;
  const second = (hour: number, minute = 0): number => nine / 1000 + (hour - 9) * 3600 + minute * 60;
  const day = (): string => utcDay(nine / 1000);
  /** The server moves to another port when its clock is moved; who is signed in stays signed in. */
  const go = (page: Page, path: string) => page.goto(journey.server.url + path);
  const main = (page: Page): Promise<string> => page.getByRole('main').innerText();
  const timeOf = (at: number, zone: Zone): string => clock(new Date(at * 1000), zone);

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    journey = await startJourney();
    const wednesday = Math.floor(journey.began.getTime() / DAY) * DAY;
    const ahead = (3 - new Date(wednesday).getUTCDay() + 7) % 7;
    nine = wednesday + (ahead === 0 ? 7 : ahead) * DAY + 9 * HOUR;
    await User.update({ timeZone: NEW_YORK }, { where: { id: journey.carla.id } });
    await journey.restart(later(nine - Date.now()));
    [carla, nina] = await Promise.all([journey.open(journey.carla), journey.open(null, { timezoneId: VIENNA })]);
    email = journey.felix.email.replace('felix', 'nina');
  });
  after(() => journey?.end());

  it('Carla offers a contract to Nina, who has no account', async () => {
    const { page } = carla;
    await go(page, '/contracts/new');
    await page.getByLabel('What is the work?').fill('Bakery website');
    await page.getByLabel('Freelancer’s e-mail').fill(email);
    await page.getByLabel('Rate').fill(String(RATE / 100));
    await page.getByLabel('Weekly limit').fill('20');
    await page.getByLabel('Allow manual time').check();
    await page.getByRole('textbox', { name: 'Project codes' }).fill('BAKE-1 Shop\nBAKE-2 Orders');
    await page.getByRole('button', { name: 'Send the offer' }).click();
    await page.getByText('The offer is on its way.').waitFor();
    contractId = Number(/\/contracts\/(\d+)$/.exec(page.url())?.[1]);
  });

  it('Nina opens the link of her letter, chooses a password and accepts; the link works once', async () => {
    const { page } = nina;
    await go(page, await invitation());
    expect(await main(page))
      .to.include('Carla offers you this contract')
      .and.to.include('$36.00 an hour');
    await page.getByLabel('Your name').fill('Nina');
    await page.getByLabel('Password').fill(PASSWORD);
    expect(await page.getByLabel('Time zone').inputValue()).to.equal(VIENNA);
    await page.getByRole('button', { name: 'Go on to the offer' }).click();
    await page.getByRole('button', { name: 'Accept the contract' }).click();
    await page.getByText('Accepted: you can track time on this contract now.').waitFor();
    const again = await journey.open(null);
    await go(again.page, await invitation());
    expect(await main(again.page)).to.include('This invitation was used already');
    await again.page.context().close();
    await carla.page.reload();
    expect(await main(carla.page)).to.include('Nina accepted the offer.');
  });

  /** The server shows its letters in its log. It writes them after it has answered. */
  async function invitation(): Promise<string> {
    for (;;) {
      const found = /\/invitations\/[\w-]+/.exec(journey.server.output());
      if (found) return found[0];
      await nina.page.evaluate(() => new Promise(resolve => requestAnimationFrame(resolve)));
    }
  }

  it('Nina tracks half an hour, and both see it', async () => {
    // Open pages of today would go on asking the server that ends here.
    for (const [, page] of both()) await page.goto('about:blank');
    const tracker = await signInTracker(journey.server.url, email);
    await journey.restart(later(nine + 4 * HOUR - Date.now()));
    const work = [
      { description: 'Bread list: sort the loaves by price', projectCode: 'BAKE-1' },
      { description: VAGUE, projectCode: 'BAKE-1' },
      { description: GONE, projectCode: 'BAKE-2', seconds: 450 },
    ];
    const again = await signInTracker(journey.server.url, email);
    expect(again.token).not.to.equal(tracker.token);
    for (const [place, block] of work.entries()) {
      const startedAt = new Date(second(10, place * 10) * 1000).toISOString();
      expect((await again.send(contractId, startedAt, { block })).status).to.equal(200);
    }
    for (const [name, page] of both()) {
      await go(page, at(`/diary/${day()}`));
      await page.locator('.totals').getByText(duration(1650)).first().waitFor();
      const { zone } = { zone: name === 'Carla' ? NEW_YORK : VIENNA };
      expect(await page.getByRole('link', { name: timeOf(second(10, 10), zone) }).count(), name).to.be.above(0);
    }
  });

  it('Carla asks about a block that says nothing', async () => {
    const { page } = carla;
    await go(page, at(`/blocks/${second(10, 10)}`));
    expect(await main(page)).to.include('Not protected');
    await page.getByLabel('Write a comment').fill('What was this? I cannot book it to anything.');
    await page.getByLabel('Ask Nina for an answer').check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Waits for an answer').waitFor();
  });

  it('Nina follows the notice, corrects the block and resolves the question; Carla sees both', async () => {
    const { page } = nina;
    await go(page, '/notices');
    await page.getByRole('link', { name: 'A question about a block' }).click();
    await page.getByText('What was this? I cannot book it to anything.').waitFor();
    await page.getByRole('link', { name: 'Correct', exact: true }).click();
    await page.getByLabel('Task description').fill(CORRECTED);
    await page.getByRole('button', { name: 'Save the correction' }).click();
    await go(page, at(`/blocks/${second(10, 10)}`));
    await page.getByRole('heading', { level: 1, name: CORRECTED }).waitFor();
    await page.getByRole('button', { name: 'Resolve' }).click();
    await page.getByText('Resolved by Nina').waitFor();

    await go(carla.page, at(`/blocks/${second(10, 10)}`));
    const seen = await main(carla.page);
    expect(seen)
      .to.include(CORRECTED)
      .and.to.include('Resolved')
      .and.to.match(/Until [^\n]+\s+stuff/);
  });

  it('Nina deletes a block after she has read what it costs, and both see that it was there', async () => {
    const { page } = nina;
    await go(page, at(`/blocks/${second(10, 20)}`));
    await page.getByRole('link', { name: 'Delete this block' }).click();
    expect(await main(page)).to.include(`${duration(450)}, ${money(amountFor(450, RATE))} will not be paid.`);
    await page.getByRole('button', { name: `Delete ${duration(450)}` }).click();
    await page.waitForURL(/\/diary\//);
    for (const [name, one] of both()) {
      await go(one, at(`/blocks/${second(10, 20)}`));
      expect(await one.getByRole('heading', { level: 1 }).innerText(), name).to.equal('Deleted');
      expect(await main(one), name).not.to.include(GONE);
      await go(one, at(`/diary/${day()}`));
      expect(await one.getByRole('link', { name: /Deleted/ }).count(), name).to.be.above(0);
    }
  });

  it('Nina asks for an hour she did not track; time that is taken cannot be chosen', async () => {
    const { page } = nina;
    await go(page, at('/manual-time/new'));
    const offered = (name: string): Promise<string[]> =>
      page.locator(`select[name=${name}] option`).evaluateAll(all => all.map(one => (one as HTMLOptionElement).value));
    const [begins, ends] = [await offered('from'), await offered('to')];
    for (const minute of [0, 10, 20]) {
      expect(begins).not.to.include(String(second(10, minute)));
      expect(ends).not.to.include(String(second(10, minute + 5)));
    }
    expect(begins).to.include(String(second(11)));
    await page.getByLabel(/^From/).selectOption({ label: timeOf(second(11), VIENNA) });
    await page.getByLabel('To', { exact: true }).selectOption({ label: timeOf(second(12), VIENNA) });
    await page.getByLabel('What did you work on?').fill('Call with the baker about the opening hours');
    await page.getByLabel('Why was it not tracked?').fill('On the phone');
    await page.getByRole('button', { name: 'Ask Carla' }).click();
    await page.getByText('Say in at least 20 characters').first().waitFor();
    expect(await page.getByLabel(/^From/).inputValue()).to.equal(String(second(11)));
    await page.getByLabel('Why was it not tracked?').fill('We were on the phone, away from my computer.');
    await page.getByRole('button', { name: 'Ask Carla' }).click();
    await page.getByText('Waiting for an answer').waitFor();
  });

  it('Carla says yes to forty minutes of it', async () => {
    const { page } = carla;
    await go(page, '/notices');
    await page.getByRole('link', { name: 'Manual time to answer' }).click();
    await page.getByText('We were on the phone').waitFor();
    await page.getByLabel('Yes to a part').check();
    await page.getByLabel('The part begins').selectOption({ label: timeOf(second(11), NEW_YORK) });
    await page.getByLabel('The part ends').selectOption({ label: timeOf(second(11, 40), NEW_YORK) });
    await page.getByLabel('A sentence for the freelancer').fill('The last minutes were about my own shop.');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await page.getByText(`${duration(2400)} were added`).waitFor();
    await nina.page.reload();
    expect(await main(nina.page))
      .to.include(`${duration(2400)} were added`)
      .and.to.include('The last minutes were about my own shop.');
  });

  it('and every page, and the file, says one hour and thirty-six dollars to both', async () => {
    const seconds = 600 + 600 + 2400;
    const amount = money(amountFor(seconds, RATE));
    expect([duration(seconds), amount]).to.deep.equal(['1 h', '$36.00']);
    for (const [name, page] of both()) {
      for (const view of ['', '/week', '/list', '/week/list']) {
        await go(page, at(`/diary/${day()}${view}`));
        const sums = await page.locator('.totals .sum').allInnerTexts();
        expect(sums.length, `${name} ${view}`).to.be.above(0);
        for (const sum of sums)
          expect(sum, `${name} ${view}`)
            .to.match(/^1 h\b/)
            .and.to.include(amount);
      }
      await go(page, '/my-jobs');
      const job = page.getByRole('listitem').filter({ hasText: 'Bakery website' }).first();
      expect(await job.innerText(), name)
        .to.include('1 h')
        .and.to.include(amount);
      await go(page, `/reports?by=contract&contract=${contractId}&from=${day()}&to=${day()}`);
      const report = await main(page);
      expect(report, name).to.include(hoursExact(seconds)).and.to.include(amount);
      const row = page.getByRole('row').filter({ hasText: 'Bakery website' });
      expect(await row.innerText(), name)
        .to.include(hoursExact(seconds))
        .and.to.include(amount);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Download as CSV' }).click(),
      ]);
      expect(sumsOf(await readFile(await file.path(), 'utf8')), name).to.deep.equal({
        seconds,
        billed: seconds,
        cents: 3600,
      });
    }
    expect(dayIn(new Date(nine), NEW_YORK)).to.equal(dayIn(new Date(nine), VIENNA));
  });

  it('Nina takes a copy of it all along, and nothing on the way complained', async () => {
    const { page } = nina;
    await go(page, '/profile');
    await page.getByRole('link', { name: 'Download my data' }).click();
    await page.getByLabel('Your password').fill(PASSWORD);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download my data' }).click(),
    ]);
    expect(file.suggestedFilename()).to.equal(`impact-time-my-data-${day()}.zip`);
    expect((await readFile(await file.path())).subarray(0, 2).toString()).to.equal('PK');
    expect([...carla.complaints, ...nina.complaints]).to.deep.equal([]);
  });

  /** Of a file in which no cell before the numbers holds a comma. */
  function sumsOf(csv: string): { seconds: number; billed: number; cents: number } {
    const [head = '', ...lines] = csv
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n');
    const place = (name: string): number => head.split(',').indexOf(name);
    const sum = (name: string): number =>
      lines.reduce((total, line) => total + Number(line.split(',')[place(name)]), 0);
    return { seconds: sum('Seconds'), billed: sum('Billed seconds'), cents: Math.round(sum('Amount USD') * 100) };
  }
});
