import { expect } from 'chai';
import { v7 } from 'uuid';
import { Contract } from '../../src/contracts/contract-model.ts';
import { findBlockById } from '../../src/diary/block-rows.ts';
import { RULE_VERSION } from '../../src/diary/verdict.ts';
import { state, type Block, type BlockKept, type Mask } from '../../src/wire/tracker.ts';
import { sha256 } from '../../src/diary/picture.ts';
import { blankPicture, picture } from '../support/pictures.ts';
import { signInTracker, type TestTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';

const nine = '2026-11-18T09:00:00Z';
const reason = 'A letter from my bank';

describe('What a tracker says of a block besides its pictures', () => {
  let w: World;
  let tracker: TestTracker;

  beforeEach(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T06:00:00Z');
    w.contract = await w.activeContract();
    tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
  });

  type Picture = { bytes: Buffer; mask?: Mask };
  const captures = (pictures: Picture[], startedAt = nine): Block['captures'] =>
    pictures.map(({ bytes, mask }) => ({
      takenAt: startedAt,
      sha256: sha256(bytes).toString('hex'),
      ...(mask && { mask }),
    }));
  async function send(pictures: Picture[], block: Partial<Block> = {}, startedAt = nine, id = v7()) {
    const given = { captures: captures(pictures, startedAt), ...block };
    return tracker.send(w.contract.id, startedAt, { id, block: given, pictures: pictures.map(({ bytes }) => bytes) });
  }
  const verdictOf = ({ body }: { body: unknown }): string[] =>
    (body as BlockKept).block.verdict.reasons.map(({ code }) => code);
  const codeOf = ({ body }: { body: unknown }): string => (body as { error: { code: string } }).error.code;

  it('is kept word for word, and judged by the present rules', async () => {
    const id = v7();
    const pictures = [{ bytes: await picture(1), mask: { perMille: 178, reason } }, { bytes: await picture(2) }];
    const answer = await send(pictures, { idle: true, inputSeconds: 0 }, nine, id);
    expect(verdictOf(answer)).to.deep.equal(['idle-time']);
    const block = await findBlockById(id, w.felix.id);
    expect(block).to.include({ idle: true, ruleVersion: RULE_VERSION });
    expect(block?.shots.map(({ mask }) => mask)).to.deep.equal([{ perMille: 178, reason }, null]);
  });

  it('is part of the block: sent again it is the same, said otherwise it is another', async () => {
    const id = v7();
    const bytes = await picture(1);
    const mask = { perMille: 178, reason: '  A  letter\nfrom my bank ' };
    const first = await send([{ bytes, mask }], {}, nine, id);
    const again = await send([{ bytes, mask }], {}, nine, id);
    expect((again.body as BlockKept).block).to.deep.equal((first.body as BlockKept).block);
    const others: [Picture, Partial<Block>][] = [
      [{ bytes }, {}],
      [{ bytes, mask: { ...mask, perMille: 179 } }, {}],
      [{ bytes, mask: { ...mask, reason: 'Another letter' } }, {}],
      [{ bytes, mask }, { idle: true }],
    ];
    for (const [other, block] of others) {
      const answer = await send([other], block, nine, id);
      expect([answer.status, codeOf(answer)]).to.deep.equal([409, 'different-content']);
    }
  });

  const shares: [perMille: number, reasons: string[]][] = [
    [1, []],
    [400, []],
    [401, ['masked-screenshot']],
    [1000, ['masked-screenshot']],
  ];
  for (const [perMille, reasons] of shares) {
    it(`with ${perMille / 10} % of its only picture masked is ${reasons.length > 0 ? 'not ' : ''}protected`, async () => {
      expect(verdictOf(await send([{ bytes: await picture(1), mask: { perMille, reason } }]))).to.deep.equal(reasons);
    });
  }

  it('with one picture covered and one to be seen is protected', async () => {
    const covered = { bytes: await picture(1), mask: { perMille: 900, reason } };
    expect(verdictOf(await send([covered, { bytes: await picture(2) }]))).to.deep.equal([]);
  });

  it('with pictures covered all over, which are the same bytes each time, is called masked and not repeated or blank', async () => {
    const covered = { bytes: await blankPicture(), mask: { perMille: 1000, reason } };
    await send([covered], {}, '2026-11-18T07:00:00Z');
    expect(verdictOf(await send([covered], {}, '2026-11-18T09:00:00Z'))).to.deep.equal(['masked-screenshot']);
    const seen = { bytes: await picture(2) };
    expect(verdictOf(await send([covered, seen], {}, '2026-11-18T09:10:00Z'))).to.deep.equal([]);
  });

  it('with a picture of long before is repeated, whatever was masked in it', async () => {
    const again = { bytes: await picture(1), mask: { perMille: 100, reason } };
    await send([again], {}, '2026-11-18T07:00:00Z');
    expect(verdictOf(await send([again], {}, '2026-11-18T09:00:00Z'))).to.deep.equal(['repeated-screenshot']);
  });

  const unreadable: [what: string, mask: object][] = [
    ['without a reason', { perMille: 100 }],
    ['with a reason of two letters', { perMille: 100, reason: ' ab ' }],
    ['of nothing', { perMille: 0, reason }],
    ['of more than everything', { perMille: 1001, reason }],
    ['with boxes', { perMille: 100, reason, boxes: [] }],
    ['with a reason too long', { perMille: 100, reason: 'x'.repeat(121) }],
    // Twice as long when it is composed the way it is kept.
    ['with a reason too long as it is kept', { perMille: 100, reason: '\u0958'.repeat(70) }],
  ];
  for (const [what, mask] of unreadable) {
    it(`is refused as malformed when it has a mask ${what}`, async () => {
      const answer = await send([{ bytes: await picture(1), mask: mask as Mask }]);
      expect([answer.status, codeOf(answer)]).to.deep.equal([400, 'malformed']);
    });
  }

  it('may be words of any kind, half characters too, and loses nothing but nulls', async () => {
    for (const [place, words] of [
      'Пароль 🔑 密码',
      'half \ud83d of a key',
      '\u0000\u0007 bell',
      '<b>"it"</b>',
    ].entries()) {
      const id = v7();
      const startedAt = new Date(Date.parse(nine) + place * 600_000).toISOString();
      const pictures = [{ bytes: await picture(place), mask: { perMille: 5, reason: words } }];
      const sent = [await send(pictures, {}, startedAt, id), await send(pictures, {}, startedAt, id)];
      expect(
        sent.map(({ status }) => status),
        words,
      ).to.deep.equal([200, 200]);
    }
  });

  it('may be a picture taken up to three minutes after the end, while it was not yet known that work had ended', async () => {
    const late = (takenAt: string) => ({ captures: [{ takenAt, failure: 'locked-screen' as const }], seconds: 60 });
    const taken = await tracker.send(w.contract.id, nine, { block: late('2026-11-18T09:04:00Z'), pictures: [] });
    expect(taken.status).to.equal(200);
    const tooLate = late('2026-11-18T09:04:01Z');
    const refused = await tracker.send(w.contract.id, nine, { block: tooLate, pictures: [] });
    expect([refused.status, codeOf(refused)]).to.deep.equal([422, 'capture-outside-block']);
  });

  describe('while the client has a payment problem', () => {
    const since = (iso: string | null) =>
      Contract.update({ paymentProblemSince: iso === null ? null : new Date(iso) }, { where: { id: w.contract.id } });
    const stateNow = async () => state.parse((await tracker.call('get', '/state')).body);

    it('the tracker is told before any time is worked', async () => {
      expect((await stateNow()).contracts.map(({ paymentProblem }) => paymentProblem)).to.deep.equal([false, false]);
      await since('2026-11-18T09:30:00.000Z');
      const { contracts } = await stateNow();
      expect(contracts.filter(({ paymentProblem }) => paymentProblem).map(({ id }) => id)).to.deep.equal([
        w.contract.id,
      ]);
    });

    const starts: [startedAt: string, reasons: string[]][] = [
      ['2026-11-18T09:10:00Z', []],
      ['2026-11-18T09:19:59Z', []],
      ['2026-11-18T09:20:00Z', ['client-payment-problem']],
      ['2026-11-18T09:50:00Z', ['client-payment-problem']],
    ];
    for (const [startedAt, reasons] of starts) {
      it(`that began at 09:20, time begun at ${startedAt.slice(11, 19)} is ${reasons.length > 0 ? 'not ' : ''}protected`, async () => {
        await since('2026-11-18T09:20:00.000Z');
        const answer = await send([{ bytes: await picture(1) }], { seconds: 1, inputSeconds: 1 }, startedAt);
        expect(verdictOf(answer)).to.deep.equal(reasons);
      });
    }

    it('what was protected before stays so, and the same block gets its first answer', async () => {
      const id = v7();
      const pictures = [{ bytes: await picture(1) }];
      const first = await send(pictures, {}, nine, id);
      await since('2026-11-18T08:00:00.000Z');
      const again = await send(pictures, {}, nine, id);
      expect([verdictOf(first), verdictOf(again)]).to.deep.equal([[], []]);
    });

    it('and when it is solved, new time is protected again', async () => {
      await since('2026-11-18T08:00:00.000Z');
      await since(null);
      expect(verdictOf(await send([{ bytes: await picture(1) }]))).to.deep.equal([]);
    });
  });

  it('follows rules that the server tells, the limit for masks among them', async () => {
    expect(state.parse((await tracker.call('get', '/state')).body).policy.maskedPerMille).to.equal(400);
  });
});
