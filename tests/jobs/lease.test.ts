import { expect } from 'chai';
import { JobRun } from '../../src/jobs/job-run-model.ts';
import { leaseJob, noteFailure, noteSuccess } from '../../src/jobs/lease.ts';

describe('A job', () => {
  const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 18, 10, minute));
  let name: string;
  let nth = 0;
  beforeEach(() => {
    nth += 1;
    name = `test ${process.pid} ${nth}`;
  });
  const run = (): Promise<JobRun> => JobRun.findByPk(name, { rejectOnEmpty: true });

  it('is run by one of many processes at once, also the very first time', async () => {
    const taken = await Promise.all(Array.from({ length: 8 }, () => leaseJob(name, at(0))));
    expect(taken.filter(Boolean)).to.have.length(1);
    await noteSuccess(name, 3, at(0));
    const again = await Promise.all(Array.from({ length: 8 }, () => leaseJob(name, at(1))));
    expect(again.filter(Boolean)).to.have.length(1);
  });

  it('is taken over ten minutes after a process died with it', async () => {
    expect(await leaseJob(name, at(0))).to.equal(true);
    expect(await leaseJob(name, at(9))).to.equal(false);
    expect(await leaseJob(name, at(10))).to.equal(true);
  });

  it('remembers when it last began, ended and worked, and how often it failed since', async () => {
    await leaseJob(name, at(0));
    await noteSuccess(name, 3, at(1));
    for (const minute of [2, 3]) {
      await leaseJob(name, at(minute));
      await noteFailure(name, new Error(`disk gone ${'x'.repeat(600)}`), at(minute));
    }
    const failed = await run();
    expect(failed).to.deep.include({ failures: 2, done: 3, leasedUntil: null });
    expect([failed.startedAt, failed.succeededAt, failed.failedAt]).to.deep.equal([at(3), at(1), at(3)]);
    expect(failed.trouble)
      .to.have.length(500)
      .and.to.match(/^disk gone/);
    await leaseJob(name, at(4));
    await noteSuccess(name, 0, at(4));
    expect(await run()).to.deep.include({ failures: 0, trouble: null, done: 0 });
  });
});
