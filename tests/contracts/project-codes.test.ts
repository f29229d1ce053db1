import { expect } from 'chai';
import { MAX_PROJECT_CODES } from '../../src/contracts/contract.ts';
import { addCode } from '../../src/contracts/manage-codes.ts';
import { ProjectCode } from '../../src/contracts/project-code-model.ts';
import type { State } from '../../src/wire/tracker.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('Project codes of a running contract', () => {
  let w: World;
  let at: string;
  let tracker: TestTracker;
  beforeEach(async () => {
    w = await world({ now: '2026-11-18T08:00:00Z' });
    at = `/contracts/${w.contract.id}/codes`;
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
  });
  const codeOf = (code: string): Promise<ProjectCode> =>
    ProjectCode.findOne({ where: { contractId: w.contract.id, code }, rejectOnEmpty: true });
  const inTracker = async (): Promise<string[]> => {
    const { contracts } = (await tracker.call('get', '/state')).body as State;
    return contracts.find(({ id }) => id === w.contract.id)!.projectCodes.map(({ code, name }) => `${code} ${name}`);
  };

  it('are added and renamed by the client, and the tracker offers them', async () => {
    expect((await w.carla.post(at, { code: 'SHOP-3', name: 'Search' })).status).to.equal(303);
    const { id } = await codeOf('SHOP-1');
    expect((await w.carla.post(`${at}/${id}/name`, { name: 'Basket and checkout' })).status).to.equal(303);
    expect(await inTracker()).to.have.members(['SHOP-1 Basket and checkout', 'SHOP-2 Catalogue', 'SHOP-3 Search']);
    expect((await w.felix.get(`/contracts/${w.contract.id}`)).text).to.include('Carla added the project code SHOP-3.');
  });

  it('that are closed are offered no more, stay on old blocks, and time that still comes with them is kept', async () => {
    await tracker.send(w.contract.id, '2026-11-18T09:00:00Z');
    const { id } = await codeOf('SHOP-1');
    expect((await w.carla.post(`${at}/${id}/closing`)).status).to.equal(303);
    expect(await inTracker()).to.deep.equal(['SHOP-2 Catalogue']);
    expect((await tracker.send(w.contract.id, '2026-11-18T09:10:00Z')).status).to.equal(200);
    for (const startedAt of ['2026-11-18T09:00:00Z', '2026-11-18T09:10:00Z'])
      expect((await w.carla.get(`/contracts/${w.contract.id}/blocks/${Date.parse(startedAt) / 1000}`)).text).to.include(
        'SHOP-1',
      );
    expect((await w.carla.post(`${at}/${id}/opening`)).status).to.equal(303);
    expect(await inTracker()).to.have.lengthOf(2);
  });

  it('that are closed come to no other block by a correction, and to no manual time, but stay where they are', async () => {
    const block = String(Date.parse('2026-11-18T09:00:00Z') / 1000);
    const next = String(Date.parse('2026-11-18T09:10:00Z') / 1000);
    await tracker.send(w.contract.id, '2026-11-18T09:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z', { block: { projectCode: 'SHOP-2' } });
    await w.carla.post(`${at}/${(await codeOf('SHOP-1')).id}/closing`);
    const correction = `/contracts/${w.contract.id}/correction`;
    const options = async (chosen: string): Promise<string[]> =>
      [...(await w.felix.get(`${correction}?block=${chosen}`)).text.matchAll(/<option value="=([^"]*)"/g)].map(
        ([, code]) => code!,
      );
    expect(await options(next)).to.deep.equal(['', 'SHOP-2']);
    expect(await options(block), 'its own').to.deep.equal(['', 'SHOP-2', 'SHOP-1']);
    const words = { description: 'Basket: keep it between visits', projectCode: '=SHOP-1' };
    expect((await w.felix.post(correction, { block, ...words })).status, 'it has it already').to.equal(303);
    for (const chosen of [next, `${block},${next}`]) {
      const refused = await w.felix.post(correction, { block: chosen, ...words, description: 'Something else again' });
      expect([refused.status, refused.text.includes('has closed this project code')]).to.deep.equal([422, true]);
      expect(refused.text).to.include('value="Something else again"');
    }
    const unknown = await w.felix.post(correction, { block: next, ...words, projectCode: '=NOPE' });
    expect([unknown.status, unknown.text.includes('no such project code')]).to.deep.equal([422, true]);
  });

  it('say beside the field what is wrong, and keep what was typed', async () => {
    const again = await w.carla.post(at, { code: 'SHOP-1', name: 'Once more' });
    for (const words of ['has that code already', 'value="Once more"']) expect(again.text).to.include(words);
    expect(again.status).to.equal(409);
    const wrong = await w.carla.post(at, { code: 'two words', name: '' });
    for (const words of ['A code has no spaces', 'Enter a name.', 'value="two words"'])
      expect(wrong.text).to.include(words);
    const { id } = await codeOf('SHOP-1');
    const renamed = await w.carla.post(`${at}/${id}/name`, { name: `"><b>${'x'.repeat(100)}` });
    expect([
      renamed.status,
      renamed.text.includes('at most 100 characters'),
      renamed.text.includes('&#34;&gt;&lt;b&gt;xxx'),
    ]).to.deep.equal([422, true, true]);
  });

  it(`are at most ${MAX_PROJECT_CODES} open ones, also when two are added at once`, async () => {
    const contractId = w.contract.id;
    const more = Array.from({ length: MAX_PROJECT_CODES - 3 }, (_, i) => ({
      contractId,
      code: `C-${i}`,
      name: 'Part',
    }));
    await ProjectCode.bulkCreate(more);
    const doing = { contractId, by: w.carla, now: w.outside.clock.now() };
    const both = await Promise.allSettled(['A', 'B'].map(code => addCode({ code, name: code }, doing)));
    expect(both.filter(({ status }) => status === 'fulfilled')).to.have.lengthOf(1);
  });

  it('are the client’s alone, each in its own contract, until the contract is over', async () => {
    const { id } = await codeOf('SHOP-1');
    for (const act of [at, `${at}/${id}/name`, `${at}/${id}/closing`]) {
      const typed = { code: 'X', name: 'X' };
      expect([(await w.felix.post(act, typed)).status, (await w.stan.post(act, typed)).status]).to.deep.equal([
        403, 404,
      ]);
    }
    const other = await w.activeContract();
    expect((await w.carla.post(`/contracts/${other.id}/codes/${id}/closing`)).status).to.equal(404);
    await w.carla.post(`/contracts/${w.contract.id}/end`);
    expect((await w.carla.post(at, { code: 'X', name: 'X' })).status).to.equal(409);
  });
});
