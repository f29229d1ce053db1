import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import cron from 'node-cron';
import { Session } from '../../src/accounts/session-model.ts';
import { startJobs, tick } from '../../src/jobs/schedule.ts';
import { JobRun } from '../../src/jobs/job-run-model.ts';
import { PictureToForget } from '../../src/diary/picture-to-forget-model.ts';
import { world } from '../support/world.ts';

describe('A tick of the jobs', function () {
  // It does what is due for every other test's people too.
  this.timeout(60_000);

  it('forgets sessions that have ended, and only those', async () => {
    const w = await world();
    const mine = { where: { userId: w.felix.id } };
    await tick(w.outside);
    expect(await Session.count(mine)).to.equal(1);
    w.outside.clock.advance(8 * 86_400);
    await tick(w.outside);
    expect(await Session.count(mine)).to.equal(0);
  });

  it('finishes a deletion that a crash interrupted', async () => {
    const { outside } = await world();
    const storageKey = `1/2026-11-18/1763456400-1-${Date.now().toString(16).padStart(16, '0')}.jpg`;
    await outside.storage.put(storageKey, Buffer.from('left over'));
    await PictureToForget.create({ storageKey, forgetAt: 0 });
    await tick(outside);
    expect(await outside.storage.has(storageKey)).to.equal(false);
    expect(await PictureToForget.count({ where: { storageKey } })).to.equal(0);
  });

  it('goes on when one job fails, and says so', async () => {
    const { outside } = await world();
    await PictureToForget.create({ storageKey: 'kept-while-storage-fails.jpg', forgetAt: 0 });
    const failing = { ...outside.storage, delete: () => Promise.reject(new Error('disk gone')) };
    await tick({ ...outside, storage: failing });
    expect(outside.complaints.join()).to.include('forget deleted pictures: failed').and.to.include('disk gone');
    await tick(outside);
    expect(await PictureToForget.count({ where: { storageKey: 'kept-while-storage-fails.jpg' } })).to.equal(0);
  });

  it('is over before the process leaves, and holds no job back', async () => {
    const { outside } = await world();
    await PictureToForget.create({ storageKey: 'slowly.jpg', forgetAt: 0 });
    const gate = new EventTarget();
    const asked = once(gate, 'asked');
    const slow = {
      ...outside.storage,
      delete: async () => {
        const opened = once(gate, 'opened');
        gate.dispatchEvent(new Event('asked'));
        await opened;
      },
    };
    const stopJobs = startJobs({ ...outside, storage: slow });
    const ticked = [...cron.getTasks().values()].at(-1)!.execute();
    await asked;
    let left = false;
    const leaving = stopJobs().then(() => (left = true));
    await turn();
    expect(left, 'left in the middle of a job').to.equal(false);
    const opening = setInterval(() => gate.dispatchEvent(new Event('opened')), 1);
    await Promise.all([leaving, ticked]);
    clearInterval(opening);
    expect((await JobRun.findByPk('forget deleted pictures'))?.leasedUntil).to.equal(null);
  });
});
