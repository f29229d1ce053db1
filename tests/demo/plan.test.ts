import { expect } from 'chai';
import { planDemo } from '../../src/demo/plan.ts';
import { whyNotDescription } from '../../src/diary/description.ts';
import { cellOf } from '../../src/kernel/time.ts';

const ZONE = 'Europe/Vienna';
// Any start: a night, a Monday morning, a Sunday, the days around a change of the clocks.
const starts = [
  '2026-11-22T23:30:00Z',
  '2026-11-23T05:00:00Z',
  '2026-10-26T09:00:00Z',
  '2027-03-29T00:10:00Z',
  '2026-11-18T12:00:00Z',
];

describe('The plan of the demo world', () => {
  for (const start of starts) {
    const now = new Date(start);
    const plan = planDemo(now, ZONE);

    it(`made at ${start} is work the server takes: within cells, apart, captured while it runs, not in the future`, () => {
      expect(plan.length).to.be.within(150, 400);
      for (const [place, { startedAt, seconds, captures, inputSeconds, special }] of plan.entries()) {
        expect(cellOf(startedAt)).to.equal(cellOf(startedAt + seconds - 1));
        expect(startedAt).to.be.at.least((plan[place - 1]?.startedAt ?? 0) + (plan[place - 1]?.seconds ?? 0));
        expect(captures.every(at => at >= startedAt && at < startedAt + seconds)).to.equal(true);
        expect(inputSeconds).to.be.within(special === 'idle' ? 0 : 1, special === 'idle' ? 0 : seconds);
      }
      const last = plan.at(-1)!;
      expect(last.startedAt + last.seconds).to.be.at.most(now.getTime() / 1000);
      expect(now.getTime() / 1000 - plan[0]!.startedAt).to.be.below(14 * 86_400);
    });

    it(`made at ${start} shows each thing that can happen, and else good descriptions`, () => {
      expect(new Set(plan.map(({ special }) => special))).to.deep.equal(
        new Set([null, 'locked', 'vague', 'blank', 'deleted', 'masked', 'idle']),
      );
      const good = plan.filter(({ special }) => special !== 'vague');
      expect(good.map(({ description }) => whyNotDescription(description)).every(fault => fault === null)).to.equal(
        true,
      );
    });
  }
});
