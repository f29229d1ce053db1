/** Every job with how it went last. */
import { jobs } from '../jobs/schedule.ts';
import { JobRun } from '../jobs/job-run-model.ts';
import { jobStateOf, jobWords, nextRunOf, type JobFacts } from './job-state.ts';

export async function jobLines(now: Date) {
  const found = await JobRun.findAll({ where: { name: jobs.map(({ name }) => name) } });
  const runs = new Map(found.map(run => [run.name, run]));
  return jobs.map(({ name }) => {
    const run = runs.get(name);
    const facts = run ? factsOf(run) : null;
    const state = jobStateOf(facts, now);
    const { startedAt = null, endedAt = null, succeededAt = null } = facts ?? {};
    const over = startedAt !== null && endedAt !== null && endedAt >= startedAt;
    return {
      ...{ name: name.charAt(0).toUpperCase() + name.slice(1), state, words: jobWords(state, facts) },
      ...{ startedAt, succeededAt, tookMs: over ? endedAt.getTime() - startedAt.getTime() : null },
      done: run?.done ?? null,
      nextAt: startedAt && nextRunOf(startedAt, now),
    };
  });
}

const factsOf = (run: JobRun): JobFacts => ({
  ...{ startedAt: run.startedAt ?? null, endedAt: run.endedAt ?? null, succeededAt: run.succeededAt ?? null },
  ...{ failures: run.failures, trouble: run.trouble ?? null, leasedUntil: run.leasedUntil ?? null },
});
