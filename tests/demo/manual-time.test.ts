import { expect } from 'chai';
import { askForACall } from '../../src/demo/manual-time.ts';
import { planDemo } from '../../src/demo/plan.ts';
import { toSeconds } from '../../src/kernel/time.ts';
import { ManualRequest } from '../../src/manual-time/manual-request-model.ts';
import { world } from '../support/world.ts';

describe('The demo’s request for manual time', () => {
  it('is open and in free time at whatever hour of whatever day the demo is filled', async () => {
    for (let hours = 0; hours < 7 * 24; hours += 11) {
      const now = new Date(Date.parse('2026-11-16T00:30:00Z') + hours * 3_600_000);
      const w = await world({ now: new Date(now.getTime() - 20 * 86_400_000).toISOString() });
      const codes = [{ code: 'SHOP-14', name: 'Catalogue' }];
      const { id } = await w.activeContract({ manualTime: true, projectCodes: codes });
      const plan = planDemo(now, 'Europe/Vienna');
      await askForACall(plan, id, w.felix, now);
      const request = await ManualRequest.findOne({ where: { contractId: id }, rejectOnEmpty: true });
      const { from, to } = { from: Number(request.from), to: Number(request.to) };
      expect(request.state).to.equal('open');
      expect(Number(request.answerBy), now.toISOString()).to.be.above(toSeconds(now));
      expect(to).to.be.below(toSeconds(now));
      const beside = plan.filter(({ startedAt, seconds }) => startedAt < to && from < startedAt + seconds);
      expect(beside, now.toISOString()).to.deep.equal([]);
    }
  });
});
