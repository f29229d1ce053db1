/** The link of an offer: who has no account makes one and is signed in. */
import { Router, type Request, type Response } from 'express';
import { termsAt } from '../contracts/contract.ts';
import type { Contract } from '../contracts/contract-model.ts';
import { openCodes } from '../contracts/project-code.ts';
import { Refused } from '../kernel/errors.ts';
import { allZones, MINUTE } from '../kernel/time.ts';
import type { Clock } from '../outside/clock.ts';
import { beginSession } from '../web/begin-session.ts';
import { byAddress, door } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { joinForm } from './forms.ts';
import { INVITATION_DAYS, stateOf } from './invitation.ts';
import { findInvitation, joinByInvitation } from './join-by-invitation.ts';
import type { Sessions } from './sessions.ts';
import { accountOf } from './sign-up.ts';

const screen: Screen = { title: 'An offer for you', view: 'accounts/invitation' };

export function invitations(clock: Clock, sessions: Sessions): Router {
  const joinDoor = door(
    {
      ...{ name: 'join', limit: 50, windowMs: 15 * MINUTE, keyOf: byAddress, forgiveSuccess: true },
      refuse: () => {
        throw new Refused('too-many-attempts', 'Too many attempts from here. Wait a quarter of an hour.', 429);
      },
    },
    clock,
  );
  return Router().get('/invitations/:secret', showOffer).post('/invitations/:secret', joinDoor, join);

  async function join(req: Request, res: Response) {
    const form = readForm(joinForm, req.body);
    const secret = String(req.params['secret']);
    const joined = await form.submit(newcomer => joinByInvitation(secret, newcomer, req.now));
    if (!joined) return unchanged(req, res, screen, await localsOf(req, form), form);
    await beginSession(sessions, req, res, joined.user.id);
    say(res, 'joined');
    redirect(req, res, `/contracts/${joined.contractId}`);
  }
}

/** Opening a link changes nothing: mail programs look at links, too. */
async function showOffer(req: Request, res: Response) {
  const locals = await localsOf(req, blankForm());
  const { state, offer } = locals;
  // Whom it was for reads it as a contract, as long as there is one to read.
  if (offer && state !== 'withdrawn' && req.visitor?.email === offer.email && req.visitor.role === 'freelancer')
    return redirect(req, res, `/contracts/${offer.id}`);
  res.status(state === 'unknown' ? 404 : state === 'open' || state === 'has-account' ? 200 : 410);
  await show(req, res, screen, locals);
}

async function localsOf(req: Request, form: Form<unknown>) {
  const secret = String(req.params['secret']);
  const found = await findInvitation(secret, ['client', 'terms', 'codes']);
  const known = found && (await accountOf(found.contract.freelancerEmail));
  const state = !found ? 'unknown' : stateOf(found.invitation, found.contract, req.now);
  return {
    ...{ secret, form, zones: allZones, days: INVITATION_DAYS },
    state: state === 'open' && known ? ('has-account' as const) : state,
    accountRole: known?.role ?? null,
    offer: found && offerWords(found.contract, req.now),
    signedInAs: req.visitor?.name ?? null,
  };
}

function offerWords(contract: Contract, now: Date) {
  const terms = contract.terms ?? [];
  return {
    ...{ id: contract.id, title: contract.title, email: contract.freelancerEmail },
    client: contract.client?.name ?? '',
    terms: termsAt(terms, now) ?? terms[0]!,
    codes: openCodes(contract.codes).length,
  };
}
