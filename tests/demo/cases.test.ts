import { expect } from 'chai';
import { planForKai } from '../../src/demo/claim.ts';
import { planDispute } from '../../src/demo/dispute-plan.ts';
import { documentOf } from '../../src/demo/document.ts';
import { planEarlier } from '../../src/demo/earlier.ts';
import { planDemo } from '../../src/demo/plan.ts';
import { decideUntilFrom } from '../../src/disputes/deadline.ts';
import { kindOfFile } from '../../src/disputes/statement-file.ts';
import { addMs, DAY, HOUR, reviewEnds, toSeconds, weekCloses, weekOf } from '../../src/kernel/time.ts';

const ZONE = 'Europe/Vienna';
const hoursOfAWeek = Array.from(
  { length: 7 * 24 },
  (_, hours) => new Date(Date.parse('2026-11-16T00:20:00Z') + hours * HOUR),
);

describe('The demo’s dispute, at whatever hour of whatever day the demo is filled', () => {
  it('waits for an admin, and is not overdue', () => {
    for (const now of hoursOfAWeek) {
      const { plan, dispute } = planDispute([...planEarlier(now, ZONE), ...planDemo(now, ZONE)], now, ZONE);
      expect(dispute!.blocks.map(({ special }) => special)).to.deep.equal([
        ...[null, 'vague', 'vague', null, null, 'blank', 'idle', null],
      ]);
      const { openAt, answerAt, week, blocks, accepted } = dispute!;
      for (const block of blocks) {
        expect(weekOf(block.startedAt)).to.equal(week);
        expect(block.work).to.equal('shop');
        expect(plan).to.include(block);
      }
      expect(accepted.special).to.equal('idle');
      expect(toSeconds(openAt)).to.be.within(weekCloses(week), reviewEnds(week) - 1);
      expect(answerAt.getTime()).to.be.above(openAt.getTime() + HOUR / 2);
      expect(addMs(answerAt, HOUR / 2).getTime()).to.be.at.most(now.getTime());
      expect(decideUntilFrom(answerAt).getTime(), 'not overdue').to.be.above(now.getTime() + HOUR);
    }
  });

  it('is left out when the plan does not reach back so far', () => {
    const now = new Date('2026-11-18T10:00:00Z');
    expect(planDispute(planDemo(now, ZONE).slice(-5), now, ZONE).dispute).to.equal(null);
  });

  it('has a document that is one', () => {
    const pdf = documentOf(['What we (both) agreed on', 'C:\\basket']);
    expect(kindOfFile(pdf)).to.equal('pdf');
    expect(pdf.toString('latin1')).to.include('(What we \\(both\\) agreed on) Tj').and.to.include('C:\\\\basket');
  });
});

describe('The demo’s work for somebody who does not pay', () => {
  it('is in a week whose review is over, and beside all other work', () => {
    for (const now of hoursOfAWeek) {
      const others = [...planEarlier(now, ZONE), ...planDemo(now, ZONE)];
      for (const { startedAt, seconds, forKai } of planForKai(now, ZONE)) {
        expect(forKai).to.equal(true);
        const week = weekOf(startedAt);
        expect(reviewEnds(week) + (6 * HOUR) / 1000).to.be.at.most(toSeconds(now));
        expect(reviewEnds(week) + (10 * DAY) / 1000).to.be.above(toSeconds(now));
        const beside = others.filter(
          other => other.startedAt < startedAt + seconds && startedAt < other.startedAt + other.seconds,
        );
        expect(beside, now.toISOString()).to.deep.equal([]);
      }
    }
  });
});
