import { expect } from 'chai';
import { fromSeconds, toSeconds } from '../../src/kernel/time.ts';
import type { Mask } from '../../src/wire/tracker.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type Person, type World } from '../support/world.ts';

const NINE = toSeconds(new Date('2026-11-18T09:00:00Z'));

describe('What the freelancer masked or kept without input', () => {
  let w: World;
  let tracker: TestTracker;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T07:00:00Z');
    w.contract = await w.activeContract();
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
  });

  async function send(place: number, { mask, idle = false }: { mask?: Mask; idle?: boolean }): Promise<string> {
    const startedAt = fromSeconds(NINE + place * 600).toISOString();
    const block = { idle, ...(idle && { inputSeconds: 0 }) };
    const { status, body } = await tracker.send(w.contract.id, startedAt, { block, ...(mask && { mask }) });
    expect(status).to.equal(200);
    return (body as { block: { id: string } }).block.id;
  }
  const blockPath = (place: number): string => `/contracts/${w.contract.id}/blocks/${NINE + place * 600}`;
  const day = (): string => `/contracts/${w.contract.id}/diary`;
  /** The grid's cell of a block. */
  const cell = async (person: Person, place: number): Promise<string> =>
    new RegExp(`<a href="${blockPath(place)}"[^]*?</a>`).exec((await person.get(day())).text)![0];
  const words = (html: string): string =>
    html
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .replaceAll(' )', ')');

  it('is marked in the grid and told in full at the block, to both sides', async () => {
    await send(0, { mask: { perMille: 178, reason: 'A letter from my bank' } });
    await send(1, { idle: true });
    await send(2, { idle: true, mask: { perMille: 1000, reason: 'All of it is private' } });
    await send(3, {});
    for (const person of [w.felix, w.carla]) {
      const marks = [0, 1, 2, 3].map(async place => /<b>(.*?)<\/b>/.exec(await cell(person, place))?.[1] ?? null);
      expect(await Promise.all(marks)).to.deep.equal(['Masked', 'Idle', 'Idle, masked', null]);
      const [masked, idle, both, usual] = await Promise.all(
        [0, 1, 2, 3].map(async place => words((await person.get(blockPath(place))).text)),
      );
      expect(masked).to.include('Masked by the freelancer: A letter from my bank (17.8 % of the picture)');
      expect(masked).to.include('Logged by the rules').and.not.to.include('No input');
      expect(idle).to.include('No input, kept by the freelancer').and.not.to.include('Masked by');
      expect(both).to.include('No input, kept by the freelancer').and.to.include('(100 % of the picture)');
      expect(both).to.include('More than 40 % of the screenshot was covered by the freelancer.');
      expect(usual).not.to.include('No input').and.not.to.include('Masked by');
    }
  });

  it('is for the two of the contract', async () => {
    await send(0, { mask: { perMille: 178, reason: 'A letter from my bank' } });
    expect((await w.stan.get(blockPath(0))).status).to.equal(404);
    expect((await w.ada.get(blockPath(0))).headers['location']).to.include('/look?');
    expect((await w.nobody.get(blockPath(0))).status).to.equal(303);
  });

  it('has no more reason to be told when the block is deleted', async () => {
    const id = await send(0, { idle: true, mask: { perMille: 178, reason: 'A letter from my bank' } });
    await tracker.call('delete', `/blocks/${id}`);
    const { text } = await w.carla.get(blockPath(0));
    expect(text).to.include('Deleted').and.not.to.include('letter').and.not.to.include('No input');
    expect(await cell(w.carla, 0)).not.to.include('<b>');
  });

  it('has a reason that stays text, whatever it says', async () => {
    const hostile = [
      '<script>ran=1</script>',
      '"><img src=x onerror=ran=1>',
      '</bdi></p><iframe src=javascript:ran=1>',
      '<%=process.exit(1)%>${ran=1}',
    ];
    for (const [place, reason] of hostile.entries()) {
      await send(place, { mask: { perMille: 5, reason } });
      for (const page of [blockPath(place), day()]) {
        const { text } = await w.carla.get(page);
        expect(text).not.to.include(reason).and.not.to.include('<iframe');
      }
      const shown = /<bdi>([^]*?)<\/bdi>/.exec((await w.carla.get(blockPath(place))).text)![1]!;
      expect(unescaped(shown)).to.equal(reason);
    }
  });
});

const unescaped = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
