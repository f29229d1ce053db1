import { expect } from 'chai';
import fc from 'fast-check';
import { isSqlite, rows } from '../../src/db/sequelize.ts';
import { kinds, MoneyWorld, type Operation } from '../support/money-world.ts';

/** `OPERATIONS=100000 npx mocha tests/billing/model.test.ts` does more of them; a server takes its time for each. */
const OPERATIONS = Number(process.env['OPERATIONS'] ?? (isSqlite ? 1500 : 300));
const IN_ONE_WORLD = 120;
const MINUTES_FOR_A_HUNDRED_THOUSAND = 180;

const often: Operation['kind'][] = [
  ...(['work', 'work', 'work', 'work', 'work', 'work', 'tick', 'tick', 'event', 'event'] as const),
  ...(['days', 'claim', 'claim', 'decide', 'decide'] as const),
];
const disputing: Operation['kind'][] = [
  'dispute',
  'dispute',
  'answer-dispute',
  'answer-dispute',
  'rule',
  'rule',
  'rule',
];
const [MINUTES, HOURS, DAYS] = [600, 6 * 3600, 86_400];
const some = (seconds: number, times: number): number[] => Array.from({ length: times }, () => seconds);
const operation: fc.Arbitrary<Operation> = fc.record({
  kind: fc.constantFrom(...often, ...disputing, ...kinds),
  pick: fc.nat(),
  size: fc.nat(),
  wait: fc.constantFrom(0, 0, ...some(MINUTES, 12), ...some(HOURS, 8), ...some(DAYS, 10), 60 * 3600, 21 * DAYS),
  twice: fc.boolean(),
});

describe('Money in the product and on paper', () => {
  it(`is the same after each of ${OPERATIONS} acts in any order`, async () => {
    let done = 0;
    const together = fc.asyncProperty(
      fc.array(operation, { minLength: IN_ONE_WORLD / 2, maxLength: IN_ONE_WORLD, size: 'max' }),
      async operations => {
        const world = await MoneyWorld.begin();
        for (const one of operations) {
          await world.do(one);
          await world.compareAccounts();
        }
        await world.compareEverything();
        done += operations.length;
      },
    );
    while (done < OPERATIONS) await fc.assert(together, { numRuns: 1, endOnFailure: true });
    const [ledger] = await rows<{ sum: number | string }>('SELECT SUM(amount_cents) AS sum FROM ledger_lines', []);
    expect(Number(ledger?.sum ?? 0)).to.equal(0);
  }).timeout(Math.max(0.1, OPERATIONS / 100_000) * MINUTES_FOR_A_HUNDRED_THOUSAND * 60_000);
});
