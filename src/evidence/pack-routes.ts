/** Evidence packs: what is in one is said before; its two sides give their password, an admin has stated his reason. */
import { Router, type Request, type Response } from 'express';
import { closingForm } from '../accounts/forms.ts';
import type { Contract } from '../contracts/contract-model.ts';
import { findContract } from '../contracts/find-contract.ts';
import { recordView } from '../diary/record-view.ts';
import { Refused } from '../kernel/errors.ts';
import { dayShort, mondayOf, parseDay, toSeconds, utcDay, type EpochSeconds } from '../kernel/time.ts';
import { zipped } from '../my-data/zip.ts';
import type { Outside } from '../outside/outside.ts';
import { may } from '../policy/policy.ts';
import { ownPasswordDoor, TOO_OFTEN } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { sendPieces } from '../web/send-pieces.ts';
import { signedIn } from '../web/session.ts';
import { evidencePack } from './pack.ts';
import { takePack, takePackForReason } from './take-pack.ts';

const screen: Screen = { title: 'Take the evidence along', view: 'evidence/pack' };

export function evidencePacks({ clock, storage }: Outside, publicUrl: string): Router {
  const passwordDoor = ownPasswordDoor(clock, async (req, res) => {
    const form = readForm(closingForm, req.body);
    form.refuse(new Refused('too-many-attempts', TOO_OFTEN, 429));
    await unchanged(req, res, screen, localsOf(req, await contractOf(req), form), form);
  });
  return Router()
    .get('/contracts/:id/evidence/pack', signedIn, ask)
    .get('/contracts/:id/evidence/pack.zip', signedIn, takeForReason)
    .post('/contracts/:id/evidence/pack', signedIn, passwordDoor, take);

  async function take(req: Request, res: Response) {
    const contract = await contractOf(req);
    const form = readForm(closingForm, req.body);
    const taken = await form.submit(async ({ password }) => {
      await takePack(req.actor, password, takenOf(req, contract), req.now);
      return true;
    });
    if (!taken) return unchanged(req, res, screen, localsOf(req, contract, form), form);
    await send(req, res, contract);
  }

  /** Reading, as an admin may for an hour once the reason is stated. */
  async function takeForReason(req: Request, res: Response) {
    const contract = await contractOf(req);
    if (req.actor.role !== 'admin') return redirect(req, res, addressOf(contract, weekOf(req)));
    await takePackForReason(req.actor, takenOf(req, contract), req.now);
    await send(req, res, contract);
  }

  async function send(req: Request, res: Response, contract: Contract) {
    const { week, pictures } = takenOf(req, contract);
    const files = evidencePack({
      contract: partiesOf(contract),
      ...{ week, pictures, withholds: !pictures, takenBy: req.actor.name, server: publicUrl, storage, now: req.now },
      opened: block => recordView(block, req.actor, req.now),
    });
    res.set('Cache-Control', 'private, no-store').type('application/zip');
    res.attachment(`evidence-${contract.id}${week === null ? '' : `-${utcDay(week)}`}.zip`);
    await sendPieces(res, zipped(files, req.now));
  }
}

async function ask(req: Request, res: Response) {
  await show(req, res, screen, localsOf(req, await contractOf(req), blankForm()));
}

const contractOf = ({ params, actor }: Request): Promise<Contract> =>
  findContract(params['id'], actor, ['client', 'freelancer']);

/** The Monday of the week that is asked for with any of its days. */
function weekOf({ query }: Request): EpochSeconds | null {
  const day = typeof query['week'] === 'string' ? parseDay(query['week']) : null;
  return day === null ? null : toSeconds(new Date(`${mondayOf(day)}T00:00:00Z`));
}

const takenOf = (req: Request, contract: Contract) => ({
  ...{ contractId: contract.id, week: weekOf(req), pictures: may(req.actor, 'evidence.pictures', contract) },
});

const partiesOf = ({ id, title, client, freelancer, freelancerEmail }: Contract) => ({
  ...{ id, title, client: client?.name ?? '', freelancer: freelancer?.name ?? freelancerEmail },
});

const addressOf = ({ id }: Contract, week: EpochSeconds | null, file = ''): string =>
  `/contracts/${id}/evidence/pack${file}${week === null ? '' : `?week=${utcDay(week)}`}`;

function localsOf(req: Request, contract: Contract, form: Form<unknown>) {
  const { week, pictures } = takenOf(req, contract);
  return {
    ...{ form, pictures, byReason: req.actor.role === 'admin', contract: { id: contract.id, title: contract.title } },
    week: week === null ? null : { words: dayShort(utcDay(week)) },
    action: addressOf(contract, week),
    zipHref: addressOf(contract, week, '.zip'),
  };
}
