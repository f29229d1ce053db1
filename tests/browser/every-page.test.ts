import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { beginHalfSignIn } from '../../src/accounts/half-sign-in.ts';
import { InvoiceLineRow } from '../../src/billing/invoice-line-model.ts';
import { MethodSetup } from '../../src/billing/payment-method-setup-model.ts';
import { PayoutAccountSetup } from '../../src/billing/payout-account-setup-model.ts';
import { config } from '../../src/config.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { unsubscribeGrant } from '../../src/notices/unsubscribe-grant.ts';
import { Claim } from '../../src/billing/claim-model.ts';
import { closeWeek } from '../../src/billing/close-week.ts';
import { decideClaim } from '../../src/billing/decide-claim.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { run } from '../../src/db/sequelize.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { proposeRuling } from '../../src/disputes/decide-dispute.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import type { Ruling } from '../../src/disputes/ruling.ts';
import { offerSplit } from '../../src/disputes/settle-by-split.ts';
import { toBits } from '../../src/diary/verdict.ts';
import { answerBy } from '../../src/manual-time/manual-request.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { invite } from '../../src/contracts/invite.ts';
import { cellOf, dayIn, fromSeconds, toSeconds, weekOf } from '../../src/kernel/time.ts';
import { packageOf, publish } from '../download/published-packages.ts';
import { whyNoBrowser } from '../support/browser.ts';
import { seriousFaults, sideways } from '../support/journey-look.ts';
import { startJourney, zoneAtNoon, type Journey } from '../support/journey.ts';
import { putBlock } from '../support/put-block.ts';
import { pagesOf } from './html-routes.ts';
import { signInTracker } from '../support/tracker.ts';
import { tireOf } from '../support/second-factor.ts';
import type { Person } from '../support/world.ts';

/** An address, and what one does there to come to the page that is meant. */
type Stop = string | [path: string, act: (page: Page) => Promise<void>];

/** Pages that nobody visits here, and why. */
const ELSEWHERE: Record<string, string> = {
  '/admin/payouts/:day/:payout': 'a payday is weeks after the work; it is a line of the batch above its story',
};

describe('Every page', function () {
  // Some hundred visits, each judged twice.
  this.timeout(600_000);
  let journey: Journey;
  let pages: { who: string; person: Person | null; paths: Stop[] }[];

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    journey = await startJourney();
    const packages = [packageOf('linux', 'x64'), packageOf('linux', 'arm64'), packageOf('macos', 'universal')];
    await journey.restart({ TRACKER_DOWNLOADS: await publish(packages) });
    const { contract, felix, carla, ada, amir, began, offer } = journey;
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
    const { disputable, dispute, undisputed } = await disputedNow('Price list', 1);
    const cases = await casesInEachStage();
    const one = { rejectOnEmpty: true } as const;
    const line = await InvoiceLineRow.findOne({ where: { invoiceId: invoice.id }, ...one });
    const notice = await Notice.findOne({ where: { userId: felix.id }, ...one });
    const visit = { startedAt: began };
    const method = await MethodSetup.create({ ...visit, clientId: carla.id, session: `sandbox-visit-${carla.id}` });
    const account = await PayoutAccountSetup.create({
      ...{ ...visit, freelancerId: felix.id, account: `sandbox-account-${felix.id}` },
    });
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
      ...['/invitations/unknown', '/hand-over/unknown', `/sign-in/${await beginHalfSignIn(ada.id, began)}`],
      `/unsubscriptions/${unsubscribeGrant(config.secret, { userId: felix.id, about: ['contracts'] })}`,
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
    await tireOf(amir.id, new Date(0));
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
          ...[`/disputes/${cases.contested.id}`, `/disputes/${cases.decided.id}`],
          ...[`/claims/${cases.claims.decided.id}`, `/invoices/${cases.unclaimed.id}/claim/new`],
          ...[`${at}/overtime/new`, `${at}/diary`, `/invoices/${invoice.id}/lines/${line.id}`],
          ...[`/notices/${notice.id}`, `/sandbox/accounts/${account.account!}`, `/payout-account/setups/${account.id}`],
          // Not his to see.
          ...['/spending', `/contracts/${offered}/codes`],
          ['/import', bringNothing],
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
          ...[
            '/disputes',
            `/disputes/${dispute.id}`,
            `/disputes/${cases.contested.id}`,
            `/disputes/${cases.decided.id}`,
          ],
          `/claims/${cases.filed.id}`,
          ['/contracts/new', press('Send the offer')],
          ...['/payment-method', `/sandbox/setups/${method.session!}`, `/payment-method/setups/${method.id}`],
          `${at}/bonuses/new`,
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
          ...[`/admin/disputes/${cases.contested.id}`, `/admin/disputes/${cases.proposed.id}`],
          `/admin/disputes/${cases.contested.id}/blocks/${cases.contested.worked + 600}`,
          `/admin/claims/${cases.filed.id}/blocks/${cases.filed.worked}`,
          ...[`/admin/claims/${cases.filed.id}`, `/admin/claims/${cases.claims.proposed.id}`],
        ],
      },
      // His last code was long ago, so the form he sends is carried through the page that asks for another.
      { who: 'Amir', person: amir, paths: [['/admin/fund', deposit]] },
    ];
  });
  after(() => journey?.end());

  const press = (name: string) => async (page: Page) => {
    await page.getByRole('main').getByRole('button', { name }).click();
    await page.getByRole('alert').waitFor();
  };
  async function bringNothing(page: Page): Promise<void> {
    await page
      .locator('[name=files]')
      .setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer: Buffer.from('no') });
    await press('Bring the time in')(page);
  }
  async function deposit(page: Page): Promise<void> {
    await page.getByLabel('Amount').fill('12');
    await page.locator('[name=reason]').fill('For what comes');
    await page.locator('[name=reason]').press('Enter');
    await page.getByRole('heading', { name: 'Your code, please' }).waitFor();
  }

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

  /** A contract with three blocks in a week that was billed a moment ago. @param hour of that day, so that no two overlap */
  async function billedNow(title: string, hour: number) {
    const { felix, began: now } = journey;
    const { id } = await journey.activeContract({ title });
    const worked = cellOf(toSeconds(now)) - 2 * 86_400 - hour * 3600;
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
    const invoice = await Invoice.findOne({ where: { contractId: id }, rejectOnEmpty: true });
    return { invoice, worked };
  }

  /** Two of its three blocks are disputed. */
  async function disputedNow(title: string, hour: number) {
    const { carla, began } = journey;
    const { invoice: disputable, worked } = await billedNow(title, hour);
    const opening = { blocks: [worked, worked + 600], reason: 'wrong-task' as const };
    const words = 'I do not see what this has to do with the prices.';
    const dispute = await openDispute(disputable.id, { ...opening, words }, carla, began);
    return { disputable, dispute, worked, undisputed: worked + 1200 };
  }

  /** A dispute and a claim that wait for a second admin, and such that are decided and can be appealed; an offer to split. */
  async function casesInEachStage() {
    const { felix, carla, ada, amir, began: now } = journey;
    const words = 'The pictures show what was agreed on in writing.';
    const contested = async (title: string, hour: number) => {
      const { dispute, worked } = await disputedNow(title, hour);
      await answerDispute(dispute.id, { accepted: [worked], words }, felix, now);
      const rulings: Ruling[] = [{ to: 'client', reason: 'work-is-not-shown', words, blocks: [worked + 600] }];
      return { id: dispute.id, worked, rulings };
    };
    const claimed = async (title: string, hour: number, amount: number) => {
      const { invoice, worked } = await billedNow(title, hour);
      await invoice.update({ chargeState: 'failed', chargeFailure: 'The card was declined.' });
      const { id: invoiceId, contractId, clientId, freelancerId } = invoice;
      const of = { invoiceId, contractId, clientId, freelancerId };
      const { id } = await Claim.create({
        ...{ ...of, words: 'She answers no letter.', amount, filedAt: now, state: 'filed' },
      });
      return { id, worked };
    };
    const much = 600_00;
    const [contestedOnly, proposed, decided] = [
      await contested('Colours', 3),
      await contested('Newsletter', 5),
      await contested('Pictures', 7),
    ];
    await offerSplit(contestedOnly.id, { amount: 300, words: 'Let us meet in the middle.' }, carla, now);
    await Dispute.update({ held: much }, { where: { id: proposed.id } });
    for (const { id, rulings } of [proposed, decided]) await proposeRuling(id, rulings, amir, now);
    const filed = await claimed('Map', 9, 500);
    const claims = { proposed: await claimed('Search', 11, much), decided: await claimed('Basket', 13, 500) };
    const decision = { pay: false, code: 'not-in-order', reason: words } as const;
    for (const { id } of Object.values(claims)) await decideClaim(id, decision, amir, now);
    const { invoice: unclaimed } = await billedNow('Footer', 15);
    await unclaimed.update({ chargeState: 'failed', chargeFailure: 'The card was declined.' });
    // An admin reads what belongs to a contract when she has said why.
    for (const { id } of await Contract.findAll({ where: { clientId: carla.id, state: 'active' } }))
      await ada.post(`/admin/contracts/${id}/look`, { reason: 'help', words: 'Looking at every page.' });
    return { contested: contestedOnly, proposed, decided, filed, claims, unclaimed };
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

  /** Everybody at once, each on his own pages, one after the other: what is wrong with them, and what they complained of. */
  async function everybody(): Promise<string[]> {
    const visits = pages.map(async ({ who, person, paths }) => {
      const { page, complaints } = await journey.open(person, { reducedMotion: 'reduce' });
      const faults: string[] = [];
      for (const one of paths) {
        const [path, act] = typeof one === 'string' ? [one] : one;
        await page.goto(path);
        await act?.(page);
        faults.push(...(await faultsOf(page)).map(fault => `${who} on ${path}: ${fault}`));
      }
      await page.context().close();
      return [...faults, ...complaints];
    });
    return (await Promise.all(visits)).flat();
  }

  /**
   * The widest window that is common, in the light, and the narrowest, in the dark: whatever shows at either width is judged
   * in full, and colours do not depend on widths.
   */
  async function faultsOf(page: Page): Promise<string[]> {
    const faults: string[] = [];
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [360, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      const over = await sideways(page);
      const found = [...(await seriousFaults(page)), ...(over > 0 ? [`${over} pixels too wide`] : [])];
      faults.push(...found.map(fault => `${width} ${colorScheme}: ${fault}`));
    }
    return faults;
  }

  it('is visited by somebody, or says why not', () => {
    const visited = pages.flatMap(({ paths }) =>
      paths.map(one => (typeof one === 'string' ? one : one[0]).split('?')[0]!),
    );
    const isVisited = (route: string): boolean => {
      const pattern = new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`);
      return visited.some(path => pattern.test(path));
    };
    const routes = pagesOf(journey.app);
    expect(routes.length).to.be.above(90);
    expect(routes.filter(route => !isVisited(route) && !(route in ELSEWHERE))).to.deep.equal([]);
    expect(
      Object.keys(ELSEWHERE).filter(route => !routes.includes(route) || isVisited(route)),
      'excuses',
    ).to.deep.equal([]);
  });

  it('fits wide and narrow windows, can be used by everybody, in the light and in the dark, and complains of nothing', async () => {
    expect(await everybody()).to.deep.equal([]);
  });
});
