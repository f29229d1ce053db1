import { expect } from 'chai';
import { EightHours } from './eight-hours.ts';

const DAYS = 12;

describe('eight hours of whatever can happen', function () {
  this.timeout(180_000);
  const happened: Record<string, number> = {};

  for (let seed = 1; seed <= DAYS; seed += 1) {
    it(`blocks sum up to the time worked, project by project (day ${seed})`, async () => {
      const day = new EightHours(seed);
      await day.live();
      for (const [what, times] of Object.entries(day.happened)) happened[what] = (happened[what] ?? 0) + times;
      const blocks = [...day.world.kept.values()].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
      expect(day.world.conflicts).to.eql([]);
      for (const contract of [1, 2]) {
        const sum = blocks.filter(b => b.contractId === contract).reduce((total, b) => total + b.seconds, 0);
        const worked = day.painted.filter(seconds => seconds === contract).length;
        expect(Math.abs(sum - worked), `${sum} of ${worked} s of contract ${contract}`).to.be.at.most(1);
      }
      let endOfLast = 0;
      for (const { startedAt, seconds, captures, inputSeconds } of blocks) {
        const start = Date.parse(startedAt) / 1000;
        expect(start).to.be.at.least(endOfLast);
        expect(seconds).to.be.within(1, 600);
        expect(Math.floor(start / 600)).to.equal(Math.floor((start + seconds - 1) / 600));
        expect(inputSeconds).to.be.within(0, seconds);
        expect(captures).to.have.length.within(1, 2);
        for (const { takenAt } of captures) {
          expect(Date.parse(takenAt) / 1000).to.be.within(start, start + seconds + 180);
        }
        endOfLast = start + seconds;
      }
      const rubbish = [...day.world.disk.files.keys()].filter(name => /^(queue|refused)\//.test(name));
      expect(rubbish).to.eql([]);
    });
  }

  it('in which everything did happen', () => {
    const all = [
      'start',
      'stop',
      'stop while asked',
      'switch',
      'away',
      'keep',
      'discard',
      'sleep',
      'late tick',
      'lock',
    ];
    expect(happened).to.include.keys(...all, 'clock back', 'clock ahead', 'offline');
  });
});
