/** Reports: the reader's own time and money, as a page and as a file. */
import { Router, type Request, type Response } from 'express';
import { Contract } from '../contracts/contract-model.ts';
import { findContract } from '../contracts/find-contract.ts';
import { authorize } from '../policy/policy.ts';
import { readForm, type Form } from '../web/form.ts';
import { show, unchanged, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { csvOf } from './csv.ts';
import { asked, type Asked } from './asked.ts';
import { linesFor } from './lines.ts';
import { reportLocals } from './page.ts';
import type { Line } from './report.ts';
import '../db/associations.ts';

const screen: Screen = { title: 'Reports', view: 'reports/show' };
const MOST_CHOICES = 200;

export function reports(): Router {
  return Router().get('/reports', signedIn, showReport).get('/reports.csv', signedIn, sendFile);
}

type Report = { form: Form<Asked>; lines: Line[] | null };

async function reportFor(req: Request): Promise<Report> {
  authorize(req.actor, 'report.see');
  const form = readForm(asked(req.now), req.query);
  const lines = await form.submit(async ({ period, contract }) => {
    if (contract !== null) await findContract(String(contract), req.actor);
    return linesFor(req.actor, period, contract, req.now);
  });
  return { form, lines };
}

async function showReport(req: Request, res: Response) {
  const { form, lines } = await reportFor(req);
  const choices = await contractsOf(req);
  if (lines === null) return unchanged(req, res, screen, { form, choices, report: null }, form);
  const report = reportLocals(lines, form.values!, Number(req.query['page']) || 1, req.actor, req.now);
  await show(req, res, screen, { form, choices, report });
}

async function sendFile(req: Request, res: Response) {
  const { form, lines } = await reportFor(req);
  if (lines === null) return unchanged(req, res, screen, { form, choices: await contractsOf(req), report: null }, form);
  const { first, last } = form.values!.period;
  res.set('Cache-Control', 'private, no-store').attachment(`impact-time-${first}-to-${last}.csv`);
  res.type('text/csv; charset=utf-8').send(csvOf(lines));
}

/** The newest contracts on which work is or was possible, for the field that chooses one. */
async function contractsOf({ actor }: Request) {
  const found = await Contract.findAll({
    where: Contract.visibleTo(actor),
    include: ['client', 'freelancer'],
    order: [['id', 'DESC']],
    limit: MOST_CHOICES,
  });
  return found
    .filter(({ acceptedAt }) => acceptedAt !== null)
    .map(({ id, title, client, freelancer }) => {
      const other = actor.role === 'client' ? freelancer : client;
      return { value: String(id), label: `${title} · ${other?.name ?? ''}` };
    });
}
