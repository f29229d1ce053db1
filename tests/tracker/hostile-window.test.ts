import { expect } from 'chai';
import { contractOf } from './fake-server.ts';
import { openDesk } from './desk.ts';

/** What a project, its code, its client or a description could be called to make the window do something, or fall apart. */
const HOSTILE = [
  '<script>ran=1</script>',
  '"><img src=x onerror="ran=1"><svg/onload=ran=1>',
  '\u202Etxt.exe\u202D abc \u2067שלום\u2066',
  'zero\u200B\u200C\u200D\uFEFFwidth\u00AD\u2060',
  '👩‍👩‍👧‍👦🏳️‍🌈👩🏽‍💻e\u0301\u0327\u0336',
  'x'.repeat(300),
  '<%= process.exit(1) %>${ran=1}{{constructor.constructor("ran=1")()}}#{ran}',
  'null',
  '&lt;b&gt;&amp;#60;script&#x3e;&nbsp;&copy',
  `Robert'); DROP TABLE blocks;--`,
  '../../../../etc/passwd\\..\\C:\\Windows\0',
  'first line\nsecond\r\n\tthird\u2028fourth',
];

describe('what people write, in the tracker’s window,', function () {
  this.timeout(60_000);
  const desk = openDesk(async desk => {
    await desk.fresh();
    await desk.boot();
    desk.server.contracts = HOSTILE.map((text, i) =>
      contractOf({
        ...{ id: i + 1, title: text, client: text, paymentProblem: true },
        projectCodes: [{ code: text, name: text }],
      }),
    );
    desk.server.elsewhere = { device: HOSTILE[2] ?? '', heardAt: '2026-11-16T09:00:00.000Z' };
    await desk.signIn();
  });

  /** Nothing ran, nothing was added, and nothing sticks out of the window. */
  async function expectUnharmed(): Promise<void> {
    const found = await desk.page.evaluate(() => ({
      ran: 'ran' in window,
      foreign: document.querySelectorAll('#window :is(script, iframe, a, b, [onerror], [onload])').length,
      pictures: [...document.querySelectorAll('img')].filter(({ src }) => src !== '' && !src.startsWith('blob:'))
        .length,
      wide: document.querySelector('#window')!.scrollWidth,
    }));
    expect(found).to.eql({ ran: false, foreign: 0, pictures: 0, wide: 380 });
  }

  it('names projects and clients, each on its line and in its own direction', async () => {
    const names = await desk.page.getByLabel('Select Project').locator('option').allTextContents();
    expect(names).to.have.length(HOSTILE.length);
    for (const [i, name] of names.entries()) {
      const [, title, client] =
        /^\u2068?([^\u202A-\u202E\u2066-\u2069\n]+)\u2069? · \u2068?([^\u2069]+)\u2069?$/.exec(name) ?? [];
      expect(title, name).to.equal(client);
      const text = HOSTILE[i] ?? '';
      if (/^[\u0020-\u007e]{1,60}$/.test(text)) expect(title).to.equal(text);
    }
    await expectUnharmed();
  });

  it('is offered as a code, taken as a description, and ends with its own sentence', async () => {
    const { page } = desk;
    for (const [i, text] of HOSTILE.entries()) {
      await page.getByLabel('Select Project').selectOption(String(i + 1));
      await page.getByLabel('Project code').click();
      const option = page.locator('.suggestions bdi').first();
      expect(await option.textContent()).to.equal(text);
      await page.keyboard.press('Escape');
      await page.getByLabel('Task Description').fill(text);
      const payment = page.locator('.preflight p').filter({ hasText: 'New time is not protected until' });
      // The name keeps its direction to itself.
      expect(await payment.textContent()).to.match(
        /^New time is not protected until \u2068?[^\u202A-\u202E\u2066-\u2069\n]+\u2069?’s payment works again\.$/,
      );
      await expectUnharmed();
    }
  });

  it('is worked on, is a click away afterwards, and arrives as it was written', async () => {
    const { page } = desk;
    for (const [i, text] of HOSTILE.entries()) {
      await page.getByLabel('Select Project').selectOption(String(i + 1));
      await page.getByLabel('Task Description').fill(text);
      if (i === 0) await page.getByRole('button', { name: 'Start' }).click();
      if (i === 0) await page.getByRole('button', { name: 'Stop' }).waitFor();
      await page.waitForFunction(shown => document.querySelector('.clock')!.textContent !== shown, await clock());
      await expectUnharmed();
    }
    const others = await page.locator('.others-list button').allTextContents();
    expect(others).to.eql([HOSTILE[10], HOSTILE[9], HOSTILE[8]]);
    await desk.stop();
    await desk.sees('All sent');
    const kept = [...desk.server.kept.values()].map(({ block }) => block);
    kept.sort((a, b) => a.startedAt.localeCompare(b.startedAt));
    // In a field of one line a line break is a space; the ends are trimmed and nulls are dropped.
    expect(kept.map(({ description }) => description)).to.eql(
      HOSTILE.map(text => text.replace(/\r?\n/g, ' ').replaceAll('\0', '').trim()),
    );
    await page.getByLabel('Select Project').selectOption('6');
    await page.getByLabel('Task Description').fill('x');
    await page.locator('.suggestions:visible').waitFor();
    await expectUnharmed();
  });

  const clock = () => desk.page.locator('.clock').textContent();
});
