import { expect } from 'chai';
import { run } from '../../src/db/sequelize.ts';
import { FLAGS_ON_A_PAGE } from '../../src/diary/flag-rows.ts';
import { signInTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

describe('Open questions of a contract', () => {
  let w: World;
  let flags: string;
  let block: string;
  const startedAt = Date.parse('2026-11-18T09:10:00Z') / 1000;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T07:00:00Z');
    w.contract = await w.activeContract({ title: 'Diary job' });
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z');
    flags = `/contracts/${w.contract.id}/flags`;
    block = `/contracts/${w.contract.id}/blocks/${startedAt}`;
  });

  it('are counted in every view of the diary, listed for both, and gone when resolved', async () => {
    const diary = `/contracts/${w.contract.id}/diary/2026-11-18`;
    expect((await w.felix.get(diary)).text).not.to.include(flags);
    expect((await w.felix.get(flags)).text).to.include('No open questions');
    await w.carla.post(`${block}/comments`, { words: 'Which page is <b>this</b>?', flag: 'yes' });
    await w.felix.post(`${block}/comments`, { words: 'Only a remark' });
    for (const view of ['', '/week', '/list', '/week/list'])
      expect((await w.felix.get(diary + view)).text.replace(/<[^>]+>/g, '')).to.match(/1 open\s+question/);
    const felix = (await w.felix.get(flags)).text;
    expect(felix).to.include('Which page is &lt;b&gt;this').and.to.include('Asks for your answer');
    expect(felix).to.include(`${block}#comments`).and.not.to.include('Only a remark');
    expect((await w.carla.get(flags)).text).to.include('Waits for Felix');
    const resolved = await w.carla.post(`${block}/comments/1/resolution`, { list: 'yes' });
    expect(resolved.headers['location']).to.equal(flags);
    expect((await w.carla.get(flags)).text).to.include('No open questions');
    expect((await w.felix.get(diary)).text).not.to.include(flags);
  });

  it('of another contract of the same freelancer are not among them', async () => {
    const { id } = await w.activeContract({ title: 'Another job' });
    await w.carla.post(`${block}/comments`, { words: 'Which page?', flag: 'yes' });
    expect((await w.felix.get(`/contracts/${id}/flags`)).text).to.include('No open questions');
  });

  it('come in pages, oldest block first, none twice and none missing', async () => {
    const many = FLAGS_ON_A_PAGE + 7;
    for (let number = 1; number <= many; number++)
      await run(
        'INSERT INTO comments (freelancer_id, started_at, number, author_id, written_at, flag, words) VALUES ($1, $2, $3, $1, $2, 1, $4)',
        [w.felix.id, startedAt, number, `Question ${number}.`],
      );
    const asked = (text: string): string[] => text.match(/Question \d+\./g) ?? [];
    const first = (await w.carla.get(flags)).text;
    const next = /href="([^"]+after=[^"]+)"/.exec(first)![1]!;
    const second = (await w.carla.get(next)).text;
    expect([asked(first).length, asked(second).length]).to.deep.equal([FLAGS_ON_A_PAGE, 7]);
    expect(new Set([...asked(first), ...asked(second)]).size).to.equal(many);
    expect(second).to.include('From the first one').and.not.to.include('after=');
    expect((await w.carla.get(`${flags}?after=rubbish`)).status).to.equal(200);
  });
});
