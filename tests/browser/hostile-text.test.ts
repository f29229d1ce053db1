import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { cellOf, dayIn, fromSeconds, toSeconds } from '../../src/kernel/time.ts';
import { whyNoBrowser } from '../support/browser.ts';
import { startJourney, zoneAtNoon, type Journey } from '../support/journey.ts';
import { signInTracker } from '../support/tracker.ts';

/** What somebody could write to make a page do something. Each fits a project code: forty characters, no space. */
const HOSTILE = [
  '<script>ran=1</script>',
  '<img/src=x/onerror=ran=1>',
  '"><svg/onload=ran=1>',
  `'-ran=1-'"onfocus=ran=1//autofocus`,
  '</textarea><script>ran=1</script>',
  '</title><iframe/src=javascript:ran=1>',
  'javascript:ran=1',
  '<%=process.exit(1)%>${ran=1}{{ran=1}}',
  '&lt;b&gt;&amp;#60;script&#x3e;',
  '<a/hx-get=/sign-out/hx-trigger=load>',
  '=HYPERLINK("http://evil.test";"A1")',
  '\u202Eexe.txt\u202C\u200Bran',
];

describe('What people write', function () {
  this.timeout(150_000);
  let journey: Journey;
  let contracts: number[];
  let startedAt: number;
  let day: string;

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    journey = await startJourney();
    journey.outside.clock.advance(-3600 * 24);
    const projectCodes = HOSTILE.map(code => ({ code, name: code }));
    contracts = [];
    for (const title of HOSTILE) contracts.push((await journey.activeContract({ title, projectCodes })).id);
    journey.outside.clock.set(journey.began.toISOString());
    day = dayIn(journey.began, zoneAtNoon(journey.began));
    startedAt = cellOf(toSeconds(journey.began)) - 3600;
    const tracker = await signInTracker(journey.server.url, journey.felix.email);
    for (const [at, words] of HOSTILE.entries()) {
      const block = { seconds: 60, description: words, projectCode: words };
      const { status, text } = await tracker.send(contracts[0]!, fromSeconds(startedAt + at * 60).toISOString(), {
        block,
        mask: { perMille: 5, reason: words },
      });
      expect([200, 201], text).to.include(status);
    }
  });
  after(() => journey?.end());

  it('is shown as text on every page of both sides, and nothing of it runs', async () => {
    const visits = [journey.felix, journey.carla].map(async person => {
      const { page, complaints } = await journey.open(person);
      await page.goto('/my-jobs');
      await shows(page, HOSTILE);
      for (const [at, id] of contracts.entries()) {
        await page.goto(`/contracts/${id}`);
        expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal(HOSTILE[at]);
        await shows(page, HOSTILE);
        expect(await page.title()).to.equal(`${HOSTILE[at]} · Impact Time`);
        await page.goto(`/contracts/${id}/diary/${day}`);
        await shows(page, at === 0 ? HOSTILE : [HOSTILE[at]!]);
      }
      for (const [at, words] of HOSTILE.entries()) {
        const block = `/contracts/${contracts[0]}/blocks/${startedAt + at * 60}`;
        await page.goto(block);
        expect(await page.getByRole('heading', { level: 1 }).textContent()).to.equal(words);
        expect(await page.locator('.mask bdi').textContent()).to.equal(words);
        await shows(page, [words]);
        if (person !== journey.felix) continue;
        for (const act of ['deletion', 'correction']) {
          await page.goto(`/contracts/${contracts[0]}/${act}?block=${startedAt + at * 60}`);
          await shows(page, [words]);
        }
      }
      expect(complaints).to.deep.equal([]);
    });
    await Promise.all(visits);
  });

  it('comes back as text in forms that say no, and in the list of people', async () => {
    const carla = await journey.open(journey.carla);
    const ada = await journey.open(journey.ada);
    const asClient = async (words: string): Promise<void> => {
      await carla.page.goto('/contracts/new');
      for (const label of ['What is the work?', 'Rate', 'Weekly limit', /^Project codes/])
        await carla.page.getByLabel(label).fill(words);
      await carla.page.getByRole('button', { name: 'Send the offer' }).click();
      await carla.page.getByText('Please check these').waitFor();
      for (const label of ['What is the work?', 'Rate', 'Weekly limit', /^Project codes/])
        expect(await carla.page.getByLabel(label).inputValue()).to.equal(words);
      await ranNothing(carla.page);
    };
    const asAdmin = async (words: string): Promise<void> => {
      await ada.page.goto(`/admin/people?query=${encodeURIComponent(words)}`);
      expect(await ada.page.getByLabel('Name or e-mail').inputValue()).to.equal(words);
      await shows(ada.page, [words]);
    };
    for (const words of HOSTILE) await Promise.all([asClient(words), asAdmin(words)]);
    expect([...carla.complaints, ...ada.complaints]).to.deep.equal([]);
  });

  it('about a block is shown as text in its thread, in the list of open questions, and in its history', async () => {
    const contract = contracts[0]!;
    const blockAt = (place: number): string => `/contracts/${contract}/blocks/${startedAt + place * 60}`;
    const codes = HOSTILE.map((_, place) => HOSTILE[(place + 1) % HOSTILE.length]!);
    for (const [place, words] of HOSTILE.entries()) {
      const [asking, answering] = place % 2 === 0 ? [journey.carla, journey.felix] : [journey.felix, journey.carla];
      expect((await asking.post(`${blockAt(place)}/comments`, { words, flag: 'yes' })).status).to.equal(303);
      expect((await answering.post(`${blockAt(place)}/comments`, { words: `${words}\n${words}` })).status).to.equal(
        303,
      );
      const block = String(startedAt + place * 60);
      const correction = { block, description: `${words} once more`, projectCode: `=${codes[place]}` };
      const corrected = await journey.felix.post(`/contracts/${contract}/correction`, correction);
      expect(corrected.status, corrected.text).to.equal(303);
    }
    const visits = [journey.felix, journey.carla].map(async person => {
      const { page, complaints } = await journey.open(person);
      await page.goto(`/contracts/${contract}/flags`);
      expect(await page.locator('.flags .words').allTextContents()).to.deep.equal(HOSTILE);
      await shows(page, [...HOSTILE, ...HOSTILE.map(words => `${words} once more`)]);
      for (const [place, words] of HOSTILE.entries()) {
        await page.goto(blockAt(place));
        expect(await page.locator('.comments .words').allTextContents()).to.deep.equal([words, `${words}\n${words}`]);
        expect(await page.locator('.history bdi').allTextContents()).to.deep.equal([words]);
        expect(await page.locator('.about .code').allTextContents()).to.deep.equal([codes[place], words]);
        await shows(page, [words, `${words} once more`]);
      }
      await page.goto('/notices');
      await shows(page, [HOSTILE[0]!]);
      expect(complaints).to.deep.equal([]);
    });
    await Promise.all(visits);
  });

  it('is shown as text in every view of the diary, and as a filter', async () => {
    const diary = `/contracts/${contracts[0]}/diary/${day}`;
    const once = HOSTILE.map(words => `${words} once more`);
    const visits = [journey.felix, journey.carla].map(async person => {
      const { page, complaints } = await journey.open(person);
      for (const view of ['', '/list', '/list?rows=blocks', '/week/list']) {
        await page.goto(diary + view);
        await shows(page, [...once, ...HOSTILE]);
      }
      await page.goto(`${diary}/week`);
      await ranNothing(page);
      for (const [place, words] of HOSTILE.entries()) {
        const view = ['', '/week', '/list', '/week/list'][place % 4]!;
        await page.goto(`${diary}${view}?${new URLSearchParams({ code: `=${words}` })}`);
        expect(await page.locator('.filtered bdi').textContent()).to.equal(words);
        expect(await page.locator('#f-code option:checked').textContent()).to.equal(words);
        expect(await page.locator('.filtered').textContent()).to.include('1 of 12 blocks');
        await ranNothing(page);
        await page.goto(`${diary}${view}?${new URLSearchParams({ go: words, code: words, kind: words, rows: words })}`);
        await page.getByText('Enter a day that exists').waitFor();
        expect(await page.locator('#f-go').inputValue()).to.equal(words);
        await ranNothing(page);
      }
      expect(complaints).to.deep.equal([]);
    });
    await Promise.all(visits);
  });

  it('comes back as text from forms about blocks that say no', async () => {
    const { page, complaints } = await journey.open(journey.felix);
    for (const words of HOSTILE) {
      await page.goto(`/contracts/${contracts[0]}/blocks/${startedAt}`);
      const long = `${words} ${'x'.repeat(1000)}`;
      await page.getByLabel('Write a comment').fill(long);
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Please check this').waitFor();
      expect(await page.getByLabel('Write a comment').inputValue()).to.equal(long);
      await ranNothing(page);
      await page.goto(`/contracts/${contracts[0]}/correction?block=${startedAt}`);
      await page.getByLabel('Task description').fill(long);
      await page.getByRole('button', { name: 'Save the correction' }).click();
      await page.getByText('Please check this').waitFor();
      expect(await page.getByLabel('Task description').inputValue()).to.equal(long);
      await ranNothing(page);
    }
    expect(complaints).to.deep.equal([]);
  });

  it('is shown as text in requests for manual time and their answers', async () => {
    const now = toSeconds(journey.began);
    const contract = contracts[1]!;
    const requests: number[] = [];
    for (const [place, words] of HOSTILE.entries()) {
      const from = startedAt - (place + 1) * 60;
      const { id } = await ManualRequest.create({
        ...{ contractId: contract, freelancerId: journey.felix.id, from, to: from + 60, state: 'declined' },
        ...{ description: words, projectCode: words, reason: `${words}\n${words}`, answer: words },
        ...{ askedAt: now, answerBy: now + 86_400, closedAt: now },
      });
      requests.push(id);
    }
    const visits = [journey.felix, journey.carla].map(async person => {
      const { page, complaints } = await journey.open(person);
      await page.goto(`/contracts/${contract}/manual-time`);
      await shows(page, HOSTILE);
      for (const [place, id] of requests.entries()) {
        const words = HOSTILE[place]!;
        await page.goto(`/contracts/${contract}/manual-time/${id}`);
        expect(await page.locator('.typed').allTextContents()).to.deep.equal([`${words}\n${words}`, words]);
        await shows(page, [words]);
      }
      expect(complaints).to.deep.equal([]);
    });
    await Promise.all(visits);
  });

  const bare = (text: string): string => text.replace(/\s+/g, ' ');

  async function shows(page: Page, words: readonly string[]): Promise<void> {
    const text = bare(await page.locator('main').innerText());
    for (const one of words) expect(text).to.include(bare(one));
    await ranNothing(page);
  }

  /** No variable was set, and no element came out of the words. */
  async function ranNothing(page: Page): Promise<void> {
    expect(await page.evaluate(() => 'ran' in window)).to.equal(false);
    const made =
      'main script, iframe, [onerror], [onload], [onfocus], img[src="x"], [href^="javascript:"], [hx-get="/sign-out"]';
    expect(await page.locator(made).count()).to.equal(0);
  }
});
