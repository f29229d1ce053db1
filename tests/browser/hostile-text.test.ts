import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import ejs from 'ejs';
import type { Browser, Page } from 'playwright-core';
import { config, root } from '../../src/config.ts';
import { isSqlite } from '../../src/db/sequelize.ts';
import { mailNotices } from '../../src/notices/mail-notices.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { viewEngine } from '../../src/web/views.ts';
import { whoMay } from '../security/routes.ts';
import { addressOf } from '../security/tenants.ts';
import { mayEnter, nobody, person, type Visitor } from '../security/visitors.ts';
import { openBrowser, openTab, whyNoBrowser } from '../support/browser.ts';
import { exportFile, waitingBlock } from '../support/exported.ts';
import { tireOf } from '../support/second-factor.ts';
import { formsOf, sendHostile } from './hostile-forms.ts';
import { columnsOfWords, HOSTILE, judge } from './hostile-words.ts';
import { hostileWorld, type HostileWorld } from './hostile-world.ts';
import { pagesOf } from './html-routes.ts';

/** Columns that hold no words of anybody, though they are wide enough. */
const NO_WORDS =
  /^(schema_migrations|attempts|counters|job_runs)\.name$|^sandbox_|\.(destination|currency|account|provider_account|pending)$/;
/** A provider's reason is kept as it came, and shown where the charge is: `invoices.charge_failure`. */
const SHOWN_ELSEWHERE = ['payment_events.reason', 'blocks.shot2_mask_reason', 'evidence_checks.fault'];
/** Views that print no words of anybody's but an address that was checked, and are shown when much is there or something is under way. */
const WORDLESS = [
  ...['diary/_chosen.ejs', 'diary/_pages.ejs', 'diary/_tracking.ejs', 'diary/_undo.ejs', 'accounts/letter.ejs'],
  ...['download/_first-start.ejs', 'download/_offer.ejs', 'second-factor/recovery-codes.ejs'],
];

type Visit = Visitor & { page: Visitor['page']; tab: Page };

/** The server runs in this process, so that its clock is the test's. One string holds all there is to try, and every column of words holds it. */
describe('What people write', function () {
  this.timeout(200_000);
  let world: HostileWorld;
  let server: Server;
  let browser: Browser;
  let visits: Visit[];
  const complaints: string[][] = [];
  const shown = new Set<string>();
  const filled = new Set<string>();
  const typedInto = new Set<string>();
  const printed = new Set<string>();
  const { compile } = ejs;

  before(async function () {
    const why = whyNoBrowser() ?? (!isSqlite ? 'only SQLite keeps words that are longer than their column' : null);
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    world = await hostileWorld();
    const { w, tenant } = world;
    ejs.compile = ((text: string, options: { filename?: string } = {}) => {
      printed.add(path.relative(path.join(root, 'views'), options.filename ?? ''));
      return compile(text, options);
    }) as typeof ejs.compile;
    w.app.engine('ejs', viewEngine(true));
    w.app.enable('view cache');
    server = createServer(w.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await openBrowser();
    visits = await Promise.all([
      visitor(nobody, null),
      visitor(person('Fritz', tenant.freelancer, tenant), tenant.freelancer),
      visitor(person('Clara', tenant.client, tenant), tenant.client),
      visitor({ ...person('Ada', w.ada), looks: true }, w.ada),
    ]);
  });
  after(async () => {
    ejs.compile = compile;
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function visitor(who: Visitor, cookie: { cookie: string } | null): Promise<Visit> {
    const tab = await openTab(browser, address(), cookie);
    complaints.push(tab.complaints);
    return { ...who, tab: tab.page };
  }

  /** What is wrong with the page as it is now. */
  async function look({ name, tab }: Visit, what: string): Promise<string[]> {
    const { faults, shown: places } = await judge(tab);
    places.forEach(place => shown.add(place));
    return faults.map(fault => `${name} on ${what}: ${fault}`);
  }

  /** Looks at a page, and sends each of its forms that nobody has sent yet. */
  async function visit(who: Visit, where: string): Promise<string[]> {
    const go = () => who.tab.goto(where, { waitUntil: 'domcontentloaded' });
    await go();
    const faults = await look(who, where);
    let untouched = true;
    for (const form of await formsOf(who.tab)) {
      const key = `${form.method} ${form.action.replace(/\d+/g, ':n')} ${form.fields.join()}`;
      if (filled.has(key)) continue;
      filled.add(key);
      form.fields.forEach(field => typedInto.add(field));
      if (!untouched) await go();
      untouched = false;
      const lost = await sendHostile(who.tab, form);
      faults.push(...lost.map(field => `${key} forgets ${field}`));
      // What asks for too much may be cut, and is still text.
      faults.push(...(await look(who, key)).filter(fault => form.method === 'post' || !fault.includes('is not whole')));
    }
    return faults;
  }

  /** All at once, each on his own pages, one after the other. */
  async function everybody(pathsOf: (who: Visit) => string[]): Promise<string[]> {
    const all = visits.map(async who => {
      const faults: string[] = [];
      for (const where of pathsOf(who)) faults.push(...(await visit(who, where)));
      return faults;
    });
    return (await Promise.all(all)).flat();
  }

  it('is shown as text on every page to everybody who may see it, nothing of it runs, and forms that say no keep it', async () => {
    const { w, tenant, more } = world;
    const addressesOf = (who: Visit): string[] =>
      pagesOf(w.app)
        .filter(route => {
          const whose = whoMay[`GET ${route}`]!;
          const open = whose === 'everybody' || whose === 'holder';
          // The tracker’s link signs a browser in that is nobody’s yet.
          return route.startsWith('/hand-over/')
            ? false
            : who.page === null
              ? open
              : !open && mayEnter(who, whose, tenant);
        })
        .map(route => addressOf(route, tenant.names))
        .concat(who.page === 'freelancer' || who.page === 'client' ? more[who.page] : []);
    expect(await everybody(addressesOf)).to.deep.equal([]);
    expect(filled.size).to.be.above(35);
  });

  for (const step of ['answered', 'proposed', 'decided', 'appealed'] as const)
    it(`is shown as text to both sides and to admins when a case is ${step}`, async () => {
      await world.steps[step]();
      const { names } = world.tenant;
      const cases = ['/disputes/:id', '/claims/:id'];
      const unpaid = [
        '/invoices/:id',
        '/invoices',
        '/my-jobs',
        '/contracts/:id',
        '/contracts/:id/terms/new',
        '/claims',
      ];
      const paths = (who: Visit): string[] => {
        if (who.page === null) return [];
        if (who.page === 'admin') return cases.map(route => `/admin${route}`);
        return step === 'appealed' ? [...cases, ...unpaid] : cases;
      };
      expect(await everybody(who => paths(who).map(route => addressOf(route, names)))).to.deep.equal([]);
    });

  it('is shown as text before an admin decides, and goes through the page that asks for a code', async () => {
    const ada = visits[3]!;
    await ada.tab.goto(addressOf('/admin/disputes/:id', world.tenant.names));
    await ada.tab.locator('input[type=radio][value=client]').first().check();
    await ada.tab.locator('[name=reason-client]').selectOption({ index: 1 });
    await ada.tab.locator('[name=words-client]').fill(HOSTILE);
    await ada.tab.locator('[name=step][value=preview]').last().click();
    await ada.tab.getByRole('heading', { name: 'Decide so?' }).waitFor();
    expect(await look(ada, 'a preview')).to.deep.equal([]);

    await tireOf(world.w.ada.id, new Date(0));
    await ada.tab.goto('/admin/fund');
    await ada.tab.getByLabel('Amount').fill('12');
    await ada.tab.locator('[name=reason]').fill(HOSTILE);
    await ada.tab.locator('[name=reason]').press('Enter');
    await ada.tab.getByRole('heading', { name: 'Your code, please' }).waitFor();
    expect(await ada.tab.locator('input[type=hidden][name=reason]').inputValue()).to.equal(HOSTILE);
    expect(await look(ada, 'a step up')).to.deep.equal([]);
  });

  it('is text in a file that is brought, also where it is refused', async () => {
    const { w, tenant } = world;
    const fritz = visits[1]!;
    const now = w.outside.clock.now().getTime();
    const at = (hours: number): string => new Date(Math.floor(now / 3_600_000 - hours) * 3_600_000).toISOString();
    const words = { description: HOSTILE };
    const contractId = Number(tenant.names['contracts/:id']);
    const items = [await waitingBlock(contractId, at(3), words), await waitingBlock(contractId, at(3000), words)];
    await fritz.tab.goto('/import');
    const file = exportFile(items, tenant.freelancer, { server: address() });
    await fritz.tab
      .locator('[name=files]')
      .setInputFiles({ name: HOSTILE.replaceAll('/', ':'), mimeType: 'application/zip', buffer: file });
    await fritz.tab.getByRole('button', { name: 'Bring the time in' }).click();
    await fritz.tab.getByRole('heading', { name: 'Time from a file' }).waitFor();
    expect(await look(fritz, 'an import')).to.deep.equal([]);
  });

  it('is text in letters', async () => {
    const { w } = world;
    w.outside.letters.splice(0);
    const now = w.outside.clock.now();
    await Notice.update({ mailDueAt: now, mailedAt: null }, { where: {} });
    await mailNotices(w.outside, config, now);
    const reader = visits[0]!;
    await reader.tab.goto('about:blank');
    const faults: string[] = [];
    for (const { html } of w.outside.letters) {
      await reader.tab.setContent(html!);
      faults.push(...(await look(reader, 'a letter')));
    }
    expect(w.outside.letters.length).to.be.above(1);
    expect(w.outside.letters.map(({ html }) => html).join()).to.include('&lt;script&gt;');
    expect(faults).to.deep.equal([]);
  });

  it('was tried in every column of words, and each was seen', async () => {
    const columns = (await columnsOfWords()).filter(place => !NO_WORDS.test(place) && !SHOWN_ELSEWHERE.includes(place));
    expect(columns.length).to.be.above(30);
    expect(
      columns.filter(place => !world.hostile.has(place)),
      'hold nothing hostile',
    ).to.deep.equal([]);
    expect(
      columns.filter(place => !shown.has(place)),
      'are on no page',
    ).to.deep.equal([]);
  });

  it('was tried on every view, and in every field one types into', () => {
    const views = readdirSync(path.join(root, 'views'), { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.ejs'),
    );
    expect(
      views.filter(file => !printed.has(file) && !WORDLESS.includes(file) && file !== 'mail/letter.ejs'),
    ).to.deep.equal([]);
    const fields = views.flatMap(file => {
      const text = readFileSync(path.join(root, 'views', file), 'utf8');
      return [...text.matchAll(/_field', \{.*?name: '(\w+)'(.*)/g)].flatMap(([, name, more]) =>
        /type: '(select|password)'/.test(more!) ? [] : [name!],
      );
    });
    expect(fields.length).to.be.above(40);
    expect(fields.filter(name => !typedInto.has(name))).to.deep.equal([]);
  });

  it('made no page complain', () => {
    // A form that says no is answered to htmx with its region; a field of days says that it cannot show such a day.
    const expected = /answered 422|The specified value/;
    expect(complaints.flat().filter(line => !expected.test(line))).to.deep.equal([]);
  });
});
