/** The evidence of a contract: its chain, and the check of it. */
import { Router, type Request, type Response } from 'express';
import { Contract } from '../contracts/contract-model.ts';
import { findContract } from '../contracts/find-contract.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { HOUR } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { door } from '../web/doors.ts';
import { changed, show } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { checkLocals, checkScreen } from './check-page.ts';
import { runCheck } from './run-check.ts';

const CHECKS_AN_HOUR = 20;
const tooOften = new Refused('too-many-attempts', 'You have had it checked often within this hour. Wait a while.', 429);

export function evidence(outside: Outside): Router {
  const checkDoor = door(
    {
      ...{ name: 'evidence-check', limit: CHECKS_AN_HOUR, windowMs: HOUR, keyOf: req => String(req.actor.id) },
      refuse() {
        throw tooOften;
      },
    },
    outside.clock,
  );
  return Router()
    .get('/contracts/:id/evidence', signedIn, showEvidence)
    .post('/contracts/:id/evidence/checks', signedIn, checkDoor, check);

  async function check(req: Request, res: Response) {
    const contract = await findToCheck(req);
    await runCheck(contract.id, req.actor.id, outside);
    const locals = await checkLocals(contract, req.actor, outside.clock.now());
    await changed(req, res, checkScreen, locals, `/contracts/${contract.id}/evidence`);
  }
}

async function showEvidence(req: Request, res: Response) {
  const contract = await findContract(req.params['id'], req.actor);
  await show(req, res, checkScreen, await checkLocals(contract, req.actor, req.now, before(req.query['before'])));
}

const before = (text: unknown): number | undefined =>
  typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

/** A check shows nothing of what is in the contract, so an admin needs to see it for no reason. */
async function findToCheck({ params, actor }: Request): Promise<Contract> {
  const { id } = params;
  if (actor.role !== 'admin' || !/^\d{1,9}$/.test(String(id))) return findContract(id, actor);
  return Contract.findByPk(Number(id), { rejectOnEmpty: new NotFound('contract') });
}
