import { expect } from 'chai';
import { Op } from 'sequelize';
import { User } from '../../src/accounts/user-model.ts';
import { config } from '../../src/config.ts';
import { agreedTerms, proposeTerms } from '../../src/contracts/propose.ts';
import { mailNotices } from '../../src/notices/mail-notices.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { tellWeeks } from '../../src/notices/tell-weeks.ts';
import { weekRoot, weekSentence, weekTable, weekToTell, type WeekSummary } from '../../src/notices/week-summary.ts';
import { everythingAtOnce } from '../support/letter-choices.ts';
import { signInTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const MONDAY_NOON = '2026-11-23T12:00:00.000Z';

describe('The week of a client', () => {
  let w: World;

  beforeEach(async () => {
    await Notice.update({ mailDueAt: null }, { where: {} });
    w = await world({ now: '2026-11-18T08:00:00.000Z' });
    const tracker = await signInTracker(w.app, w.felix.email);
    const second = await w.activeContract({ title: 'Data <b>clean-up</b>', rateCents: 6000 });
    w.outside.clock.set('2026-11-18T12:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:00:00Z', { block: { seconds: 600 } });
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z', { block: { seconds: 600, description: 'stuff' } });
    await tracker.send(second.id, '2026-11-18T09:20:00Z', { block: { seconds: 300 } });
    w.outside.clock.set(MONDAY_NOON);
  });

  /** Clients of other tests had time in that week too; a tick tells some. It ends: nobody is told twice. */
  async function tellAll(at: string): Promise<void> {
    while ((await tellWeeks(new Date(at))) > 0);
  }

  const toldTo = (userId: number) => Notice.findAll({ where: { userId, kind: 'week.closed' } });

  it('is told on Monday at 12:00 UTC, with hours, money and protected share of each contract, and nobody else is told', async () => {
    await tellWeeks(new Date('2026-11-23T11:59:59Z'));
    expect(await toldTo(w.carla.id)).to.have.lengthOf(0);
    await tellAll(MONDAY_NOON);
    const [told] = await toldTo(w.carla.id);
    expect(told!.facts).to.deep.include({
      first: '2026-11-16',
      last: '2026-11-22',
      contracts: [
        { title: 'Data <b>clean-up</b>', seconds: 300, amount: 500, protectedSeconds: 300 },
        { title: 'Online shop', seconds: 1200, amount: 1333, protectedSeconds: 600 },
      ],
      waiting: 0,
    });
    expect(await toldTo(w.felix.id)).to.have.lengthOf(0);
    const page = await w.carla.get(`/notices/${told!.id}`).expect(303);
    await w.carla.get(page.headers['location']!).expect(200);
  });

  it('is not told to a client whose account is closed', async () => {
    await User.update({ closedAt: new Date(MONDAY_NOON) }, { where: { id: w.carla.id } });
    await tellAll(MONDAY_NOON);
    expect(await toldTo(w.carla.id)).to.have.lengthOf(0);
  });

  it('is told once, by many processes at once and by later ticks', async () => {
    await Promise.all([1, 2, 3].map(() => tellWeeks(new Date(MONDAY_NOON))));
    await tellAll('2026-11-23T12:01:00Z');
    expect(await toldTo(w.carla.id)).to.have.lengthOf(1);
  });

  it('says how many questions wait for an answer, and comes by mail with a table', async () => {
    const { weeklyLimitSeconds, manualTime, evidence, freeCodes } = await agreedTerms(w.contract.id);
    const wanted = { rateCents: 5000, weeklyLimitSeconds, manualTime, evidence, freeCodes, note: '' };
    await proposeTerms(w.contract.id, wanted, w.felix, w.outside.clock.now());
    await Notice.update({ mailDueAt: null }, { where: { userId: w.carla.id } });
    await tellAll(MONDAY_NOON);
    await Notice.update({ mailDueAt: null }, { where: { userId: { [Op.ne]: w.carla.id } } });
    await mailNotices(w.outside, config, new Date(MONDAY_NOON));
    const letter = w.outside.letters.find(({ to }) => to === w.carla.email)!;
    expect(letter.subject).to.equal('Your week');
    expect(letter.text).to.include('25 m of work for $18.33, 60 % of it protected. 1 question waits for your answer.');
    expect(letter.text).to.include('Online shop: Hours 0:20, Amount $13.33, Protected 50 %');
    expect(letter.html).to.include('Data &lt;b&gt;clean-up&lt;/b&gt;').and.to.include('>$18.33<');
  });

  it('can be had without mail, which only clients are asked', async () => {
    const choices = { ...everythingAtOnce('client'), week: 'never' };
    await w.carla.post('/profile/letters', choices).expect(303);
    expect((await w.felix.get('/profile/letters')).text).not.to.include('Your week');
    await tellAll(MONDAY_NOON);
    expect((await toldTo(w.carla.id))[0]!.mailDueAt).to.equal(null);
  });
});

describe('The words of a week', () => {
  const line = { title: 'Online shop', seconds: 26_400, amount: 29_333, protectedSeconds: 26_399 };
  const summary: WeekSummary = { first: '2026-11-16', last: '2026-11-22', contracts: [line], waiting: 2 };

  it('end with the evidence root of its last day, once it is signed', () => {
    const address = (path: string): string => `https://time.example${path}`;
    expect(weekRoot(summary, address)).to.deep.equal([]);
    const [part] = weekRoot({ ...summary, evidenceRoot: 'ab'.repeat(32) }, address);
    expect(part).to.have.property('words').that.includes('22 Nov 2026').and.includes('ab'.repeat(32));
    expect(part).to.have.property('words').that.includes('https://time.example/evidence');
  });

  it('never call time wholly protected that is not', () => {
    expect(weekSentence(summary)).to.equal(
      'Mon 16 Nov to Sun 22 Nov: 7 h 20 m of work for $293.33, 99 % of it protected. 2 questions wait for your answer.',
    );
  });

  it('add several contracts up, and leave one alone', () => {
    expect(weekTable(summary)).to.have.property('rows').with.lengthOf(1);
    expect(weekTable({ ...summary, contracts: [line, line] })).to.have.deep.nested.property('rows[2]', [
      'Together',
      '14:40',
      '$586.66',
      '99 %',
    ]);
  });

  it('are due from Monday 12:00 UTC to the end of Tuesday', () => {
    const monday = Date.parse('2026-11-16T00:00:00Z') / 1000;
    const due = (at: string) => weekToTell(new Date(at));
    expect(due('2026-11-23T11:59:59.999Z')).to.equal(null);
    expect(due('2026-11-23T12:00:00.000Z')).to.equal(monday);
    expect(due('2026-11-24T23:59:59.999Z')).to.equal(monday);
    expect(due('2026-11-25T00:00:00.000Z')).to.equal(null);
  });
});
