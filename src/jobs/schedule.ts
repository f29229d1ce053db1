/** The crontab. One tick a minute; each job asks the database what is due, so a missed or doubled tick is harmless. */
import cron from 'node-cron';
import { forgetExpired } from '../accounts/forget-expired.ts';
import { forgetLeftPictures } from '../diary/delete-block.ts';
import type { Outside } from '../outside/outside.ts';

type Job = { name: string; run(outside: Outside, now: Date): Promise<number> };

export const jobs: readonly Job[] = [
  { name: 'forget expired sessions, links and attempts', run: (_outside, now) => forgetExpired(now) },
  { name: 'forget deleted pictures', run: ({ storage }) => forgetLeftPictures(storage) },
];

/** What every tick does. One failing job does not keep the others from running. */
export async function tick(outside: Outside): Promise<void> {
  for (const job of jobs) {
    try {
      const done = await job.run(outside, outside.clock.now());
      if (done > 0) outside.log.info({ job: job.name, done }, `${job.name}: ${done}`);
    } catch (error) {
      outside.log.error({ job: job.name, err: error }, `${job.name}: failed`);
    }
  }
}

/** @returns stops the ticking, and resolves when no job runs any more */
export function startJobs(outside: Outside): () => Promise<void> {
  const task = cron.schedule('* * * * *', () => tick(outside), { name: 'tick', timezone: 'UTC', noOverlap: true });
  return async () => {
    await task.destroy();
  };
}
