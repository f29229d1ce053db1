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
      const { page: given } = req.query;
      const page = typeof given === 'string' ? /^[1-9]\d{0,3}$/.exec(given)?.[0] : undefined;
      await show(req, res, screen, localsOf(await contractOf(req), { page: Number(page ?? 1) }));
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

const A_PAGE = 50;

/** Open ones first. @property page from 1 @property wrong the form of one code that was refused, whose page it is then */
function localsOf(
  contract: Contract,
  { page = 1, form = blankForm(), wrong }: { page?: number; form?: Form<unknown>; wrong?: WrongCode } = {},
) {
  const all = [...(contract.codes ?? [])].sort(
    (a, b) =>
      Number(a.closedAt !== null) - Number(b.closedAt !== null) ||
      a.code.localeCompare(b.code, 'en', { numeric: true }),
  );
  const last = Math.max(1, Math.ceil(all.length / A_PAGE));
  const place = all.findIndex(({ id }) => id === wrong?.id);
  const current = place < 0 ? Math.min(page, last) : Math.floor(place / A_PAGE) + 1;
  const shown = all.slice((current - 1) * A_PAGE, current * A_PAGE).map(({ id, code, name, closedAt, typedById }) => {
    const typedBy = typedById === null ? null : (contract.freelancer?.name ?? '');
    return {
      id,
      code,
      name,
      typedBy,
      closed: closedAt !== null,
      form: wrong?.id === id ? wrong.form : blankForm({ name }),
    };
  });
  const hrefOf = (number: number) => `/contracts/${contract.id}/codes?page=${number}`;
  return {
    contract: { id: contract.id, title: contract.title },
    open: shown.filter(({ closed }) => !closed),
    closed: shown.filter(({ closed }) => closed),
    earlierHref: current > 1 ? hrefOf(current - 1) : null,
    laterHref: current < last ? hrefOf(current + 1) : null,
    form,
  };
}
type WrongCode = { id: number; form: Form<unknown> };

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
  if (!added) return unchanged(req, res, screen, localsOf(contract, { form }), form);
  done(req, res, contract);
}

async function rename(req: Request, res: Response) {
  const contract = await contractOf(req);
  const form = readForm(codeNameForm, req.body);
  const id = idOf(req);
  const renamed = await form.submit(({ name }) => renameCode(id, name, doingOf(req, contract)).then(() => true));
  if (!renamed) return unchanged(req, res, screen, localsOf(contract, { wrong: { id, form } }), form);
  done(req, res, contract);
}

const closing = (closed: boolean) => async (req: Request, res: Response) => {
  const contract = await contractOf(req);
  await closeCode(idOf(req), closed, doingOf(req, contract));
  done(req, res, contract);
};
