/** A client's project codes: the page on which they are added, renamed, closed and opened again. */
import { Router, type Request, type Response } from 'express';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import type { Contract } from './contract-model.ts';
import { findContract } from './find-contract.ts';
import { codeForm, codeNameForm } from './forms.ts';
import { addCode, closeCode, renameCode } from './manage-codes.ts';

const screen: Screen = { title: 'Project codes', view: 'contracts/codes' };

export function projectCodes(): Router {
  const one = '/contracts/:id/codes/:code';
  return Router()
    .get('/contracts/:id/codes', signedIn, async (req, res) => {
      await show(req, res, screen, localsOf(await contractOf(req)));
    })
    .post('/contracts/:id/codes', signedIn, add)
    .post(`${one}/name`, signedIn, rename)
    .post(`${one}/closing`, signedIn, closing(true))
    .post(`${one}/opening`, signedIn, closing(false));
}

async function contractOf(req: Request): Promise<Contract> {
  const contract = await findContract(req.params['id'], req.actor, ['codes', 'freelancer']);
  authorize(req.actor, 'codes.manage', contract);
  return contract;
}

/** @param wrong the form of one code that was refused */
function localsOf(contract: Contract, form: Form<unknown> = blankForm(), wrong?: { id: number; form: Form<unknown> }) {
  const codes = [...(contract.codes ?? [])].sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }));
  const freelancer = contract.freelancer?.name ?? '';
  const shown = codes.map(({ id, code, name, closedAt, typedById }) => {
    const typedBy = typedById === null ? null : freelancer;
    return {
      id,
      code,
      name,
      typedBy,
      closed: closedAt !== null,
      form: wrong?.id === id ? wrong.form : blankForm({ name }),
    };
  });
  return {
    contract: { id: contract.id, title: contract.title },
    open: shown.filter(({ closed }) => !closed),
    closed: shown.filter(({ closed }) => closed),
    form,
  };
}

const doingOf = (req: Request, contract: Contract) => ({ contractId: contract.id, by: req.actor, now: req.now });
const idOf = (req: Request): number => Number(/^\d{1,9}$/.exec(String(req.params['code']))?.[0] ?? 0);

function done(req: Request, res: Response, contract: Contract): void {
  say(res, 'codes-saved');
  redirect(req, res, `/contracts/${contract.id}/codes`);
}

async function add(req: Request, res: Response) {
  const contract = await contractOf(req);
  const form = readForm(codeForm, req.body);
  const added = await form.submit(code => addCode(code, doingOf(req, contract)).then(() => true));
  if (!added) return unchanged(req, res, screen, localsOf(contract, form), form);
  done(req, res, contract);
}

async function rename(req: Request, res: Response) {
  const contract = await contractOf(req);
  const form = readForm(codeNameForm, req.body);
  const id = idOf(req);
  const renamed = await form.submit(({ name }) => renameCode(id, name, doingOf(req, contract)).then(() => true));
  if (!renamed) return unchanged(req, res, screen, localsOf(contract, blankForm(), { id, form }), form);
  done(req, res, contract);
}

const closing = (closed: boolean) => async (req: Request, res: Response) => {
  const contract = await contractOf(req);
  await closeCode(idOf(req), closed, doingOf(req, contract));
  done(req, res, contract);
};
