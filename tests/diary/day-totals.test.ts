import { expect } from 'chai';
import { transaction } from '../../src/db/sequelize.ts';
import { nothing, plus, totalsOf, type Totals } from '../../src/diary/block-sums.ts';
import { count, weekTotals } from '../../src/diary/day-totals.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;
const MONDAY = at('2026-11-16T00:00:00Z');
const DAY = 86_400;

/** Contracts nobody else's tests know: totals need no other row. */
let lastContract = 900_000_000;
const newContract = (): number => (lastContract += 1);

describe('The totals of a block', () => {
  const cases: [what: string, block: Parameters<typeof totalsOf>[0], totals: Totals][] = [
    [
      'protected',
      { seconds: 600, overLimitSeconds: 0, protected: true },
      { blocks: 1, seconds: 600, billable: 600, protected: 600 },
    ],
    [
      'not protected',
      { seconds: 520, overLimitSeconds: 0, protected: false },
      { blocks: 1, seconds: 520, billable: 520, protected: 0 },
    ],
    [
      'partly over the limit',
      { seconds: 600, overLimitSeconds: 240, protected: false },
      { blocks: 1, seconds: 600, billable: 360, protected: 0 },
    ],
  ];
  for (const [what, block, totals] of cases) {
    it(`that is ${what} are its seconds, those billed and those protected`, () => {
      expect(totalsOf(block)).to.deep.equal(totals);
      expect(plus(nothing, totals)).to.deep.equal(totals);
      expect(plus(totals, totals).seconds).to.equal(totals.seconds * 2);
    });
  }
});

describe('The totals of a week', () => {
  const block = totalsOf({ seconds: 600, overLimitSeconds: 100, protected: false });
  const safe = totalsOf({ seconds: 300, overLimitSeconds: 0, protected: true });
  const place = (contractId: number, startedAt: number, termsId = 1) => ({ contractId, termsId, startedAt });

  it('add up its seven days and nothing beside them', async () => {
    const contractId = newContract();
    for (const startedAt of [MONDAY, MONDAY + DAY, MONDAY + 7 * DAY - 1])
      await count(place(contractId, startedAt), block, 1);
    for (const startedAt of [MONDAY - 1, MONDAY + 7 * DAY]) await count(place(contractId, startedAt), safe, 1);
    for (const inside of [MONDAY, MONDAY + 3 * DAY, MONDAY + 7 * DAY - 1]) {
      expect(await weekTotals([contractId], inside)).to.deep.equal([
        { contractId, termsId: 1, blocks: 3, seconds: 1800, billable: 1500, protected: 0 },
      ]);
    }
    expect(await weekTotals([contractId], MONDAY - 1)).to.deep.equal([{ contractId, termsId: 1, ...safe }]);
  });

  it('stand apart by terms, because each has its rate', async () => {
    const contractId = newContract();
    await count(place(contractId, MONDAY, 1), block, 1);
    await count(place(contractId, MONDAY, 2), safe, 1);
    expect(await weekTotals([contractId], MONDAY)).to.have.deep.members([
      { contractId, termsId: 1, ...block },
      { contractId, termsId: 2, ...safe },
    ]);
  });

  it('of several contracts come at once, of those asked for only', async () => {
    const [first, second, other] = [newContract(), newContract(), newContract()];
    for (const contractId of [first, second, other]) await count(place(contractId, MONDAY), safe, 1);
    const found = await weekTotals([first, second], MONDAY);
    expect(found.map(({ contractId }) => contractId)).to.have.members([first, second]);
    expect(await weekTotals([], MONDAY)).to.deep.equal([]);
    expect(await weekTotals([newContract()], MONDAY)).to.deep.equal([]);
  });

  it('are as before when a block is taken away again', async () => {
    const contractId = newContract();
    await count(place(contractId, MONDAY), safe, 1);
    await count(place(contractId, MONDAY), block, 1);
    await count(place(contractId, MONDAY), block, -1);
    expect(await weekTotals([contractId], MONDAY)).to.deep.equal([{ contractId, termsId: 1, ...safe }]);
  });

  it('lose nothing when many blocks are counted at once', async () => {
    const contractId = newContract();
    const acts = Array.from({ length: 30 }, (_, i) =>
      transaction(() => count(place(contractId, MONDAY + (i % 7) * DAY), safe, 1)),
    );
    await Promise.all(acts);
    expect(await weekTotals([contractId], MONDAY)).to.deep.equal([
      { contractId, termsId: 1, blocks: 30, seconds: 9000, billable: 9000, protected: 9000 },
    ]);
  });

  it('are not counted when the act they belong to fails', async () => {
    const contractId = newContract();
    const act = transaction(async () => {
      await count(place(contractId, MONDAY), safe, 1);
      throw new Error('on purpose');
    });
    await act.catch((error: Error) => expect(error.message).to.equal('on purpose'));
    expect(await weekTotals([contractId], MONDAY)).to.deep.equal([]);
  });
});
