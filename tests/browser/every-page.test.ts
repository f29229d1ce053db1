import { expect } from 'chai';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { closeWeek } from '../../src/billing/close-week.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { run } from '../../src/db/sequelize.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import { toBits } from '../../src/diary/verdict.ts';
import { answerBy } from '../../src/manual-time/manual-request.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { invite } from '../../src/contracts/invite.ts';
import { cellOf, dayIn, fromSeconds, toSeconds, weekOf } from '../../src/kernel/time.ts';
import { packageOf, publish } from '../download/published-packages.ts';
import { whyNoBrowser } from '../support/browser.ts';
import { poorContrast, seriousFaults, sideways } from '../support/journey-look.ts';
import { startJourney, zoneAtNoon, type Journey } from '../support/journey.ts';
import { putBlock } from '../support/put-block.ts';
import { signInTracker } from '../support/tracker.ts';
import type { Person } from '../support/world.ts';

/** Once for each width: the widest window that is common, and the narrowest. */
const WIDTHS = [1280, 360];

describe('Every page', function () {
  // Some hundred visits, each judged twice.
  this.timeout(600_000);
  let journey: Journey;
  let pages: { who: string; person: Person | null; paths: string[] }[];

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    journey = await startJourney();
    const packages = [packageOf('linux', 'x64'), packageOf('linux', 'arm64'), packageOf('macos', 'universal')];
    await journey.restart({ TRACKER_DOWNLOADS: await publish(packages) });
    const { contract, felix, carla, ada, began, offer } = journey;
    const { id: offered } = await offer({ title: 'Accounting website' });
    const { id: toSomebodyNew } = await offer({ title: 'Search page', email: 'somebody.new@example.test' });
    const letter = await invite(toSomebodyNew, carla, began, path => path);
    const invitation = letter!.parts.flatMap(part => ('address' in part ? part.address : []))[0]!;
    const startedAt = cellOf(toSeconds(began)) - 3600;
    await fillDay(startedAt);
    await Contract.update({ paymentProblemSince: began }, { where: { id: contract.id } });
    const at = `/contracts/${contract.id}`;
    const asked = await askedFor(startedAt);
    await run(`UPDATE blocks SET reasons = reasons | ${toBits(['late-upload'])} WHERE started_at = $1`, [
      startedAt + 600,
    ]);
    const invoice = await invoicedBefore(began);
    const { disputable, dispute, undisputed } = await disputedNow(began);
    const day = dayIn(began, zoneAtNoon(began));
    const block = `${at}/blocks/${startedAt}`;
    const nobody = [
      '/',
      '/how-protection-works',
      '/evidence',
      '/download',
      '/sign-in',
      '/sign-up',
      '/forgotten-password',
      '/suspended',
      '/new-password/old',
      '/invitations/unknown',
      invitation,
      '/nowhere',
    ];
    const shared = [
      '/my-jobs',
      at,
      `/contracts/${offered}`,
      `${at}/diary/${day}`,
      `${at}/diary/2026-01-01`,
      block,
      `${at}/late-time/${weekOf(startedAt)}`,
      ...[`/contracts/${asked.contractId}/manual-time`, `/contracts/${asked.contractId}/manual-time/${asked.id}`],
      ...['/reports', '/profile', '/profile/data', '/profile/letters', '/notices'],
    ];
    await ada.post(`/admin/contracts/${contract.id}/look`, { reason: 'help', words: 'Looking at every page.' });
    pages = [
      { who: 'nobody', person: null, paths: nobody },
      {
        who: 'Felix',
        person: felix,
        paths: [
          ...shared,
          `${at}/deletion?block=${startedAt}`,
          `${at}/correction?block=${startedAt},${startedAt + 600}`,
          `${at}/views`,
          ...[`${at}/evidence`, `${at}/evidence/pack`],
          `${at}/diary/${day}/selection`,
          ...[`${at}/manual-time/new`, `/contracts/${asked.contractId}/manual-time/new`],
          `${at}/fixed-price/new`,
          '/import',
          ...[`/invoices/${invoice.id}`, `/invoices/${invoice.id}/refunds`, `${at}/bonuses`, '/claims'],
          ...['/disputes', `/disputes/${dispute.id}`, `/disputes/${dispute.id}/answer?tick=unprotected`],
          `/disputes/${dispute.id}/answer/confirm`,
          '/earnings',
          '/earnings/statement',
          '/payout-account',
          '/invoices',
          ...['/second-factor', '/second-factor/new'],
        ],
      },
      {
        who: 'Carla',
        person: carla,
        paths: [
          ...shared,
          `${at}/diary/${day}/week`,
          `${at}/diary/${day}/week/list`,
          `${at}/diary/${day}/list?rows=blocks&kind=unprotected`,
          `${at}/diary/${day}?kind=protected&go=never`,
          `${at}/flags`,
          ...['/invoices', `/invoices/${invoice.id}`, `${at}/bonuses`, '/spending'],
          ...[`/invoices/${disputable.id}`, `/invoices/${disputable.id}/disputes/new?tick=all`],
          `/invoices/${disputable.id}/disputes/confirm?block=${undisputed}`,
          ...['/disputes', `/disputes/${dispute.id}`],
          '/payment-method',
          '/profile/closing',
          '/reports?by=code&show=money',
          '/contracts/new',
          `${at}/terms/new`,
          `${at}/codes`,
        ],
      },
      {
        who: 'Ada',
        person: ada,
        paths: [
          ...['/admin/claims', '/admin/fund'],
          '/admin/credits',
          '/admin/payouts',
          '/admin/payouts/2026-11-18',
          '/admin/people',
          '/admin/people?query=nobody-is-called-so',
          ...[
            `/admin/people/${felix.id}`,
            '/admin',
            '/admin/contracts',
            '/admin/contracts?state=ended',
            '/admin/weeks',
          ],
          ...['/admin/ledger', `/admin/ledger?account=client&owner=${carla.id}`, '/admin/audit', '/admin/jobs'],
          ...[
            '/admin/health',
            `/admin/contracts/${offered}/look`,
            at,
            `${at}/diary/${day}`,
            block,
            `/invoices/${invoice.id}`,
          ],
          ...['/second-factor', '/second-factor/proof'],
        ],
      },
    ];
  });
  after(() => journey?.end());

  /** An hour before the work began, on a contract that has manual time. */
  async function askedFor(startedAt: number): Promise<ManualRequest> {
    const { id: contractId } = await journey.activeContract({ title: 'Phone calls', manualTime: true });
    const [from, to] = [startedAt - 3600, startedAt];
    return ManualRequest.create({
      ...{ contractId, freelancerId: journey.felix.id, from, to, state: 'open', askedAt: to, answerBy: answerBy(to) },
      ...{ description: 'Call about the opening hours', reason: 'We were on the phone, away from my computer.' },
    });
  }

  /** Two weeks ago an hour was worked, and it was billed. */
  async function invoicedBefore(now: Date): Promise<Invoice> {
    const { contract, felix } = journey;
    const week = weekOf(toSeconds(now)) - 14 * 86_400;
    for (const second of [0, 600, 1200]) {
      const put = { contractId: contract.id, freelancerId: felix.id, startedAt: week + 32_400 + second };
      await putBlock({ ...put, vague: second === 600 }, fromSeconds(week + 36_000));
    }
    await Contract.update({ nextWeek: week }, { where: { id: contract.id } });
    await closeWeek(contract.id, week, now);
    return Invoice.findOne({ where: { contractId: contract.id }, rejectOnEmpty: true });
  }

  /** A contract with three blocks in a week that is reviewed now, two of them disputed. */
  async function disputedNow(now: Date) {
    const { felix, carla } = journey;
    const { id } = await journey.activeContract({ title: 'Price list' });
    const worked = cellOf(toSeconds(now)) - 2 * 86_400;
    for (const [place, vague] of [false, true, false].entries())
      await putBlock(
        { contractId: id, freelancerId: felix.id, startedAt: worked + place * 600, vague },
        fromSeconds(worked + 3600),
      );
    // Only their rows are there.
    const theirs = 'freelancer_id = $1 AND started_at >= $2 AND started_at < $3';
    await run(`UPDATE blocks SET pictures_removed_at = started_at WHERE ${theirs}`, [felix.id, worked, worked + 1800]);
    await Contract.update({ nextWeek: weekOf(worked) }, { where: { id } });
    await closeWeek(id, weekOf(worked), now);
    const disputable = (await Invoice.findOne({ where: { contractId: id } }))!;
    const opening = { blocks: [worked, worked + 600], reason: 'wrong-task' as const };
    const words = 'I do not see what this has to do with the prices.';
    const dispute = await openDispute(disputable.id, { ...opening, words }, carla, now);
    return { disputable, dispute, undisputed: worked + 1200 };
  }

  /** Seven blocks: pictures, one masked, one idle, a failure, a vague description, one shared cell, one deleted. */
  async function fillDay(startedAt: number): Promise<void> {
    const tracker = await signInTracker(journey.server.url, journey.felix.email);
    const at = (second: number): string => fromSeconds(second).toISOString();
    const send = async (second: number, block: object, pictures?: Buffer[]): Promise<string> => {
      const { body } = await tracker.send(journey.contract.id, at(second), { block, ...(pictures && { pictures }) });
      return (body as { block: { id: string } }).block.id;
    };
    const mask = { perMille: 401, reason: 'A letter from my bank was open' };
    await tracker.send(journey.contract.id, at(startedAt), { mask });
    await send(startedAt + 600, { description: 'stuff' });
    const captures = [{ takenAt: at(startedAt + 1300), failure: 'no-permission' }];
    await send(startedAt + 1200, { seconds: 300, captures }, []);
    await send(startedAt + 1500, { seconds: 300, projectCode: 'SHOP-2' });
    await send(startedAt + 1800, { inputSeconds: 0, idle: true });
    const gone = await send(startedAt + 2400, {});
    await tracker.call('delete', `/blocks/${gone}`);
  }

  /** What `look` finds on any page, and what any page complained of. */
  async function each(
    width: number,
    look: (page: Page) => Promise<string[]>,
    options: BrowserContextOptions = {},
  ): Promise<string[]> {
    const visits = pages.map(async ({ who, person, paths }) => {
      const { page, complaints } = await journey.open(person, {
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
        ...options,
      });
      const faults: string[] = [];
      for (const path of paths) {
        await page.goto(path);
        faults.push(...(await look(page)).map(fault => `${who} on ${path}: ${fault}`));
      }
      await page.context().close();
      return [...faults, ...complaints];
    });
    return (await Promise.all(visits)).flat();
  }

  for (const width of WIDTHS) {
    it(`fits a window of ${width} pixels, can be used by everybody, and complains of nothing`, async () => {
      const faults = await each(width, async page => {
        const over = await sideways(page);
        return [...(await seriousFaults(page)), ...(over > 0 ? [`${over} pixels too wide`] : [])];
      });
      expect(faults).to.deep.equal([]);
    });
  }

  it('can be read in the dark', async () => {
    expect(await each(WIDTHS[0]!, poorContrast, { colorScheme: 'dark' })).to.deep.equal([]);
  });
});
