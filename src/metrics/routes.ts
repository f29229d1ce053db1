/** Numbers for Prometheus, behind a token: they tell how busy we are, and when we are weak. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { healthNow } from '../health/health.ts';
import { NotFound } from '../kernel/errors.ts';
import type { Outside } from '../outside/outside.ts';
import { EXPOSITION_TYPE, printed } from './exposition.ts';
import { healthMetrics } from './health-metrics.ts';
import { requestNumbers } from './request-numbers.ts';

type Settings = { metricsToken: string | null; dataFolder: string };

/** Counts every request that comes after it. @property metricsToken null: nobody is shown the numbers */
export function metrics(outside: Outside, { metricsToken, dataFolder }: Settings): Router {
  const numbers = requestNumbers();
  return Router()
    .use((req, res, next) => {
      const begun = outside.clock.now().getTime();
      res.once('close', () => {
        const seconds = (outside.clock.now().getTime() - begun) / 1000;
        numbers.add({ method: req.method, route: routeOf(req), status: res.statusCode, seconds });
      });
      next();
    })
    .get('/metrics', async (req: Request, res: Response) => {
      if (metricsToken === null) throw new NotFound('page');
      if (!isToken(req.get('Authorization') ?? '', metricsToken)) {
        res.status(401).set('WWW-Authenticate', 'Bearer').type('text/plain').send('A token is needed.\n');
        return;
      }
      const now = await healthNow(outside, dataFolder);
      res.set({ 'Cache-Control': 'no-store', 'Content-Type': EXPOSITION_TYPE });
      res.send(printed([...numbers.metrics(), ...healthMetrics(now)]));
    });
}

/** The pattern that matched. Whatever matches none is counted together, or strangers could fill our memory with names. */
function routeOf(req: Request): string {
  const path = (req.route as { path?: unknown } | undefined)?.path;
  return typeof path === 'string' ? `${req.baseUrl}${path}` : 'other';
}

/** In a time that says nothing about how much of it was right. */
function isToken(header: string, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(header), hash(`Bearer ${token}`));
}
