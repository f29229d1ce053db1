/** How a job stands, as its last run tells. Rules only. */
import { addMs, MINUTE } from '../kernel/time.ts';

export type JobFacts = {
  startedAt: Date | null;
  endedAt: Date | null;
  succeededAt: Date | null;
  failures: number;
  trouble: string | null;
  leasedUntil: Date | null;
};
export type JobState = 'works' | 'runs' | 'failed' | 'late' | 'new';

/** Jobs come once a minute; one that did not for so long is not run by anybody. */
export const LATE_MINUTES = 15;

export function jobStateOf(job: JobFacts | null, now: Date): JobState {
  if (job === null || job.startedAt === null) return 'new';
  if (job.failures > 0) return 'failed';
  if (job.leasedUntil !== null && job.leasedUntil > now) return 'runs';
  return job.startedAt < addMs(now, -LATE_MINUTES * MINUTE) ? 'late' : 'works';
}

/** The next full minute after it was begun last. */
export const nextRunOf = (startedAt: Date, now: Date): Date => {
  const next = addMs(startedAt, MINUTE - (startedAt.getTime() % MINUTE));
  return next > now ? next : addMs(now, MINUTE - (now.getTime() % MINUTE));
};

export function jobWords(state: JobState, job: JobFacts | null): string {
  if (state === 'failed')
    return `Failed ${job!.failures === 1 ? 'once' : `${job!.failures} times in a row`}: ${job!.trouble ?? ''}`;
  if (state === 'late') return `Has not been begun for more than ${LATE_MINUTES} minutes`;
  return { works: 'Works', runs: 'Runs now', new: 'Has not run yet' }[state];
}
