import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { depositToFund } from '../../src/billing/deposit-to-fund.ts';
import { fileClaim } from '../../src/billing/file-claim.ts';
import { FundDeposit } from '../../src/billing/fund-deposit-model.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { billedBlocks } from '../../src/disputes/dispute-blocks.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import type { Dispute } from '../../src/disputes/dispute-model.ts';
import { poorContrast, seriousFaults, sideways } from '../support/journey-look.ts';
import { openBrowser, openTab, whyNoBrowser } from '../support/browser.ts';
import { disputedWeek, RULED, WORDS, type Case } from '../support/dispute.ts';
import { invoiceOf, payWith, storyOf, tickMoney, WEEK, work } from '../support/money.ts';
import { world, type Person, type World } from '../support/world.ts';

type Side = 'Felix' | 'Carla' | 'Fund';
const reasons = {
  Felix: { field: 'whose money goes to Felix', reason: 'The evidence shows the work' },
  Carla: { field: 'whose money goes back to Carla', reason: 'The evidence does not show the work' },
  Fund: { field: 'paid to Felix by the protection fund', reason: 'Both acted in good faith' },
} as const;

/** The server runs in this process, so that its clock is the test's. Four blocks, two of them protected: 2667 cents, 12 % fee. */
describe('Cases, in a browser', function () {
  this.timeout(40_000);
  let browser: Browser;
  let server: Server | undefined;
  let w: World;
  const complaints: string[][] = [];

  before(async function () {
    const why = whyNoBrowser();
    if (why) {
      console.log(`      skipped: ${why}`);
      return this.skip();
    }
    browser = await openBrowser();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map(context => context.close()));
    server?.closeAllConnections();
    server?.close();
    expect(complaints.splice(0).flat()).to.deep.equal([]);
  });
  after(() => browser?.close());

  async function serve(one: World): Promise<void> {
    w = one;
    server = createServer(one.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  async function open(person: Person): Promise<Page> {
    const { port } = server!.address() as AddressInfo;
    const tab = await openTab(browser, `http://127.0.0.1:${port}`, person);
    complaints.push(tab.complaints);
    return tab.page;
  }
  const story = async (contractId = w.contract.id) => (await storyOf(contractId)).slice(2);

  /** Charged, disputed and contested: now it waits for an admin. */
  async function contested(places: number[]): Promise<{ c: Case; dispute: Dispute }> {
    const c = await disputedWeek();
    await serve(c);
    await c.at(WEEK.charged);
    const dispute = await c.dispute(places);
    await c.answer(dispute);
    return { c, dispute };
  }

  /** An admin comes from the queue, says why, and sees the case. */
  async function openCase(admin: Person, href: string, reason: string): Promise<Page> {
    const page = await open(admin);
    await page.goto(`/admin`);
    await page.locator(`a[href="${href}"]`).first().click();
    await page.getByLabel(reason).check();
    await page.getByLabel('In your words').fill('It waits for a decision of mine.');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.waitForURL(`**${href}`);
    return page;
  }
  const openFromQueue = (admin: Person, { id }: Dispute) =>
    openCase(admin, `/admin/disputes/${id}`, 'Deciding a dispute');

  async function decide(page: Page, sides: Side[], button = 'Decide'): Promise<void> {
    const groups = page.getByRole('group', { name: /^Who gets the/ });
    for (const [place, side] of sides.entries()) await groups.nth(place).getByRole('radio', { name: side }).check();
    for (const side of new Set(sides)) {
      const why = page.getByRole('group', { name: reasons[side].field });
      await why.getByLabel('Reason').selectOption({ label: reasons[side].reason });
      await why.getByLabel('In your words').fill(RULED);
    }
    await page.getByRole('button', { name: 'See what this does' }).last().click();
    await page.getByRole('heading', { name: 'Decide so?' }).waitFor();
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('heading', { name: /^Dispute/ }).waitFor();
  }
  async function accept(...people: Person[]): Promise<void> {
    for (const person of people) {
      const page = await open(person);
      await page.goto('/disputes');
      await page
        .getByRole('main')
        .getByRole('link', { name: /^Invoice/ })
        .first()
        .click();
      await page.getByRole('button', { name: 'Accept the decision' }).click();
      await page.getByText('You have accepted the decision.').first().waitFor();
    }
  }
  const lines = (kind: string, moves: Record<string, number>) =>
    Object.entries(moves).map(([account, amount]) => `${kind} ${account} ${amount}`);
  const charged = (c: Case) => [
    ...lines('charge', {
      [`client:${c.carla.id}`]: 2667,
      [`due:${c.invoice.id}`]: -2667,
      [`escrow:${c.invoice.id}`]: 2667,
    }),
    'charge outside:0 -2667',
  ];
  const refunded = (c: Case, amount: number) =>
    lines('refund', { [`client:${c.carla.id}`]: amount, [`escrow:${c.invoice.id}`]: -amount });
  const wentBack = (c: Case, amount: number) =>
    lines('refund-paid', { [`client:${c.carla.id}`]: -amount, 'outside:0': amount });
  const released = (c: Case, kind: string, [amount, fee, part]: [number, number, number]) =>
    lines(kind, {
      ...{ [`escrow:${c.invoice.id}`]: -amount, 'fees:0': fee - part },
      ...{ [`freelancer:${c.felix.id}`]: amount - fee, 'fund:0': part },
    });
  const fundHas = async (amount: number): Promise<void> => {
    const nth = (await FundDeposit.count()) + 1;
    await depositToFund({ amount, reason: 'For what comes', nth }, w.ada, w.outside.clock.now());
  };

  it('contested and refused: chosen with one press, seen before it is made, and the client has her money back', async () => {
    const { c, dispute } = await contested([2, 3]);
    const page = await openFromQueue(c.ada, dispute);
    await page.getByRole('button', { name: 'By the rule' }).click();
    const chosen = page.getByRole('group', { name: /^Who gets the/ }).getByRole('radio', { name: 'Carla' });
    expect(await Promise.all([0, 1].map(place => chosen.nth(place).isChecked()))).to.deep.equal([true, true]);
    await decide(page, ['Carla', 'Carla']);
    await page.getByText('It is decided. Both sides are told').waitFor();
    await accept(c.felix, c.carla);
    await c.at(WEEK.reviewed);
    const paid = released(c, 'release', [1334, 160, 40]);
    expect(await story()).to.deep.equal([...charged(c), ...refunded(c, 1333), ...paid, ...wentBack(c, 1333)]);
  });

  it('the pictures of a case are turned with arrow keys, and Escape leads back to the block', async () => {
    const { c, dispute } = await contested([0, 1]);
    const page = await openFromQueue(c.ada, dispute);
    await page
      .getByRole('link', { name: /^Screenshot of/ })
      .first()
      .click();
    await page.getByText('1 of 2', { exact: true }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText('2 of 2', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(`**/admin/disputes/${dispute.id}#block-${c.starts[1]!}`);
  });

  it('everybody can read the case and its preview, wide and narrow, light and dark', async () => {
    const { c, dispute } = await contested([0, 1, 2]);
    const page = await openFromQueue(c.ada, dispute);
    const faults = async (what: string): Promise<string[]> => {
      const found: string[] = [];
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        if ((await sideways(page)) > 0) found.push(`${what} is wider than ${width}`);
        found.push(...(await seriousFaults(page)).map(fault => `${what} ${width}: ${fault}`));
      }
      await page.emulateMedia({ colorScheme: 'dark' });
      found.push(...(await poorContrast(page)).map(fault => `${what}, dark: ${fault}`));
      await page.emulateMedia({ colorScheme: 'light' });
      return found;
    };
    const found = await faults('the case');
    await page.getByRole('button', { name: 'From the fund' }).click();
    await page.getByRole('button', { name: 'See what this does' }).last().click();
    await page.getByText('Please check these').waitFor();
    found.push(...(await faults('what is missing')));
    const why = page.getByRole('group', { name: reasons.Fund.field });
    await why.getByLabel('Reason').selectOption({ label: reasons.Fund.reason });
    await why.getByLabel('In your words').fill(RULED);
    await page.getByRole('button', { name: 'See what this does' }).last().click();
    await page.getByRole('heading', { name: 'Decide so?' }).waitFor();
    found.push(...(await faults('the preview')));
    expect(found).to.deep.equal([]);
  });

  it('split: both settle it while an admin has it on the desk', async () => {
    const { c, dispute } = await contested([1, 2]);
    await c.at(WEEK.reviewed);
    const carla = await open(c.carla);
    await carla.goto(`/disputes/${dispute.id}`);
    const form = carla.getByRole('form').or(carla.locator(`form[action="/disputes/${dispute.id}/offers"]`));
    await form.getByRole('textbox').first().fill('5');
    await form.getByRole('button').click();
    await carla.getByText('Your offer is made.').waitFor();
    const felix = await open(c.felix);
    await felix.goto(`/disputes/${dispute.id}`);
    await felix.locator('form[action$="/acceptance"] button').first().click();
    await felix.getByText('Settled: the money goes as you both agreed.').waitFor();
    const page = await openCaseByAddress(c.ada, dispute);
    await page.getByText('Nothing to do: it is closed').waitFor();
    const paid = [...released(c, 'release', [1333, 160, 40]), ...refunded(c, 834)];
    expect(await story()).to.deep.equal([...charged(c), ...paid, ...released(c, 'dispute-release', [500, 60, 15])]);
  });

  it('silence: the rule decides by itself, and the case says so', async () => {
    const c = await disputedWeek();
    await serve(c);
    await c.at(WEEK.charged);
    const dispute = await c.dispute([0, 2]);
    const before = await openCaseByAddress(c.ada, dispute);
    await before.getByText('Nothing to decide yet').waitFor();
    for (const at of ['2026-11-27T12:00:00Z', WEEK.reviewed, '2026-11-30T12:00:00Z']) await c.at(at);
    await c.comeBack();
    const page = await openCaseByAddress(c.ada, dispute);
    await page.getByText('Nothing to do: it is closed').waitFor();
    await page.getByText('No answer came: the block is protected').waitFor();
    expect(await story()).to.deep.equal([
      ...[...charged(c), ...released(c, 'release', [1333, 160, 40]), ...refunded(c, 667)],
      ...[...released(c, 'dispute-release', [667, 80, 20]), ...wentBack(c, 667)],
    ]);
  });

  it('appeal: another admin decides otherwise, for good, and the money moves at once', async () => {
    const { c, dispute } = await contested([0, 1]);
    await decide(await openFromQueue(c.ada, dispute), ['Carla', 'Carla']);
    const felix = await open(c.felix);
    await felix.goto(`/disputes/${dispute.id}`);
    await felix.getByLabel('Or say why it is wrong').fill(WORDS);
    await felix.getByRole('button', { name: 'Appeal' }).click();
    await felix.getByText('Your appeal is filed').waitFor();
    await c.at(WEEK.reviewed);
    const page = await openFromQueue(c.amir, dispute);
    await page.getByText('Decide anew, for good').waitFor();
    await decide(page, ['Felix', 'Felix'], 'Decide for good');
    await page.getByText('Nothing to do: it is closed').waitFor();
    const parts = [...released(c, 'release', [1333, 160, 40]), ...released(c, 'dispute-release', [1334, 160, 40])];
    expect(await story()).to.deep.equal([...charged(c), ...parts]);
  });

  it('paid by the fund: the client is refunded, and the freelancer has the same as from her', async () => {
    const { c, dispute } = await contested([0, 1]);
    await fundHas(5000);
    await decide(await openFromQueue(c.ada, dispute), ['Fund', 'Fund']);
    await accept(c.felix, c.carla);
    await c.at(WEEK.reviewed);
    expect(await story()).to.deep.equal([
      ...[
        ...charged(c),
        ...refunded(c, 1334),
        ...lines('dispute-fund', { [`freelancer:${c.felix.id}`]: 1174, 'fund:0': -1174 }),
      ],
      ...[...released(c, 'release', [1333, 160, 40]), ...wentBack(c, 1334)],
    ]);
  });

  /** Kept as a number of an invoice that is not paid for days. */
  async function unpaid(rateCents: number) {
    const one = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(one.carla, 'no-funds');
    const contract = await one.activeContract({ title: 'Audit of the shop', rateCents });
    await work(one, [{}, {}, {}, { block: { description: 'fix' } }], contract.id);
    for (const at of [WEEK.closed, WEEK.charged, '2026-11-25T12:00:00Z', '2026-11-26T12:00:00Z', WEEK.reviewed])
      await tickMoney(one, at);
    await one.comeBack();
    await serve(one);
    await fundHas(100_000);
    const now = one.outside.clock.now();
    const claim = await fileClaim((await invoiceOf(contract.id)).id, 'Carla does not answer.', one.felix, now);
    return { contract, href: `/admin/claims/${claim.id}` };
  }
  async function decideClaim(page: Page, pay: boolean, button = 'Decide'): Promise<void> {
    await page.getByLabel(pay ? /^Pay \$/ : /^Refuse/).check();
    const reason = pay ? 'Pay: The protected blocks are in order' : 'Refuse: The protected blocks are not in order';
    await page.getByLabel('Reason', { exact: true }).selectOption({ label: reason });
    await page.getByLabel('In your words').fill(RULED);
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('status').or(page.locator('.said')).first().waitFor();
  }

  it('a claim over $500 is paid by the fund once a second admin approves', async () => {
    const { contract, href } = await unpaid(100_000);
    const ada = await openCase(w.ada, href, 'Deciding a claim');
    await decideClaim(ada, true, 'Propose to a second admin');
    await ada.getByText('Waits for another admin').waitFor();
    expect(await story(contract.id)).to.deep.equal([]);
    const amir = await openCase(w.amir, href, 'Deciding a claim');
    await amir.getByRole('button', { name: 'Approve' }).click();
    await amir.getByText('The protection fund has paid.').waitFor();
    expect(await story(contract.id)).to.deep.equal(
      lines('claim', { [`freelancer:${w.felix.id}`]: 44_001, 'fund:0': -44_001 }),
    );
  });

  it('a claim is refused, appealed, and paid by another admin', async () => {
    const { contract, href } = await unpaid(4000);
    await decideClaim(await openCase(w.ada, href, 'Deciding a claim'), false);
    expect(await story(contract.id)).to.deep.equal([]);
    const felix = await open(w.felix);
    await felix.goto(href.replace('/admin', ''));
    await felix.getByLabel('What is wrong with the decision?').fill(WORDS);
    await felix.getByRole('button', { name: 'Appeal' }).click();
    await felix.getByText('Your appeal is filed').waitFor();
    const amir = await openCase(w.amir, href, 'Deciding a claim');
    await amir.getByText('Decide anew, for good').waitFor();
    await decideClaim(amir, true);
    expect(await story(contract.id)).to.deep.equal(
      lines('claim', { [`freelancer:${w.felix.id}`]: 1761, 'fund:0': -1761 }),
    );
  });

  it('a dispute over $500 is decided by two: sent back, proposed again, approved', async () => {
    const one = await world({ now: '2026-11-17T07:00:00Z' });
    const contract = await one.activeContract({ title: 'Audit of the shop', rateCents: 100_000 });
    await work(one, [{}, {}, {}, {}], contract.id);
    for (const at of [WEEK.closed, WEEK.charged]) await tickMoney(one, at);
    await one.comeBack();
    await serve(one);
    const dispute = await disputeAll(one, contract.id);
    await decide(
      await openFromQueue(one.ada, dispute),
      ['Felix', 'Felix', 'Felix', 'Felix'],
      'Propose to a second admin',
    );
    const amir = await openFromQueue(one.amir, dispute);
    await amir.getByLabel('Or send it back').fill('Look at the last block again, please.');
    await amir.getByRole('button', { name: 'Send back' }).click();
    await amir.getByText('Sent back with your words.').waitFor();
    const ada = await openCaseByAddress(one.ada, dispute);
    await ada.getByText('Look at the last block again, please.').waitFor();
    await decide(ada, ['Felix', 'Felix', 'Felix', 'Carla'], 'Propose to a second admin');
    await ada.getByText('Waits for another admin').waitFor();
    await amir.reload();
    await amir.getByRole('button', { name: 'Approve' }).click();
    await amir.getByText('It is decided. Both sides are told').waitFor();
    expect((await dispute.reload()).state).to.equal('decided');
    expect((await story(contract.id)).filter(line => !line.startsWith('charge'))).to.deep.equal([]);
  });

  /** By its address; an admin who has said why before is not asked again. */
  async function openCaseByAddress(admin: Person, { id }: Dispute): Promise<Page> {
    const page = await open(admin);
    await page.goto(`/admin/disputes/${id}`);
    if (!page.url().includes('/look')) return page;
    await page.getByLabel('Deciding a dispute').check();
    await page.getByLabel('In your words').fill('It waits for a decision of mine.');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.waitForURL(`**/admin/disputes/${id}`);
    return page;
  }
});

async function disputeAll(one: World, contractId: number): Promise<Dispute> {
  const now = one.outside.clock.now();
  const invoice = await invoiceOf(contractId);
  const blocks = (await billedBlocks(invoice.id)).map(({ startedAt }) => startedAt);
  const dispute = await openDispute(invoice.id, { blocks, reason: 'wrong-task', words: WORDS }, one.carla, now);
  return answerDispute(dispute.id, { accepted: [], words: WORDS }, one.felix, now);
}
