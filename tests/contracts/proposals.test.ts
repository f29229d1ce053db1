import { expect } from 'chai';
import { acceptProposal, declineProposal, withdrawProposal } from '../../src/contracts/answer-proposal.ts';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { Proposal } from '../../src/contracts/proposal-model.ts';
import { proposeTerms } from '../../src/contracts/propose.ts';
import { weekTotals } from '../../src/diary/day-totals.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type Person, type World } from '../support/world.ts';

const HOUR = 3600;

describe('A proposal of other terms', () => {
  let w: World;
  let at: string;
  beforeEach(async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    at = `/contracts/${w.contract.id}`;
  });
  const fields = (changes: Record<string, string> = {}) => ({
    rate: '40.00',
    weeklyLimit: '40',
    evidence: 'full',
    ...changes,
  });
  const propose = async (by: Person, changes: Record<string, string>): Promise<Proposal> => {
    expect((await by.post(`${at}/terms`, fields(changes))).status).to.equal(303);
    return Proposal.findOne({ where: { contractId: w.contract.id, state: 'open' }, rejectOnEmpty: true });
  };
  const termsNow = async () =>
    (await ContractTerms.findAll({ where: { contractId: w.contract.id }, order: [['version', 'ASC']] })).map(
      ({ version, rateCents, weeklyLimitSeconds, validFrom }) => [
        version,
        rateCents,
        weeklyLimitSeconds / HOUR,
        validFrom.toISOString(),
      ],
    );

  it('from the freelancer is answered by the client, and from the client by the freelancer', async () => {
    for (const [asks, answers] of [
      [w.felix, w.carla],
      [w.carla, w.felix],
    ] as const) {
      const { id } = await propose(asks, { rate: asks === w.felix ? '45' : '50', note: 'A year has passed' });
      for (const page of [await asks.get(at), await answers.get(at)]) expect(page.text).to.include('A year has passed');
      for (const act of ['acceptance', 'refusal'])
        expect((await asks.post(`${at}/proposals/${id}/${act}`)).status).to.equal(403);
      expect((await answers.post(`${at}/proposals/${id}/withdrawal`)).status).to.equal(403);
      w.outside.clock.advance(60);
      expect((await answers.post(`${at}/proposals/${id}/acceptance`)).status).to.equal(303);
      expect(await Notice.count({ where: { userId: answers.id, kind: 'proposal.made' } })).to.equal(1);
      expect(await Notice.count({ where: { userId: asks.id, kind: 'proposal.accepted' } })).to.equal(1);
    }
    const page = (await w.felix.get(at)).text;
    for (const words of ['$50.00', 'Earlier terms', 'Carla accepted a rate of $45.00 an hour.'])
      expect(page).to.include(words);
  });

  it('changes the rate of blocks that begin afterwards, and of none before', async () => {
    const tracker = await signInTracker(w.app, w.felix.email);
    const { id } = await propose(w.felix, { rate: '60' });
    w.outside.clock.set('2026-11-18T09:05:00Z');
    await acceptProposal(id, w.carla, w.outside.clock.now());
    w.outside.clock.set('2026-11-18T10:00:00Z');
    for (const startedAt of ['2026-11-18T09:00:00Z', '2026-11-18T09:10:00Z'])
      expect((await tracker.send(w.contract.id, startedAt)).status).to.equal(200);
    const week = await weekTotals([w.contract.id], Date.parse('2026-11-18T10:00:00Z') / 1000);
    const terms = await ContractTerms.findAll({ where: { contractId: w.contract.id } });
    const rates = week.map(({ termsId, billable }) => [terms.find(({ id }) => id === termsId)?.rateCents, billable]);
    expect(rates).to.have.deep.members([
      [4000, 600],
      [6000, 600],
    ]);
    expect((await w.felix.get('/my-jobs')).text).to.include('$16.67');
  });

  describe('of a higher weekly limit', () => {
    let tracker: TestTracker;
    beforeEach(async () => {
      w.contract = await w.activeContract({ weeklyLimitSeconds: 900 });
      at = `/contracts/${w.contract.id}`;
      tracker = await signInTracker(w.app, w.felix.email);
      w.outside.clock.set('2026-11-18T10:00:00Z');
      for (const startedAt of ['2026-11-18T09:00:00Z', '2026-11-18T09:10:00Z', '2026-11-18T09:20:00Z'])
        expect((await tracker.send(w.contract.id, startedAt)).status).to.equal(200);
    });
    const sums = async () => {
      const [totals] = await weekTotals([w.contract.id], Date.parse('2026-11-18T10:00:00Z') / 1000);
      return [totals?.blocks, totals?.seconds, totals?.billable, totals?.protected];
    };

    it('pays for hours already logged this week', async () => {
      expect(await sums()).to.deep.equal([3, 1800, 900, 600]);
      const { id } = await propose(w.felix, { weeklyLimit: '0.45' });
      expect((await w.carla.post(`${at}/proposals/${id}/acceptance`)).status).to.equal(303);
      expect(await sums()).to.deep.equal([3, 1800, 1620, 1200]);
      const block = async (iso: string) => (await w.felix.get(`${at}/blocks/${Date.parse(iso) / 1000}`)).text;
      expect(await block('2026-11-18T09:10:00Z')).not.to.include('beyond the weekly limit');
      expect(await block('2026-11-18T09:20:00Z')).to.include('beyond the weekly limit');
    });

    it('holds for time worked before the yes that arrives after it', async () => {
      const { id } = await propose(w.felix, { weeklyLimit: '1' });
      await acceptProposal(id, w.carla, w.outside.clock.now());
      const { body } = await tracker.send(w.contract.id, '2026-11-18T08:50:00Z');
      expect((body as { block: { verdict: { protected: boolean } } }).block.verdict.protected).to.equal(true);
    });
  });

  it('of a lower weekly limit begins on Monday and says so', async () => {
    const { id } = await propose(w.carla, { weeklyLimit: '20' });
    expect((await w.felix.get(at)).text).to.include('from the Monday after the yes');
    await w.felix.post(`${at}/proposals/${id}/acceptance`);
    expect(await termsNow()).to.deep.equal([
      [1, 4000, 40, '2026-11-18T08:00:00.000Z'],
      [2, 4000, 20, '2026-11-23T00:00:00.000Z'],
    ]);
    expect((await w.felix.get(at)).text).to.match(/From 23 Nov 2026, 01:00: \$40\.00 an hour, up to 20 h/);
  });

  it('waits alone: a second one is refused while it is open, and keeps what was typed', async () => {
    await propose(w.felix, { rate: '45' });
    const second = await w.carla.post(`${at}/terms`, fields({ rate: '46', note: 'Instead' }));
    expect([
      second.status,
      second.text.includes('waiting for its answer'),
      second.text.includes('value="46"'),
      second.text.includes('Instead'),
    ]).to.deep.equal([409, true, true, true]);
    expect((await w.carla.get(`${at}/terms/new`)).status).to.equal(409);
    const now = w.outside.clock.now();
    w.contract = await w.activeContract();
    const wanted = {
      rateCents: 5000,
      weeklyLimitSeconds: HOUR,
      manualTime: false,
      evidence: 'full' as const,
      freeCodes: false,
      note: '',
    };
    const both = await Promise.allSettled([w.felix, w.carla].map(by => proposeTerms(w.contract.id, wanted, by, now)));
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
  });

  it('must change something, and says beside each field what is wrong', async () => {
    const same = await w.felix.post(`${at}/terms`, fields());
    expect([same.status, same.text.includes('agreed on already')]).to.deep.equal([422, true]);
    const wrong = await w.felix.post(`${at}/terms`, fields({ rate: '<b>', weeklyLimit: '0', note: 'x'.repeat(301) }));
    for (const words of ['Enter dollars per hour', 'Enter hours per week', 'at most 300 characters', '&lt;b&gt;'])
      expect(wrong.text).to.include(words);
    expect(await Proposal.count({ where: { contractId: w.contract.id } })).to.equal(0);
  });

  it('answered three times at once has one answer', async () => {
    for (let round = 0; round < 4; round++) {
      const { id } = await propose(w.felix, { rate: String(41 + round) });
      const now = w.outside.clock.now();
      const ends = await Promise.allSettled([
        acceptProposal(id, w.carla, now),
        declineProposal(id, w.carla, now),
        withdrawProposal(id, w.felix, now),
      ]);
      expect(ends.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
      expect((await w.felix.post(`${at}/proposals/${id}/withdrawal`)).status).to.equal(409);
    }
  });

  it('is nobody else’s to see or answer, nor found under another contract', async () => {
    const { id } = await propose(w.felix, { rate: '45' });
    for (const person of [w.stan, w.ada]) {
      expect((await person.post(`${at}/terms`, fields({ rate: '1' }))).status).to.equal(404);
      expect((await person.post(`${at}/proposals/${id}/acceptance`)).status).to.equal(404);
    }
    const other = await w.activeContract();
    expect((await w.carla.post(`/contracts/${other.id}/proposals/${id}/acceptance`)).status).to.equal(404);
  });

  it('shows hostile text as text, and an offer cannot be changed before it is accepted', async () => {
    await propose(w.felix, { rate: '45', note: '<img src=x onerror=alert(1)>' });
    expect((await w.carla.get(at)).text)
      .to.include('&lt;img src=x')
      .and.not.to.include('<img src=x');
    const { id } = await w.offer();
    expect((await w.carla.post(`/contracts/${id}/terms`, fields({ rate: '45' }))).status).to.equal(409);
  });
});
