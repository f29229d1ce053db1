/** Pausing a contract, going on, and ending it. */
import { Router, type Request, type Response } from 'express';
import { authorize, type Actor } from '../policy/policy.ts';
import { changed } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { contractForPage, contractLocals, contractScreen } from './contract-page.ts';
import type { Contract } from './contract-model.ts';
import { findContract } from './find-contract.ts';
import { endContract, pauseContract, resumeContract } from './stop-contract.ts';

export function stops(): Router {
  return Router()
    .post('/contracts/:id/pause', signedIn, doing('contract.pause', pauseContract, 'paused'))
    .post('/contracts/:id/resumption', signedIn, doing('contract.pause', resumeContract, 'resumed'))
    .post('/contracts/:id/end', signedIn, doing('contract.end', endContract, 'ended'));
}

type Act = (id: number, by: Actor, now: Date) => Promise<Contract>;

const doing =
  (action: 'contract.pause' | 'contract.end', act: Act, said: Parameters<typeof say>[1]) =>
  async (req: Request, res: Response) => {
    const { id } = req.params;
    const contract = await findContract(id, req.actor);
    authorize(req.actor, action, contract);
    await act(contract.id, req.actor, req.now);
    say(res, said);
    const now = await contractForPage(id, req.actor);
    const locals = await contractLocals(now, req.actor, req.now);
    await changed(req, res, contractScreen(now), locals, `/contracts/${contract.id}`);
  };
