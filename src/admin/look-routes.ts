/**
 * Before an admin reads other people's contract, diary or invoice, he says why. The reason holds for an hour, in his session and
 * for this contract, and for reading alone: whatever changes something finds no contract, as before.
 */
import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { Invoice } from '../billing/invoice-model.ts';
import { Contract } from '../contracts/contract-model.ts';
import { NotFound } from '../kernel/errors.ts';
import { authorize } from '../policy/policy.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { first, safeNext, signedIn } from '../web/session.ts';
import { beginLook, openLook } from './begin-look.ts';
import { lookForm } from './forms.ts';
import { LOOK_MINUTES, lookReasons } from './look.ts';

const screen: Screen = { title: 'Why do you look?', view: 'admin/look' };

type ContractOf = (req: Request) => Promise<number | null>;
const numberIn = (text: unknown): number => Number(/^\d{1,9}(?=\.|$)/.exec(String(text))?.[0] ?? 0);

const ofContract: ContractOf = async ({ params }) => {
  const id = numberIn(params['id']);
  return (await Contract.count({ where: { id } })) > 0 ? id : null;
};
const ofInvoice: ContractOf = async ({ params }) =>
  (await Invoice.findByPk(numberIn(params['id']), { attributes: ['contractId'] }))?.contractId ?? null;

/**
 * A page of an admin that shows what is private to the people of a contract: opens once a reason is stated. On the request's actor
 * stands the reason then, so that `recordView` and `findContract` know it.
 * @param contractOf null: there is no such thing, and the page itself says so
 */
export function looksInto(contractOf: ContractOf): RequestHandler {
  return async (req: Request, res: Response, next: NextFunction) => {
    if (req.visitor?.role !== 'admin' || !['GET', 'HEAD'].includes(req.method)) return next();
    const contractId = await contractOf(req);
    if (contractId === null) return next();
    const look = await openLook({ adminId: req.actor.id, session: req.session.row, contractId }, req.now);
    if (look === null) return first(req, res, `/admin/contracts/${contractId}/look`);
    req.actor = req.visitor = { ...req.actor, look };
    next();
  };
}

export function looks(): Router {
  return Router()
    .use('/contracts/:id', looksInto(ofContract))
    .use('/invoices/:id', looksInto(ofInvoice))
    .get('/admin/contracts/:id/look', signedIn, async (req, res) => {
      await show(req, res, screen, await localsFor(req, blankForm({ reason: reasonFor(req.query['next']) })));
    })
    .post('/admin/contracts/:id/look', signedIn, begin);
}

/** Whoever comes from a case looks because of it. */
const reasonFor = (next: unknown): string => /^\/admin\/(dispute|claim)s\//.exec(String(next))?.[1] ?? '';

async function begin(req: Request, res: Response) {
  const locals = await localsFor(req, blankForm());
  const form = readForm(lookForm, req.body);
  const where = { adminId: req.actor.id, session: req.session.row, contractId: locals.contract.id };
  const begun = await form.submit(why => beginLook(where, why, req.now));
  if (!begun) return unchanged(req, res, screen, { ...locals, form }, form);
  redirect(req, res, locals.next);
}

async function localsFor(req: Request, form: Form<unknown>) {
  authorize(req.actor, 'office.see');
  const id = numberIn(req.params['id']);
  const contract = await Contract.findByPk(id, {
    include: ['client', 'freelancer'],
    rejectOnEmpty: new NotFound('contract'),
  });
  const next = req.query['next'] ?? ((req.body ?? {}) as { next?: unknown }).next ?? `/contracts/${id}`;
  return {
    form,
    next: safeNext(next),
    minutes: LOOK_MINUTES,
    reasons: Object.entries(lookReasons).map(([value, label]) => ({ value, label })),
    contract: {
      ...{ id, title: contract.title, client: contract.client?.name ?? '' },
      freelancer: contract.freelancer?.name ?? contract.freelancerEmail,
    },
  };
}
