/** The crontab. One tick a minute; each job asks the database what is due, so a missed or doubled tick is harmless. */
import cron from 'node-cron';
import { forgetExpired } from '../accounts/forget-expired.ts';
import { sleepContracts } from '../contracts/stop-contract.ts';
import { forgetPictures } from '../diary/forget-pictures.ts';
import { config } from '../config.ts';
import { mailNotices } from '../notices/mail-notices.ts';
import { tellWeeks } from '../notices/tell-weeks.ts';
import { closeUnanswered } from '../manual-time/close-unanswered.ts';
import type { Outside } from '../outside/outside.ts';
import { removeOldPictures } from '../retention/remove-old-pictures.ts';

type Job = { name: string; run(outside: Outside, now: Date): Promise<number> };

export const jobs: readonly Job[] = [
  { name: 'forget expired sessions, links and attempts', run: (_outside, now) => forgetExpired(now) },
  { name: 'remove old pictures', run: (_outside, now) => removeOldPictures(now) },
  { name: 'forget deleted pictures', run: ({ storage }, now) => forgetPictures(storage, now) },
  { name: 'put contracts to sleep', run: (_outside, now) => sleepContracts(now) },
  { name: 'tell clients what their week came to', run: (_outside, now) => tellWeeks(now) },
  { name: 'mail what people are told', run: (outside, now) => mailNotices(outside, config, now) },
  { name: 'close unanswered manual time', run: (_outside, now) => closeUnanswered(now) },
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
