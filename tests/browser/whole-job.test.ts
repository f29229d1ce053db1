import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { config } from '../../src/config.ts';
import { blocksBetween, type StoredBlock } from '../../src/diary/block-rows.ts';
import { failureWords } from '../../src/diary/failure-words.ts';
import { amountFor, money } from '../../src/kernel/money.ts';
import { cellOf, duration } from '../../src/kernel/time.ts';
import { buildTracker } from '../../tracker/build.ts';
import { signInThrough, whyNoBrowser, type Tab } from '../support/browser.ts';
import { TrackerWindow } from '../support/journey-tracker.ts';
import { later, startJourney, type Journey } from '../support/journey.ts';
import { fieldsThatDiffer, installed, paintBoard, startScreen, type Screen } from '../support/screen.ts';
import { PASSWORD } from '../support/world.ts';

const CELL_MS = 600_000;
/** So long after the last deployment a cell ends. Long enough to sign the tracker in and press Start. */
const EDGE_AFTER_MS = 14_000;

/** From the offer to the diary. Each sentence goes on where the last one ended. */
describe('A whole job', function () {
  this.timeout(60_000);
  this.bail(true);
  let journey: Journey;
  let screen: Screen;
  let carla: Tab;
  let felix: Tab;
  let contractId: number;
  let blocks: StoredBlock[];
  const tracker = new TrackerWindow();
  const worked: { startedAt: number; seconds: number }[] = [];

  before(async function () {
    const missing = ['Xvfb', 'import', 'display', 'xprintidle'].filter(tool => !installed(tool));
    const why = whyNoBrowser() ?? (missing.length > 0 ? `this machine has no ${missing.join(', ')}` : null);
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    await buildTracker();
    [journey, screen] = await Promise.all([startJourney(), startScreen()]);
    await paintBoard(screen.display);
    [carla, felix] = await Promise.all([journey.open(null), journey.open(null)]);
    tracker.browser = journey.browser;
    tracker.dataFolder = await mkdtemp(join(config.dataFolder, 'machine-of-felix-'));
    tracker.env = { DISPLAY: screen.display, WAYLAND_DISPLAY: '' };
  });
  after(async () => {
    screen?.stop();
    await tracker.double?.kill();
    await journey?.end();
  });

  it('begins with Carla, who signs in and offers Felix a contract', async () => {
    const { page } = carla;
    await signInThrough(page, journey.carla.email, PASSWORD);
    await page.getByRole('main').getByRole('link', { name: 'Offer a contract' }).first().click();
    await page.getByLabel('What is the work?').fill('Bicycle shop');
    await page.getByLabel('Freelancer’s e-mail').fill(journey.felix.email);
    await page.getByLabel('Rate').fill('36');
    await page.getByLabel('Weekly limit').fill('20');
    await page.getByRole('textbox', { name: 'Project codes' }).fill('BIKE-1 Checkout\nBIKE-2 Catalogue');
    await page.getByRole('button', { name: 'Send the offer' }).click();
    await page.getByText('The offer is on its way.').waitFor();
    contractId = Number(/\/contracts\/(\d+)$/.exec(page.url())?.[1]);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal('Bicycle shop');
  });

  it('Felix sees the offer in My Jobs and accepts it', async () => {
    const { page } = felix;
    await signInThrough(page, journey.felix.email, PASSWORD);
    await page.getByRole('link', { name: 'Read the terms of Bicycle shop' }).click();
    expect(await page.getByRole('main').innerText())
      .to.include('$36.00 an hour')
      .and.to.include('20 h, Monday to Sunday UTC');
    await page.getByRole('button', { name: 'Accept the contract' }).click();
    await page.getByText('Accepted: you can track time on this contract now.').waitFor();
    await page.getByRole('link', { name: 'Work diary' }).click();
    await page.getByText('Nothing tracked yet today').waitFor();
    // An open page of today would go on asking the server that the next deployment ends.
    await page.close();
  });

  it('his tracker starts, takes pictures, and goes on over the edge of ten minutes', async () => {
    const toEdge = CELL_MS - (Date.now() % CELL_MS);
    await journey.restart(later(toEdge - EDGE_AFTER_MS));
    await tracker.boot();
    await tracker.signInTo(journey.server.url, journey.felix.email, PASSWORD);
    await tracker.page.getByLabel('Select Project').selectOption({ label: 'Bicycle shop · Carla' });
    await tracker.page.getByLabel('Project code').fill('BIKE-1');
    await tracker.work('Checkout: keep the basket when the session ends');
    const [first] = await soon(journalled, 'the timer to run');
    const edge = cellOf(first!.startedAt) + CELL_MS / 1000;
    worked.push({ startedAt: first!.startedAt, seconds: edge - first!.startedAt });
    await soon(
      async () => (await journalled()).filter(({ startedAt, until }) => startedAt === edge && until > edge),
      'the next ten minutes',
    );
    expect(tracker.double.notifications.map(({ title }) => title)).to.include('Screenshot taken');
  });

  it('is killed in mid-block, and sends what was worked when it is opened again', async () => {
    await tracker.kill();
    // Nobody touched this machine since: the ten minutes before may yet turn out to be a pause, and stand beside it.
    const cut = (await journalled()).at(-1);
    worked.push({ startedAt: cut!.startedAt, seconds: cut!.until - cut!.startedAt });
    await tracker.boot();
    await tracker.sees(/The tracker was ended while the timer ran/);
  });

  it('is started again, with other words, and stopped', async () => {
    await tracker.page.getByLabel('Project code').fill('BIKE-2');
    await tracker.work('Catalogue: sort the bicycles by price');
    const [third] = await soon(journalled, 'the timer to run');
    await tracker.workedASecond();
    await tracker.stop();
    await tracker.sees('All sent');
    blocks = await kept();
    expect(blocks.map(({ startedAt }) => startedAt)).to.deep.equal([
      ...worked.map(block => block.startedAt),
      third!.startedAt,
    ]);
    expect(blocks.slice(0, 2).map(({ startedAt, seconds }) => ({ startedAt, seconds }))).to.deep.equal(worked);
    expect(await tracker.page.getByRole('region', { name: 'Totals' }).innerText()).to.match(/\d/);
  });

  it('Carla’s diary has each block once, to the second, with its words and its picture', async () => {
    const { page } = carla;
    const seconds = sum(blocks);
    await page.goto(`${journey.server.url}/contracts/${contractId}/diary`);
    const places = page.locator('.hours .cells a');
    const hrefs = await places.evaluateAll(links => links.map(link => link.getAttribute('href')));
    expect(hrefs).to.deep.equal(blocks.map(({ startedAt }) => `/contracts/${contractId}/blocks/${startedAt}`));
    await pictured(page);
    const totals = await page.locator('.totals').innerText();
    expect(totals)
      .to.include(duration(seconds))
      .and.to.include(money(amountFor(seconds, 3600)));
    const rows = await page.getByRole('table', { name: 'What was done' }).getByRole('row').allInnerTexts();
    const told = rows.slice(1).map(row => row.split(/\s*\t\s*|\n/).map(cell => cell.trim()));
    const groups = [
      ['Checkout: keep the basket when the session ends', 'BIKE-1', blocks.slice(0, 2)],
      ['Catalogue: sort the bicycles by price', 'BIKE-2', blocks.slice(2)],
    ] as const;
    for (const [description, code, of] of groups) {
      const row = told.find(cells => cells[0] === description);
      expect(row?.slice(0, 5)).to.deep.equal([
        description,
        code,
        String(of.length),
        duration(sum(of)),
        money(amountFor(sum(of), 3600)),
      ]);
    }
  });

  it('the viewer shows what was on the screen, one block after the other', async () => {
    const { page } = carla;
    await page.locator('.hours .cells a').first().click();
    for (const [at, block] of blocks.entries()) {
      await page.getByText(`${at + 1} of ${blocks.length}`).waitFor();
      expect(await page.getByRole('complementary', { name: 'About this block' }).innerText()).to.include(
        duration(block.seconds),
      );
      for (const { failure, number } of block.shots) {
        if (failure) await page.getByText(failureWords[failure]).waitFor();
        else
          expect(
            await differences(page, `/contracts/${contractId}/blocks/${block.startedAt}/screenshots/${number}`),
          ).to.deep.equal([]);
      }
      if (at + 1 < blocks.length) await page.keyboard.press('ArrowRight');
    }
    expect(blocks[0]!.shots[0]!.failure, 'the first block has a picture').to.equal(null);
    expect(blocks[2]!.shots[0]!.failure, 'the last block has a picture').to.equal(null);
    await page.keyboard.press('Escape');
    await page.locator('.hours').waitFor();
  });

  it('Manage Work Diary Online signs a fresh browser in, once', async () => {
    await tracker.page.getByRole('button', { name: 'Manage Work Diary Online' }).click();
    const link = (await soon(async () => tracker.double.opened, 'the link')).at(-1)!;
    const { page, complaints } = await journey.open(null);
    await page.goto(link);
    expect(new URL(page.url()).pathname).to.equal(`/contracts/${contractId}/diary`);
    expect(await page.getByRole('banner').innerText()).to.include('Felix');
    await pictured(page);
    const again = await journey.open(null);
    expect((await again.page.goto(link))?.status()).to.equal(404);
    expect([...complaints, ...carla.complaints, ...felix.complaints]).to.deep.equal([]);
  });

  const sum = (of: readonly StoredBlock[]): number => of.reduce((total, { seconds }) => total + seconds, 0);
  const kept = (): Promise<StoredBlock[]> =>
    blocksBetween({ id: contractId, freelancerId: journey.felix.id }, 0, 2 ** 32);

  type Unfinished = { startedAt: number; until: number };
  /** What the tracker has written down of blocks that are not finished. */
  async function journalled(): Promise<Unfinished[]> {
    const file = join(tracker.dataFolder, 'impact-time', 'unfinished.json');
    const text = await readFile(file, 'utf8').catch(() => '{"blocks":[]}');
    return (JSON.parse(text) as { blocks: Unfinished[] }).blocks;
  }

  /** The first answer that is not empty. */
  async function soon<T>(ask: () => Promise<T[]>, what: string): Promise<T[]> {
    for (let i = 0; i < 400; i += 1) {
      const found = await ask();
      if (found.length > 0) return found;
      await tracker.page.waitForTimeout(100);
    }
    throw new Error(`waited in vain for ${what}`);
  }

  /** Every thumbnail on the page is a picture. */
  async function pictured(page: Page): Promise<void> {
    const images = page.locator('.hours img');
    const withPicture = blocks.filter(({ shots }) => shots.some(({ failure }) => failure === null));
    expect(await images.count())
      .to.equal(withPicture.length)
      .and.to.be.at.least(2);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLImageElement>('.hours img')].every(
        image => image.complete && image.naturalWidth > 0,
      ),
    );
  }

  /** Where the full picture differs from the board on the X screen. */
  async function differences(page: Page, address: string): Promise<string[]> {
    await page.waitForFunction(src => {
      const image = document.querySelector<HTMLImageElement>(`.shot img[src="${src}"]`);
      return image?.complete === true && image.naturalWidth > 0;
    }, address);
    return fieldsThatDiffer(await (await page.request.get(new URL(address, page.url()).href)).body());
  }
});
