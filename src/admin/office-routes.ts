/** The back office: what waits, contracts, weeks, the ledger, jobs and health. All of it is read; people and cases have routes of their own. */
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { healthNow } from '../health/health.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { show, type Screen } from '../web/page.ts';
import { sendSpreadsheet } from '../web/send-spreadsheet.ts';
import { signedIn } from '../web/session.ts';
import { contractsLocals } from './contracts-list.ts';
import { healthLocals } from './health-page.ts';
import { jobLines } from './jobs-page.ts';
import { askedOfLedger, ledgerLocals } from './ledger-page.ts';
import { ledgerLines, type LedgerFilter } from './ledger-rows.ts';
import { tasksFor } from './queue.ts';
import { clockWords, taskKinds } from './waiting.ts';
import { weeksLocals } from './weeks-list.ts';

const queueScreen: Screen = { title: 'What waits', view: 'admin/queue' };
const contractsScreen: Screen = { title: 'Contracts', view: 'admin/contracts' };
const weeksScreen: Screen = { title: 'Weeks', view: 'admin/weeks' };
const ledgerScreen: Screen = { title: 'Ledger', view: 'admin/ledger' };
const jobsScreen: Screen = { title: 'Jobs', view: 'admin/jobs' };
const healthScreen: Screen = { title: 'Health', view: 'admin/health' };

const A_PIECE = 500;

const forAdmins: RequestHandler = (req, _res, next) => {
  authorize(req.actor, 'office.see');
  next();
};

export function office(outside: Outside, dataFolder: string): Router {
  const page = (screen: Screen, localsOf: (req: Request) => Promise<object>): RequestHandler[] => [
    signedIn,
    forAdmins,
    async (req: Request, res: Response) => show(req, res, screen, { ...(await localsOf(req)) }),
  ];
  return Router()
    .get('/admin', ...page(queueScreen, queueLocals))
    .get('/admin/contracts', ...page(contractsScreen, req => contractsLocals(req.query)))
    .get('/admin/weeks', ...page(weeksScreen, req => weeksLocals(req.query)))
    .get('/admin/ledger', ...page(ledgerScreen, req => ledgerLocals(req.query)))
    .get('/admin/ledger.csv', signedIn, forAdmins, sendLedger)
    .get('/admin/jobs', ...page(jobsScreen, async req => ({ jobs: await jobLines(req.now) })))
    .get('/admin/health', ...page(healthScreen, async () => healthLocals(await healthNow(outside, dataFolder))));
}

async function queueLocals({ actor, now }: Request) {
  const tasks = await tasksFor(actor, now);
  return { tasks: tasks.map(task => ({ ...task, ...taskKinds[task.kind], clock: clockWords(task, now) })) };
}

async function sendLedger(req: Request, res: Response) {
  const head = ['Line', 'When (UTC)', 'Transfer', 'Key', 'Kind', 'Contract', 'Account', 'Owner', 'Amount USD'];
  await sendSpreadsheet(res, 'ledger.csv', head, pieces(askedOfLedger(req.query).filter));
}

async function* pieces(filter: LedgerFilter): AsyncGenerator<(string | number)[][]> {
  let before: number | null = null;
  do {
    const found = await ledgerLines(filter, before, A_PIECE);
    yield found.map(({ id, at, transfer, contract, account, owner, amount }) => [
      ...[id, at.toISOString(), transfer.id, transfer.key, transfer.kind, contract ?? '', account, owner],
      // A number: a text that begins with a minus would be taken for a formula.
      amount / 100,
    ]);
    before = found.length === A_PIECE ? found.at(-1)!.id : null;
  } while (before !== null);
}
