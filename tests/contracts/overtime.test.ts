import { expect } from 'chai';
import { acceptProposal } from '../../src/contracts/answer-proposal.ts';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { Proposal } from '../../src/contracts/proposal-model.ts';
import { weekLimits } from '../../src/contracts/week-limit.ts';
import { weekTotals } from '../../src/diary/day-totals.ts';
import type { State } from '../../src/wire/tracker.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('More hours for one week', () => {
  let w: World;
  let at: string;
  let tracker: TestTracker;
  beforeEach(async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    w.contract = await w.activeContract({ weeklyLimitSeconds: 900 });
    at = `/contracts/${w.contract.id}`;
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    for (const startedAt of ['2026-11-18T09:00:00Z', '2026-11-18T09:10:00Z'])
      expect((await tracker.send(w.contract.id, startedAt)).status).to.equal(200);
  });
  const ask = async (extra: string): Promise<Proposal> => {
    expect((await w.felix.post(`${at}/overtime`, { extra, note: 'The launch is on Friday' })).status).to.equal(303);
    return Proposal.findOne({ where: { contractId: w.contract.id, state: 'open' }, rejectOnEmpty: true });
  };
  const limitAt = async (iso: string): Promise<number | undefined> => {
    const terms = await ContractTerms.findAll({ where: { contractId: w.contract.id } });
    return (await weekLimits([{ id: w.contract.id, terms }], Date.parse(iso) / 1000)).get(w.contract.id);
  };
  const billed = async (): Promise<number> =>
    (await weekTotals([w.contract.id], Date.parse('2026-11-18T10:00:00Z') / 1000)).reduce(
      (sum, { billable }) => sum + billable,
      0,
    );

  it('are asked with a reason, and a yes pays for hours already logged, in this week alone', async () => {
    const { id } = await ask('0.25');
    expect((await w.carla.get(at)).text)
      .to.include('asks for 15 m more in the week of Mon 16 Nov')
      .and.to.include('The launch is on Friday');
    expect(await billed()).to.equal(900);
    expect((await w.carla.post(`${at}/proposals/${id}/acceptance`)).status).to.equal(303);
    expect(await billed()).to.equal(1200);
    expect([
      await limitAt('2026-11-16T00:00:00Z'),
      await limitAt('2026-11-22T23:59:59Z'),
      await limitAt('2026-11-23T00:00:00Z'),
      await limitAt('2026-11-15T23:59:59Z'),
    ]).to.deep.equal([1800, 1800, 900, 900]);
  });

  it('hold for time that arrives afterwards, and show in My Jobs, diary and tracker', async () => {
    await acceptProposal((await ask('0.25')).id, w.carla, w.outside.clock.now());
    await acceptProposal((await ask('0.5')).id, w.carla, w.outside.clock.now());
    for (const startedAt of ['2026-11-18T09:20:00Z', '2026-11-18T09:30:00Z'])
      await tracker.send(w.contract.id, startedAt);
    expect(await billed()).to.equal(2400);
    const { body } = await tracker.call('get', '/state');
    expect((body as State).contracts.find(({ id }) => id === w.contract.id)?.weeklyLimitSeconds).to.equal(3600);
    for (const page of ['/my-jobs', `${at}/diary/2026-11-18`])
      expect((await w.felix.get(page)).text, page).to.match(/of\s+1 h\b/);
    expect((await w.felix.get(`${at}/diary/2026-11-25`)).text).to.match(/of\s+15 m\b/);
  });

  it('are the freelancer’s to ask, with hours and a reason, and the client’s to answer', async () => {
    expect((await w.carla.post(`${at}/overtime`, { extra: '1', note: 'Please' })).status).to.equal(403);
    expect((await w.stan.post(`${at}/overtime`, { extra: '1', note: 'Please' })).status).to.equal(404);
    const wrong = await w.felix.post(`${at}/overtime`, { extra: '"><b>', note: '' });
    for (const words of ['Enter hours, such as', 'Enter why.', '&#34;&gt;&lt;b&gt;'])
      expect(wrong.text).to.include(words);
    const { id } = await ask('1');
    expect((await w.felix.post(`${at}/proposals/${id}/acceptance`)).status).to.equal(403);
    expect((await w.felix.post(`${at}/overtime`, { extra: '2', note: 'Even more' })).status).to.equal(409);
  });

  it('cannot be granted when the week is over; then one may ask anew', async () => {
    const { id } = await ask('1');
    w.outside.clock.set('2026-11-23T00:00:00Z');
    expect((await w.carla.get(at)).text).not.to.include('The launch is on Friday');
    expect((await w.carla.post(`${at}/proposals/${id}/acceptance`)).status).to.equal(409);
    const anew = await ask('2');
    expect(anew.what).to.equal('2 h more in the week of Mon 23 Nov');
    expect(await limitAt('2026-11-23T00:00:00Z')).to.equal(900);
  });
});
