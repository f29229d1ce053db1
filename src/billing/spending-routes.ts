/** A client's spending: what is due, what failed, where the money went; as a page and as a file. */
import { Router, type Request, type Response } from 'express';
import { hoursExact, utcDay } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { spreadsheet } from '../reports/csv.ts';
import { show, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { dollars } from './invoice-csv.ts';
import { isSpendingWay, since, spendingLocals } from './spending-page.ts';
import { billedLines } from './spending-rows.ts';

const screen: Screen = { title: 'Spending', view: 'billing/spending' };

export function spending({ payments }: Outside): Router {
  return Router()
    .get('/spending', signedIn, async (req, res) => {
      authorize(req.actor, 'spending.see');
      const { by } = req.query;
      const way = isSpendingWay(by) ? by : 'contract';
      await show(req, res, screen, await spendingLocals(req.actor, way, payments, req.now));
    })
    .get('/spending.csv', signedIn, sendFile);
}

const HEAD = ['Week', 'Contract', 'Freelancer', 'Project code', 'Project', 'Rate USD', 'Time', 'Seconds', 'Amount USD'];

async function sendFile(req: Request, res: Response) {
  authorize(req.actor, 'spending.see');
  const records = (await billedLines(req.actor.id, since(req.now))).map(line => [
    ...[utcDay(line.week), line.title, line.person, line.code ?? '', line.codeName ?? ''],
    ...[dollars(line.rate), hoursExact(line.seconds), line.seconds, dollars(line.amount)],
  ]);
  res.set('Cache-Control', 'private, no-store').attachment('spending.csv');
  res.type('text/csv; charset=utf-8').send(spreadsheet([HEAD, ...records], true));
}
