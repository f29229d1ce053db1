import { between, chance } from '../chance.ts';
import { clockFace } from '../parts/clock-face.ts';
import type { Moment } from '../scene.ts';

const suites = [
  [
    'a basket',
    'adds up what is in it',
    'counts the same thing once, with a higher quantity',
    'never holds more than 24 of one thing',
    'drops a line when its quantity becomes nothing',
    'takes the sale price while the sale lasts',
  ],
  [
    'signing in with a guest basket',
    'keeps what was left here the last time',
    'does not count the same thing twice',
    'believes the newer price',
    'keeps the voucher of the guest',
  ],
  [
    'delivery',
    'is free on the mainland from 75.00',
    'goes by van above ten kilograms',
    'is packed the next day after 13:00',
    'skips the weekend',
  ],
] as const;

/** What the test runner printed last, for the terminal under the shop's code; every fourth run has a failure. */
export function testRun(moment: Moment): string[] {
  const roll = chance(`tests ${moment.step}`);
  const passed = 41 + moment.step * 2;
  const broken = moment.step % 4 === 1;
  const [suite, ...sentences] = suites[moment.step % suites.length] ?? suites[0];
  const lines = [`fernhollow-shop $ npm test -- --watch`, '', `  ${suite}`];
  sentences.forEach((sentence, i) => {
    const wrong = broken && i === sentences.length - 1;
    lines.push(`    ${wrong ? 'FAIL' : 'ok'}  ${sentence} (${between(roll, 1, 19)} ms)`);
  });
  if (broken)
    lines.push(
      '',
      '    AssertionError: expected 4 to equal 2',
      `        at tests/basket/basket.test.ts:${between(roll, 44, 61)}:40`,
    );
  lines.push('', `  ${passed - Number(broken)} passing (${between(roll, 310, 690)} ms)${broken ? ', 1 failing' : ''}`);
  return [...lines, `  ${clockFace(moment).time}  watching src/ and tests/ for changes`];
}
