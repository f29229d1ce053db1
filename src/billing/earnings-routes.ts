/** A freelancer's earnings: how far the money has come, the account line by line, payouts as a file. */
import { Router, type Request, type Response } from 'express';
import { utcDay } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { spreadsheet } from '../reports/csv.ts';
import { show, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { payoutSign } from './earnings.ts';
import { earningsLocals, statementLocals } from './earnings-page.ts';
import { payoutsOf } from './earnings-rows.ts';
import { dollars } from './invoice-csv.ts';

const screen: Screen = { title: 'Earnings', view: 'billing/earnings' };
const statementScreen: Screen = { title: 'Your account', view: 'billing/statement' };
const MOST_ROWS = 10_000;

export function earnings({ payments }: Outside): Router {
  return Router()
    .get('/earnings', signedIn, async (req, res) => {
      authorize(req.actor, 'earnings.see');
      const page = Number(req.query['page']) || 1;
      await show(req, res, screen, await earningsLocals(req.actor, page, payments, req.now));
    })
    .get('/earnings/statement', signedIn, async (req, res) => {
      authorize(req.actor, 'earnings.see');
      const { before } = req.query;
      const line = typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : null;
      await show(req, res, statementScreen, await statementLocals(req.actor, line, payments));
    })
    .get('/earnings/payouts.csv', signedIn, sendPayouts);
}

async function sendPayouts(req: Request, res: Response) {
  authorize(req.actor, 'earnings.see');
  const found = await payoutsOf(req.actor.id, MOST_ROWS);
  const records = found.map(
    ({ payout: { id, wednesday, amount, state, fileId = null, settledAt, words }, account }) => [
      ...[id, utcDay(wednesday), dollars(amount), payoutSign(state, fileId !== null).label],
      ...[account ?? '', settledAt ? settledAt.toISOString() : '', words ?? ''],
    ],
  );
  const head = ['Payout', 'Wednesday', 'Amount USD', 'State', 'Account', 'Settled (UTC)', 'Reference or reason'];
  res.set('Cache-Control', 'private, no-store').attachment('payouts.csv');
  res.type('text/csv; charset=utf-8').send(spreadsheet([head, ...records], true));
}
