/** What machines ask: whether this process lives, and whether it can do its work. */
import { Router, type Request, type Response } from 'express';
import { addMs } from '../kernel/time.ts';
import { isEnding } from '../kernel/ending.ts';
import type { Outside } from '../outside/outside.ts';
import { readiness, type Readiness } from './readiness.ts';

/** However often somebody asks, the database and the storage are asked once in this time. */
const KEPT_MS = 1_000;

export function health(outside: Pick<Outside, 'clock' | 'storage'>, dataFolder: string): Router {
  let kept: { until: Date; answer: Promise<Readiness> } | null = null;

  function ready(): Promise<Readiness> {
    const now = outside.clock.now();
    if (kept === null || kept.until <= now)
      kept = { until: addMs(now, KEPT_MS), answer: readiness(outside, dataFolder) };
    return kept.answer;
  }

  return Router()
    .get('/healthz', (_req: Request, res: Response) => {
      res.set('Cache-Control', 'no-store').type('text/plain').send('alive\n');
    })
    .get('/readyz', async (_req: Request, res: Response) => {
      // A process that leaves answers what it has begun, and gets nothing new.
      const answer = isEnding() ? { ready: false, leaving: true } : await ready();
      if (!answer.ready) res.status(503).set('Retry-After', '10');
      res.set('Cache-Control', 'no-store').json(answer);
    });
}
