import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import request from 'supertest';
import { v7 } from 'uuid';
import { rows } from '../../src/db/sequelize.ts';
import { bytesOf, findBlockById } from '../../src/diary/block-rows.ts';
import { forgetPictures } from '../../src/diary/forget-pictures.ts';
import { keysOf } from '../../src/diary/storage-keys.ts';
import type { BlockKept } from '../../src/wire/tracker.ts';
import { blankPicture, picture, png } from '../support/pictures.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const nine = '2026-11-18T09:00:00Z';
const tenPast = '2026-11-18T09:10:00Z';

describe('A block sent by the tracker', () => {
  let w: World;
  let tracker: TestTracker;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T08:00:00Z');
    const contract = await w.activeContract();
    w.contract = contract;
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
  });

  const files = async (): Promise<string[]> => {
    const all = await readdir(w.outside.folder, { recursive: true });
    return all.filter(name => name.endsWith('.jpg'));
  };
  const verdictOf = (body: unknown): string[] => (body as BlockKept).block.verdict.reasons.map(({ code }) => code);

  it('is kept with its picture byte for byte, and protected', async () => {
    const bytes = await picture(7);
    const { body, status } = await tracker.send(w.contract.id, nine, { pictures: [bytes] });
    expect(status).to.equal(200);
    expect((body as BlockKept).block).to.deep.include({
      contractId: w.contract.id,
      seconds: 600,
      verdict: { protected: true, reasons: [] },
    });
    const full = (await files()).filter(name => !name.includes('thumb'));
    expect(full).to.have.lengthOf(1);
    const key = full[0]!.replaceAll('\\', '/');
    expect(await w.outside.storage.get(key)).to.deep.equal(bytes);
  });

  it('gets the first answer again when it is sent again, and is there once', async () => {
    const id = v7();
    const bytes = [await picture(3)];
    const first = await tracker.send(w.contract.id, nine, { id, pictures: bytes });
    w.outside.clock.advance(60);
    const second = await tracker.send(w.contract.id, nine, { id, pictures: bytes });
    expect((second.body as BlockKept).block).to.deep.equal((first.body as BlockKept).block);
    expect(await rows('SELECT id FROM blocks WHERE id = $1', [bytesOf(id)])).to.have.lengthOf(1);
  });

  it('is refused with 409 when its name was used for other content', async () => {
    const id = v7();
    await tracker.send(w.contract.id, nine, { id });
    for (const block of [
      { description: 'Checkout: another description' },
      { startedAt: tenPast },
      { inputSeconds: 1 },
      { projectCode: null },
    ]) {
      const { status, body } = await tracker.send(w.contract.id, nine, { id, block });
      expect([status, (body as { error: { code: string } }).error.code]).to.deep.equal([409, 'different-content']);
    }
  });

  it('sent fifty times at once is one row', async () => {
    const id = v7();
    const pictures = [await picture(9)];
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => tracker.send(w.contract.id, nine, { id, pictures })),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(50).fill(200));
    expect(await rows('SELECT id FROM blocks WHERE freelancer_id = $1', [w.felix.id])).to.have.lengthOf(1);
    expect(await files()).to.have.lengthOf(2);
    const [totals] = await rows<{ seconds: number }>(
      'SELECT SUM(seconds) AS seconds FROM day_totals WHERE contract_id = $1',
      [w.contract.id],
    );
    expect(Number(totals?.seconds)).to.equal(600);
  });

  it('never makes more time than the wall clock has, whatever the contract and however parallel', async () => {
    const other = await (async () => {
      w.outside.clock.set('2026-11-18T08:00:00Z');
      const made = await w.activeContract({ title: 'Another job' });
      w.outside.clock.set('2026-11-18T10:00:00Z');
      return made;
    })();
    const starts = Array.from({ length: 18 }, (_, i) =>
      new Date(Date.parse(nine) + i * 30_000).toISOString().replace('.000', ''),
    );
    const answers = await Promise.all(
      starts.flatMap((startedAt, i) =>
        [w.contract.id, other.id].map(async (id, k) => {
          return tracker.send(id, startedAt, {
            block: { seconds: 45, projectCode: null },
            pictures: [await picture(i * 2 + k)],
          });
        }),
      ),
    );
    expect(
      answers.every(({ status }) => status === 200 || status === 409),
      answers.map(({ status }) => status).join(),
    ).to.equal(true);
    const kept = await rows<{ started_at: number; seconds: number }>(
      'SELECT started_at, seconds FROM blocks WHERE freelancer_id = $1 ORDER BY started_at',
      [w.felix.id],
    );
    expect(kept).to.have.lengthOf(answers.filter(({ status }) => status === 200).length);
    kept
      .slice(1)
      .forEach((block, i) => expect(block.started_at).to.be.at.least(kept[i]!.started_at + kept[i]!.seconds));
    expect(await files()).to.have.lengthOf(kept.length * 2);
  });

  it('of a PNG is kept as a JPEG, with the hash of what was received', async () => {
    const id = v7();
    const bytes = await png(4);
    expect((await tracker.send(w.contract.id, nine, { id, pictures: [bytes] })).status).to.equal(200);
    const block = await findBlockById(id, w.felix.id);
    expect(block?.shots[0]?.kept).to.be.instanceOf(Buffer);
    expect((await tracker.send(w.contract.id, nine, { id, pictures: [bytes] })).status).to.equal(200);
  });

  const refusals: [string, string, object, number, string][] = [
    ['ends in the future', '2026-11-18T10:00:00Z', { seconds: 121 }, 422, 'in-the-future'],
    ['is older than 14 days', '2026-11-04T09:50:00Z', {}, 422, 'too-old'],
    ['crosses a ten-minute edge', '2026-11-18T09:05:00Z', {}, 422, 'crosses-cell'],
    ['has more input than seconds', nine, { seconds: 60, inputSeconds: 61 }, 422, 'too-much-input'],
    [
      'was captured outside',
      nine,
      { seconds: 60, captures: [{ takenAt: '2026-11-18T09:04:01Z', failure: 'locked-screen' }] },
      422,
      'capture-outside-block',
    ],
    ['has no seconds', nine, { seconds: 0 }, 400, 'malformed'],
    ['is longer than a cell', nine, { seconds: 601 }, 400, 'malformed'],
    ['begins within a second', '2026-11-18T09:00:00.500Z', {}, 400, 'malformed'],
    ['has a field we do not know', nine, { windowTitle: 'secret' }, 400, 'malformed'],
    ['has a project code that is not the contract’s', nine, { projectCode: 'NOPE' }, 422, 'unknown-project-code'],
    ['began before the offer was accepted', '2026-11-18T07:40:00Z', {}, 422, 'contract-not-active'],
  ];
  for (const [what, startedAt, block, status, code] of refusals) {
    it(`that ${what} is refused: ${code}`, async () => {
      const failure = [{ takenAt: startedAt, failure: 'locked-screen' }];
      const answer = await tracker.send(w.contract.id, startedAt, {
        block: { captures: failure, ...block } as object,
        pictures: [],
      });
      expect([answer.status, (answer.body as { error: { code: string; message: string } }).error.code]).to.deep.equal([
        status,
        code,
      ]);
      expect((answer.body as { error: { message: string } }).error.message).to.match(/\w+ .+[.]$/);
      expect(await files()).to.deep.equal([]);
    });
  }

  it('on somebody else’s contract is refused as if there were none', async () => {
    const strangers = await signInTracker(w.app, w.stan.email);
    const { status, body } = await strangers.send(w.contract.id, nine);
    expect([status, (body as { error: { code: string } }).error.code]).to.deep.equal([404, 'not-found']);
    expect(await files()).to.deep.equal([]);
  });

  it('on an offer that is not accepted yet is refused', async () => {
    const offered = await w.offer({ title: 'Not yet' });
    const { status } = await tracker.send(offered.id, nine);
    expect(status).to.equal(404);
  });

  it('whose picture was damaged on the way may be sent again', async () => {
    const bytes = await picture(5);
    const captures = [{ takenAt: nine, sha256: 'a'.repeat(64) }];
    const { status, body } = await tracker.send(w.contract.id, nine, { block: { captures }, pictures: [bytes] });
    expect([status, (body as { error: { code: string } }).error.code]).to.deep.equal([400, 'damaged-on-the-way']);
  });

  it('without a picture is kept, not protected, and says so', async () => {
    const block = { captures: [{ takenAt: nine, failure: 'locked-screen' as const }] };
    const { body } = await tracker.send(w.contract.id, nine, { block, pictures: [] });
    expect(verdictOf(body)).to.deep.equal(['no-screenshot']);
  });

  it('with a blank picture or a vague description is not protected', async () => {
    const { body } = await tracker.send(w.contract.id, nine, {
      block: { description: 'working on stuff' },
      pictures: [await blankPicture()],
    });
    expect(verdictOf(body)).to.deep.equal(['blank-screenshot', 'vague-description']);
  });

  it('with a picture of more than 30 minutes before is not protected, even as a second one', async () => {
    const again = await picture(1);
    await tracker.send(w.contract.id, nine, { pictures: [await picture(2), again] });
    const soon = await tracker.send(w.contract.id, '2026-11-18T09:20:00Z', { pictures: [again] });
    const late = await tracker.send(w.contract.id, '2026-11-18T09:40:00Z', { pictures: [again] });
    expect([verdictOf(soon.body), verdictOf(late.body)]).to.deep.equal([[], ['repeated-screenshot']]);
  });

  it('six in a row that look alike without input: the sixth is not protected', async () => {
    const verdicts: string[][] = [];
    for (let i = 0; i < 6; i++) {
      const startedAt = new Date(Date.parse('2026-11-18T09:00:00Z') + i * 600_000).toISOString().replace('.000', '');
      const { default: sharp } = await import('sharp');
      const bytes = await sharp(await png(1))
        .jpeg({ quality: 70 + i })
        .toBuffer();
      verdicts.push(
        verdictOf(
          (await tracker.send(w.contract.id, startedAt, { block: { inputSeconds: 0 }, pictures: [bytes] })).body,
        ),
      );
    }
    expect(verdicts).to.deep.equal([[], [], [], [], [], ['repeated-screenshot']]);
  });

  it('beyond the weekly limit is kept, marked and not billed', async () => {
    w.outside.clock.set('2026-11-18T08:00:00Z');
    const small = await w.activeContract({ weeklyLimitSeconds: 900 });
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(small.id, nine);
    const { body } = await tracker.send(small.id, tenPast);
    expect(verdictOf(body)).to.deep.equal(['over-weekly-limit']);
    const [totals] = await rows<{ s: number; b: number }>(
      'SELECT seconds AS s, billable_seconds AS b FROM day_totals WHERE contract_id = $1',
      [small.id],
    );
    expect([totals?.s, totals?.b]).to.deep.equal([1200, 900]);
  });

  it('claiming more time than has passed since the tracker signed in is marked', async () => {
    w.outside.clock.set('2026-11-18T08:15:00Z');
    const first = await tracker.send(w.contract.id, '2026-11-18T08:00:00Z');
    const within = await tracker.send(w.contract.id, '2026-11-18T07:58:00Z', { block: { seconds: 120 } });
    const beyond = await tracker.send(w.contract.id, '2026-11-18T08:10:00Z', { block: { seconds: 420 } });
    expect([first, within, beyond].map(({ body }) => verdictOf(body))).to.deep.equal([[], [], ['clock-unreliable']]);
  });

  it('that arrives after its week has closed is kept and marked late', async () => {
    w.outside.clock.set('2026-11-23T12:00:00Z');
    const { body } = await tracker.send(w.contract.id, nine);
    expect(verdictOf(body)).to.deep.equal(['late-upload']);
  });

  /** Nobody can take a deletion back any more. */
  const aMinuteLater = async (): Promise<void> => {
    w.outside.clock.advance(60);
    await forgetPictures(w.outside.storage, w.outside.clock.now());
  };

  it('can be deleted by the tracker, twice without harm; its pictures go a minute later', async () => {
    const id = v7();
    await tracker.send(w.contract.id, nine, { id });
    for (let i = 0; i < 2; i++) expect((await tracker.call('delete', `/blocks/${id}`)).status).to.equal(200);
    await aMinuteLater();
    expect(await files()).to.deep.equal([]);
    const stranger = await signInTracker(w.app, w.stan.email);
    expect((await stranger.call('delete', `/blocks/${id}`)).status).to.equal(404);
    const again = await tracker.send(w.contract.id, nine);
    expect((again.body as { error: { code: string } }).error.code).to.equal('overlaps');
  });

  it('deleted while it is being sent a second time leaves no picture behind', async () => {
    const id = v7();
    const pictures = [await picture(21)];
    const { storage } = w.outside;
    const putAll = storage.putAll;
    storage.putAll = async put => {
      storage.putAll = putAll;
      expect((await tracker.send(w.contract.id, nine, { id, pictures })).status).to.equal(200);
      expect((await tracker.call('delete', `/blocks/${id}`)).status).to.equal(200);
      await putAll(put);
    };
    expect((await tracker.send(w.contract.id, nine, { id, pictures })).status).to.equal(200);
    await aMinuteLater();
    expect(await files()).to.deep.equal([]);
  });

  it('that meets another under the same name at the same moment leaves none of its own pictures behind', async () => {
    const id = v7();
    const { storage } = w.outside;
    const putAll = storage.putAll;
    const first = [await picture(31)];
    storage.putAll = async put => {
      storage.putAll = putAll;
      expect((await tracker.send(w.contract.id, nine, { id, pictures: first })).status).to.equal(200);
      await putAll(put);
    };
    expect((await tracker.send(w.contract.id, nine, { id, pictures: [await picture(32)] })).status).to.equal(409);
    expect(await files()).to.have.lengthOf(2);
    const kept = await findBlockById(id, w.felix.id);
    expect(await storage.get(keysOf(kept!)[0]!)).to.deep.equal(first[0]);
  });

  it('needs a tracker’s session: a browser’s secret does not open this door', async () => {
    const secret = w.felix.cookie.split('=')[1]!;
    for (const [name, value] of [
      ['Authorization', `Bearer ${secret}`],
      ['Cookie', w.felix.cookie],
      ['X', ''],
    ] as const) {
      const { status, body } = await request(w.app).get('/tracker-api/state').set(name, value);
      expect([status, (body as { error: { code: string } }).error.code]).to.deep.equal([401, 'not-signed-in']);
    }
  });
});
