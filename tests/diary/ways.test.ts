import { expect } from 'chai';
import { rows } from '../../src/db/sequelize.ts';
import { stretchesOf, weekDays } from '../../src/diary/week.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type Person, type World } from '../support/world.ts';

const second = (iso: string): number => Date.parse(iso) / 1000;
/** What a page says, without its tags. */
const textOf = async (person: Person, path: string): Promise<string> => {
  const { status, text } = await person.get(path);
  expect(status, path).to.equal(200);
  return text
    .replace(/<title>.*?<\/title>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
};

describe('A week as lines', () => {
  const block = (iso: string, changes: object = {}) => ({
    ...{ startedAt: second(iso), seconds: 600, reasons: 0, deletedAt: null, shown: true },
    ...changes,
  });

  it('has seven days of the reader’s zone, of 23 hours where clocks are put forward, and the edge of the UTC week', () => {
    const days = weekDays('2026-03-23', 'Europe/Vienna', []);
    expect(days.map(({ length }) => length / 3600)).to.deep.equal([24, 24, 24, 24, 24, 24, 23]);
    expect(days.map(({ edge }) => edge)).to.deep.equal([3600, null, null, null, null, null, null]);
    const west = weekDays('2026-11-16', 'America/New_York', []);
    expect(west.map(({ edge }) => edge)).to.deep.equal([null, null, null, null, null, null, 19 * 3600]);
    expect(weekDays('2026-11-16', 'UTC', []).every(({ edge }) => edge === null)).to.equal(true);
  });

  it('joins what follows without a gap and is of one kind', () => {
    const blocks = [
      block('2026-11-16T08:00:00Z'),
      block('2026-11-16T08:10:00Z'),
      block('2026-11-16T08:20:00Z', { reasons: 1 }),
      block('2026-11-16T08:30:00Z', { deletedAt: 1 }),
      block('2026-11-16T09:00:00Z', { shown: false }),
    ];
    const [monday] = weekDays('2026-11-16', 'UTC', blocks);
    expect(stretchesOf(monday!, 'UTC').map(({ kind, x, width, from, to }) => [kind, x, width, from, to])).to.deep.equal(
      [
        ['safe', 28_800, 1200, '08:00', '08:20'],
        ['unsafe', 30_000, 600, '08:20', '08:30'],
        ['gone', 30_600, 600, '08:30', '08:40'],
        ['out', 32_400, 600, '09:00', '09:10'],
      ],
    );
  });
});

describe('The ways through a diary', () => {
  let w: World;
  let tracker: TestTracker;
  let diary: string;

  /** Monday night until Wednesday in Vienna: six blocks, one of them deleted, three reasons, two codes. */
  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-15T20:00:00Z');
    w.contract = await w.activeContract({ title: 'Diary job' });
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-16T00:00:00Z');
    await send('2026-11-15T23:10:00Z');
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await send('2026-11-16T09:00:00Z', { projectCode: 'SHOP-2' });
    await send('2026-11-18T08:00:00Z');
    await send('2026-11-18T08:10:00Z', { seconds: 520, description: 'stuff' });
    await send('2026-11-18T08:20:00Z', { projectCode: null, captures: [failed('2026-11-18T08:25:00Z')] }, []);
    const gone = await send('2026-11-18T08:30:00Z');
    await tracker.call('delete', `/blocks/${gone}`);
    diary = `/contracts/${w.contract.id}/diary`;
  });
  const failed = (takenAt: string) => ({ takenAt, failure: 'no-permission' as const });
  async function send(at: string, block = {}, pictures?: Buffer[]): Promise<string> {
    const { status, text, body } = await tracker.send(w.contract.id, at, { block, ...(pictures && { pictures }) });
    expect(status, text).to.be.oneOf([200, 201]);
    return (body as { block: { id: string } }).block.id;
  }

  it('a week shows each day with its time, money and verdicts, and adds up to its blocks', async () => {
    const [sum] = await rows<{ seconds: number }>(
      'SELECT SUM(seconds) AS seconds FROM blocks WHERE contract_id = $1 AND deleted_at IS NULL',
      [w.contract.id],
    );
    expect(Number(sum?.seconds)).to.equal(4 * 600 + 520);
    for (const person of [w.felix, w.carla]) {
      const text = await textOf(person, `${diary}/2026-11-18/week`);
      expect(text)
        .to.include('16 to 22 Nov 2026')
        .and.to.include('28 m 40 s')
        .and.to.include('Vague description'.toLowerCase());
      expect(text).to.include('10 m no screenshot').and.to.include('10 m protected');
    }
    const felix = await textOf(w.felix, `${diary}/2026-11-18/week`);
    expect(felix).to.include('These seven days 48 m 40 s $32.44');
    expect(felix).to.include('Week , 16 Nov 2026, 01:00 to 23 Nov 2026, 01:00 your time 38 m 40 s');
    expect(felix).to.include('The UTC week begins here at 01:00').and.to.include('00:10–10:10');
    const carla = await textOf(w.carla, `${diary}/2026-11-18/week`);
    expect(carla).to.include('These seven days 38 m 40 s').and.to.include('The UTC week begins here at 19:00');
  });

  it('a list has a line for work that says the same, or for each block, with why it is not protected', async () => {
    const list = await textOf(w.carla, `${diary}/2026-11-18/list`);
    expect(list).to.include('03:10–03:18').and.to.include('stuff').and.to.include('Vague description');
    expect(list).to.include('Not protected No screenshot').and.to.include('Deleted by the freelancer');
    await send('2026-11-18T09:00:00Z');
    await send('2026-11-18T09:10:00Z');
    expect(await textOf(w.felix, `${diary}/2026-11-18/list`))
      .to.include('10:00–10:20')
      .and.to.include('2 blocks');
    const each = await textOf(w.felix, `${diary}/2026-11-18/list?rows=blocks`);
    expect(each).to.include('10:00–10:10').and.to.include('10:10–10:20').and.not.to.include('2 blocks');
    const week = await textOf(w.felix, `${diary}/2026-11-18/week/list`);
    expect(week).to.include('Mon 16 Nov').and.to.include('Wed 18 Nov').and.to.include('SHOP-2');
  });

  const filters: [query: string, blocks: number, words: string][] = [
    ['kind=protected', 3, 'Protected'],
    ['kind=unprotected', 2, 'Not protected'],
    ['kind=vague-description', 1, 'Vague description'],
    ['kind=without-picture', 1, 'Without a picture'],
    ['kind=flagged', 0, 'Waiting for an answer'],
    ['code=%3DSHOP-2', 1, 'SHOP-2'],
    ['code=%3D', 1, 'No code'],
    ['code=%3DSHOP-1&kind=protected', 2, 'SHOP-1, Protected'],
    ['code=%3DNOWHERE', 0, 'NOWHERE'],
  ];
  for (const [query, blocks, words] of filters)
    it(`says ${blocks} of 5 blocks, and of how much time and money, for ${query}, in the week and its list`, async () => {
      for (const view of ['week', 'week/list', 'week/list?rows=blocks']) {
        const text = await textOf(w.felix, `${diary}/2026-11-18/${view}${view.includes('?') ? '&' : '?'}${query}`);
        expect(text, view)
          .to.include(`${words} ${blocks} of 5 blocks`)
          .and.to.match(/ of 48 m 40 s \$[\d.]+ of \$32\.44/);
        expect(text, view).to.include('These seven days 48 m 40 s');
      }
    });

  it('a filtered day keeps the place of what is left out, cannot be marked as reviewed, and keeps its totals', async () => {
    const page = (await w.carla.get(`${diary}/2026-11-18?kind=vague-description`)).text;
    expect(page.match(/<span class="o">/g)).to.have.length(3);
    expect(page).to.include('1 of 3 blocks').and.to.include('28 m 40 s').and.not.to.include('Mark as reviewed');
    expect(page).to.not.include('Checkout: keep the basket');
    // It goes along: to other days, views, the blocks, and what refreshes itself.
    for (const path of [`${diary}/2026-11-16`, `${diary}/2026-11-18/week`, `${diary}/2026-11-18/list`])
      expect(page).to.include(`href="${path}?kind=vague-description"`);
    expect(page).to.match(/hx-get="[^"]*\?kind=vague-description"/);
    const block = `/contracts/${w.contract.id}/blocks/${second('2026-11-18T08:10:00Z')}?kind=vague-description`;
    expect(page).to.include(`href="${block}"`);
    expect((await w.carla.get(block)).text).to.include(`href="${diary}/2026-11-18?kind=vague-description"`);
    const picking = (await w.felix.get(`${diary}/2026-11-18/selection?kind=vague-description&all=yes`)).text;
    expect(picking.match(/name="block" value="\d+" checked/g)).to.have.length(1);
  });

  it('earlier and later are days with time, and today', async () => {
    const hrefs = async (path: string): Promise<(string | undefined)[]> => {
      const { text } = await w.felix.get(path);
      return ['day-before', 'day-after'].map(id => new RegExp(`id="${id}" href="([^"]+)"`).exec(text)?.[1]);
    };
    expect(await hrefs(`${diary}/2026-11-18`)).to.deep.equal([`${diary}/2026-11-16`, undefined]);
    expect(await hrefs(`${diary}/2026-11-17?code=%3D`)).to.deep.equal([
      `${diary}/2026-11-16?code=%3D`,
      `${diary}/2026-11-18?code=%3D`,
    ]);
    expect(await hrefs(`${diary}/2026-11-16/list`)).to.deep.equal([undefined, `${diary}/2026-11-18/list`]);
    w.outside.clock.set('2026-11-23T10:00:00Z');
    expect(await hrefs(`${diary}/2026-11-18/week`)).to.deep.equal([undefined, `${diary}/2026-11-23/week`]);
    expect(await hrefs(`${diary}/2026-11-23/week`)).to.deep.equal([`${diary}/2026-11-18/week`, undefined]);
  });

  it('any day can be gone to, with the filter, and what is no day is told beside the field', async () => {
    const went = await w.felix.get(`${diary}/2026-11-18/week/list?go=2026-11-16&kind=protected&rows=blocks`);
    expect([went.status, went.headers['location']]).to.deep.equal([
      303,
      `${diary}/2026-11-16/week/list?kind=protected&rows=blocks`,
    ]);
    for (const [typed, words] of [
      ['18.11.2026', 'Enter a day that exists'],
      ['2026-11-19', 'still to come'],
      ['2026-11-14', 'had not begun'],
    ] as const)
      for (const view of ['', '/week', '/list']) {
        const { status, text } = await w.felix.get(`${diary}/2026-11-18${view}?go=${typed}`);
        expect([status, text.includes(words)], typed + view).to.deep.equal([422, true]);
        expect(text).to.include(`value="${typed}" aria-describedby="f-go-message" aria-invalid="true"`);
      }
  });

  it('leads the freelancer to manual time where the contract has it', async () => {
    expect((await w.felix.get(diary)).text).not.to.include('/manual-time/new');
    w.outside.clock.set('2026-11-18T07:00:00Z');
    const { id } = await w.activeContract({ title: 'With manual time', manualTime: true });
    w.outside.clock.set('2026-11-18T10:00:00Z');
    const link = `/contracts/${id}/manual-time/new?day=2026-11-18`;
    expect((await w.felix.get(`/contracts/${id}/diary`)).text).to.include(link);
    expect((await w.felix.get(link)).status).to.equal(200);
    expect((await w.felix.get(`/contracts/${id}/diary/2026-11-13`)).text).not.to.include('/manual-time/new');
    expect((await w.carla.get(`/contracts/${id}/diary`)).text).not.to.include('/manual-time/new');
  });
});
