import { expect } from 'chai';
import { MAX_COMMENTS, whyNotComment, whyNotResolve, type CommentFacts } from '../../src/diary/comment.ts';
import { run } from '../../src/db/sequelize.ts';
import { Event } from '../../src/events/event-model.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { signInTracker } from '../support/tracker.ts';
import { world, type Person, type World } from '../support/world.ts';

describe('A flag', () => {
  const asked: CommentFacts = { number: 1, authorId: 7, flag: true, resolvedAt: null };
  it('is resolved once, by either of the two', () => {
    expect(whyNotResolve(asked)).to.equal(null);
    expect(whyNotResolve({ ...asked, resolvedAt: 1 })).to.equal('no-open-flag');
    expect(whyNotResolve({ ...asked, flag: false })).to.equal('no-open-flag');
  });

  it(`finds room as long as there are fewer than ${MAX_COMMENTS} comments`, () => {
    expect([whyNotComment(MAX_COMMENTS - 1), whyNotComment(MAX_COMMENTS)]).to.deep.equal([null, 'too-many-comments']);
  });
});

describe('Comments on a block', () => {
  let w: World;
  let block: string;
  const startedAt = Date.parse('2026-11-18T09:10:00Z') / 1000;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T07:00:00Z');
    w.contract = await w.activeContract({ title: 'Diary job' });
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:10:00Z');
    block = `/contracts/${w.contract.id}/blocks/${startedAt}`;
  });
  const toldTo = async ({ id }: Person): Promise<string[]> =>
    (await Notice.findAll({ where: { userId: id, contractId: w.contract.id }, order: [['id', 'ASC']] }))
      .map(({ kind }) => kind)
      .filter(kind => /block|flag/.test(kind));

  it('are read by an admin who looks, who is asked for none', async () => {
    await w.ada.post(`/admin/contracts/${w.contract.id}/look`, { reason: 'help', words: 'Felix asked us to look.' });
    expect((await w.carla.get(block)).text).to.include('Write a comment');
    expect((await w.ada.get(block)).text)
      .to.include('Nobody has written.')
      .and.not.to.include('Write a comment');
  });

  it('are a thread both read, and each is told what the other wrote', async () => {
    const first = await w.carla.post(`${block}/comments`, {
      words: 'Which page is this?\n<script>1</script>',
      flag: 'yes',
    });
    expect(first.headers['location']).to.equal(`${block}#comments`);
    const asked = (await w.felix.get(block)).text;
    expect(asked).to.include('Which page is this?\n&lt;script&gt;').and.to.include('Asks for your answer');
    expect((await w.carla.get(block)).text).to.include('Waits for an answer');
    for (const { get } of [w.carla, w.felix])
      expect((await get(`/contracts/${w.contract.id}/diary`)).text).to.match(
        /<i class="asks">1<span class="unseen"> comment, waiting for an answer/,
      );
    await w.felix.post(`${block}/comments`, { words: 'The basket.' });
    expect((await w.felix.post(`${block}/comments/1/resolution`)).status).to.equal(303);
    expect((await w.carla.get(block)).text)
      .to.include('The basket.')
      .and.to.include('Resolved by Felix, 18 Nov 2026, 05:00');
    const events = await Event.findAll({ where: { contractId: w.contract.id }, order: [['id', 'ASC']] });
    expect(events.filter(({ kind }) => kind.includes('flag')).map(({ kind, facts }) => [kind, facts])).to.deep.equal([
      ['block.flagged', { by: 'Carla', startedAt: '2026-11-18T09:10:00.000Z' }],
      ['flag.resolved', { by: 'Felix', startedAt: '2026-11-18T09:10:00.000Z' }],
    ]);
    expect((await w.carla.get(`/contracts/${w.contract.id}/diary`)).text).to.match(
      /<i>2<span class="unseen"> comments</,
    );
    expect(await toldTo(w.felix)).to.deep.equal(['block.flagged']);
    expect(await toldTo(w.carla)).to.deep.equal(['block.commented', 'flag.resolved']);
  });

  it('are for the two alone, and a flag is resolved once, also by whoever asked', async () => {
    await w.felix.post(`${block}/comments`, { words: 'Is this right?', flag: 'yes' });
    for (const path of [`${block}/comments`, `${block}/comments/1/resolution`])
      for (const person of [w.stan, w.ada]) expect((await person.post(path, { words: 'x' })).status).to.equal(404);
    expect((await w.carla.post(`${block}/comments/9/resolution`)).status).to.equal(404);
    const twice = await Promise.all([w.carla, w.felix].map(({ post }) => post(`${block}/comments/1/resolution`)));
    expect(twice.map(({ status }) => status).sort()).to.deep.equal([303, 409]);
    expect((await w.felix.get(block)).text).to.match(/Resolved by (Carla|Felix)/);
  });

  it('at the same moment are both kept', async () => {
    const both = await Promise.all(
      [w.felix, w.carla].map(({ post, name }) => post(`${block}/comments`, { words: `From ${name}` })),
    );
    expect(both.map(({ status }) => status)).to.deep.equal([303, 303]);
    expect((await w.carla.get(block)).text)
      .to.include('From Felix')
      .and.to.include('From Carla');
  });

  it('that are empty or too long are refused, and what was typed is there again', async () => {
    const empty = await w.carla.post(`${block}/comments`, { words: ' \n ', flag: 'yes' });
    expect([empty.status, empty.text.includes('Write what you want to say.')]).to.deep.equal([422, true]);
    expect(empty.text).to.match(/name="flag" value="yes" checked/);
    const long = await w.carla.post(`${block}/comments`, { words: 'é'.repeat(1001) });
    expect([long.status, long.text.includes('é'.repeat(1001))]).to.deep.equal([422, true]);
    expect((await w.carla.post(`${block}/comments`, { words: '😀'.repeat(500) })).status).to.equal(303);
  });

  it('have an end', async () => {
    for (let number = 1; number <= MAX_COMMENTS; number++)
      await run(
        'INSERT INTO comments (freelancer_id, started_at, number, author_id, written_at, flag, words) VALUES ($1, $2, $3, $1, $2, 0, $4)',
        [w.felix.id, startedAt, number, 'x'],
      );
    const more = await w.carla.post(`${block}/comments`, { words: 'One more' });
    expect([
      more.status,
      more.text.includes('Write to each other directly.'),
      more.text.includes('One more'),
    ]).to.deep.equal([409, true, true]);
  });
});
