import { expect } from 'chai';
import { Contract } from '../../src/contracts/contract-model.ts';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { Proposal } from '../../src/contracts/proposal-model.ts';
import { signInTracker } from '../support/tracker.ts';
import { world, type Person, type World } from '../support/world.ts';

describe('My Jobs', () => {
  it('says what to do when there is nothing yet', async () => {
    const w = await world();
    const newcomer = await w.person('Nina', 'client');
    expect((await w.stan.get('/my-jobs')).text).to.include(w.stan.email);
    expect((await newcomer.get('/my-jobs')).text).to.include('/contracts/new');
  });

  it('shows each person his or her own contracts only', async () => {
    const w = await world();
    const other = await world();
    const title = `Only Carla’s and Felix’s ${w.contract.id}`;
    await w.offer({ title });
    expect((await w.felix.get('/my-jobs')).text).to.include(title);
    expect((await w.carla.get('/my-jobs')).text).to.include(title);
    for (const person of [w.stan, other.carla, other.felix])
      expect((await person.get('/my-jobs')).text).not.to.include(title);
  });

  it('takes an admin to the back office', async () => {
    const w = await world();
    expect((await w.ada.get('/my-jobs')).headers['location']).to.equal('/admin');
  });

  describe('with many contracts', () => {
    let w: World;
    let kira: Person;
    const A_PAGE = 20;
    beforeEach(async () => {
      w = await world();
      kira = await w.person('Kira', 'client');
      const one = { clientId: kira.id, freelancerEmail: w.felix.email, offeredAt: w.outside.clock.now() };
      const rows = Array.from({ length: 45 }, (_, n) => {
        const [state, stopped] =
          n < 5 ? (['offered', null] as const) : n < 30 ? (['active', null] as const) : (['active', 'ended'] as const);
        const accepted = state === 'active' ? { freelancerId: w.felix.id, acceptedAt: w.outside.clock.now() } : {};
        return { ...one, ...accepted, state, stopped, title: `Job number ${String(n).padStart(2, '0')}.` };
      });
      const made = await Contract.bulkCreate(rows);
      const terms = {
        version: 1,
        rateCents: 4000,
        weeklyLimitSeconds: 3600,
        manualTime: false,
        evidence: 'full' as const,
      };
      const contracts = await Contract.findAll({ where: { clientId: kira.id } });
      expect(contracts).to.have.lengthOf(made.length);
      await ContractTerms.bulkCreate(
        contracts.map(({ id }) => ({ ...terms, contractId: id, freeCodes: false, validFrom: w.outside.clock.now() })),
      );
    });

    it('comes in pages, each contract once, offers first and closed ones last, with counts of all', async () => {
      const seen: string[] = [];
      let path: string | null = '/my-jobs';
      for (let pages = 1; path !== null; pages++) {
        const { text, status }: { text: string; status: number } = await kira.get(path);
        expect(status).to.equal(200);
        const titles = [...text.matchAll(/<a href="\/contracts\/\d+">(Job number \d\d\.)/g)].map(([, title]) => title!);
        expect(titles.length).to.be.at.most(A_PAGE);
        if (pages === 1) {
          expect(text).to.match(/Waiting for an answer <span class="count">5</);
          expect(text).to.match(/Running <span class="count">25</);
        }
        if (pages === 3) expect(text).to.match(/Closed <span class="count">15</);
        seen.push(...titles);
        path = /href="(\/my-jobs\?after=[^"]+)"/.exec(text)?.[1] ?? null;
      }
      expect(seen).to.have.lengthOf(45);
      expect(new Set(seen).size).to.equal(45);
      const place = (title: string): number =>
        Number(/\d\d/.exec(title)![0]) < 5 ? 0 : Number(/\d\d/.exec(title)![0]) < 30 ? 1 : 2;
      expect(seen.map(place)).to.deep.equal([...seen.map(place)].sort());
    });

    it('takes an address that names no page for the first page', async () => {
      for (const after of ['x', '9-1', '1-', '1-99999999999', '1-1;--'])
        expect((await kira.get(`/my-jobs?after=${encodeURIComponent(after)}`)).text).to.include(
          'Waiting for an answer',
        );
    });
  });

  it('says on each card what waits for this person’s answer, and leads there', async () => {
    const w = await world({ now: '2026-11-18T08:00:00Z' });
    w.contract = await w.activeContract({ manualTime: true });
    const at = `/contracts/${w.contract.id}`;
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T12:00:00Z');
    await w.felix.post(`${at}/terms`, { rate: '45', weeklyLimit: '40', evidence: 'full', manualTime: 'yes' });
    await w.felix.post(`${at}/overtime`, { extra: '2', note: 'The release is on Friday' });
    await w.felix.post(`${at}/fixed-price`, { amount: '', note: 'The scope is clear now' });
    const askFor = (from: string, to: string) => {
      const moments = { from: String(Date.parse(from) / 1000), to: String(Date.parse(to) / 1000) };
      const words = {
        description: 'A call about the search page',
        reason: 'We were on the phone, away from the computer.',
      };
      return w.felix.post(`${at}/manual-time`, { ...moments, ...words });
    };
    await askFor('2026-11-18T10:00:00Z', '2026-11-18T10:30:00Z');
    const { id } = await Proposal.findOne({ where: { contractId: w.contract.id, kind: 'terms' }, rejectOnEmpty: true });
    const own = (await w.felix.get('/my-jobs')).text;
    expect(own, 'one’s own questions wait for the other').not.to.include('for your answer');
    const asked = (await w.carla.get('/my-jobs')).text;
    for (const words of [
      'Change of terms waits for your answer',
      'A request for more hours this week waits for your answer',
      'A fixed price waits for your answer',
      '1 manual time request waits for your answer',
      `${at}#proposal-${id}`,
    ])
      expect(asked).to.include(words);
    await askFor('2026-11-18T11:00:00Z', '2026-11-18T11:30:00Z');
    expect((await w.carla.get('/my-jobs')).text).to.include('2 manual time requests wait for your answer');
    w.outside.clock.set('2026-11-23T13:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:00:00Z');
    const late = (await w.carla.get('/my-jobs')).text;
    expect(late).to.include('Late time waits for your answer').and.not.to.include('more hours this week');
    expect(late).to.include(`${at}/late-time/${Date.parse('2026-11-16T00:00:00Z') / 1000}`);
    expect((await w.felix.get('/my-jobs')).text).not.to.include('Late time waits');
    w.outside.clock.set('2026-11-28T00:00:00Z');
    const saturday = (await w.carla.get('/my-jobs')).text;
    expect(saturday, 'silence was a no').to.include('Late time waits').and.not.to.include('manual time request');
    w.outside.clock.set('2026-12-04T23:59:59Z');
    expect((await w.carla.get('/my-jobs')).text).to.include('Late time waits');
    w.outside.clock.set('2026-12-05T00:00:00Z');
    const after = await w.carla.get('/my-jobs');
    expect(after.status).to.equal(200);
    expect(after.text).not.to.include('Late time waits');
    w.felix = await w.person('Fiona', 'freelancer');
    await w.offer({ email: w.felix.email });
    expect((await w.felix.get('/my-jobs')).text).to.include('This offer waits for your answer');
  });
});
