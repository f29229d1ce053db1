/**
 * One process at a time runs a job. It would be harmless otherwise, because jobs claim each thing they do; but several dynos would
 * ask the same questions at once. A process that dies holds a job back for some minutes.
 */
import { Op } from 'sequelize';
import { orLeave, run } from '../db/sequelize.ts';
import { addMs, MINUTE } from '../kernel/time.ts';
import { JobRun } from './job-run-model.ts';

export const LEASE_MINUTES = 10;
const LONGEST_TROUBLE = 500;

/** @returns false when another process runs this job now */
export async function leaseJob(name: string, now: Date): Promise<boolean> {
  const leasedUntil = addMs(now, LEASE_MINUTES * MINUTE);
  const free = { name, leasedUntil: { [Op.or]: [null, { [Op.lte]: now }] } };
  const take = async (): Promise<boolean> =>
    (await JobRun.update({ leasedUntil, startedAt: now }, { where: free }))[0] === 1;
  if (await take()) return true;
  if ((await JobRun.count({ where: { name } })) > 0) return false;
  await run(`INSERT INTO job_runs (name, failures) VALUES ($1, 0)${orLeave('name')}`, [name]);
  return take();
}

export async function noteSuccess(name: string, done: number, now: Date): Promise<void> {
  const went = { endedAt: now, succeededAt: now, done, failures: 0, trouble: null };
  await JobRun.update({ ...went, leasedUntil: null }, { where: { name } });
}

export async function noteFailure(name: string, error: unknown, now: Date): Promise<void> {
  const trouble = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_TROUBLE);
  await JobRun.increment('failures', { where: { name } });
  await JobRun.update({ endedAt: now, failedAt: now, trouble, leasedUntil: null }, { where: { name } });
}
