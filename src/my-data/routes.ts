/** A copy of one's own data: what is in it is said before, the password is asked, and the archive is sent as it is made. */
import { Router, type Request, type Response } from 'express';
import { closingForm } from '../accounts/forms.ts';
import { Refused } from '../kernel/errors.ts';
import type { Outside } from '../outside/outside.ts';
import { ownPasswordDoor, TOO_OFTEN } from '../web/doors.ts';
import { blankForm, readForm } from '../web/form.ts';
import { show, unchanged, type Screen } from '../web/page.ts';
import { sendPieces } from '../web/send-pieces.ts';
import { signedIn } from '../web/session.ts';
import { filesOf } from './files.ts';
import { COPIES_A_DAY } from './my-data.ts';
import { takeCopy } from './take-copy.ts';
import { zipped } from './zip.ts';

const screen: Screen = { title: 'A copy of your data', view: 'my-data/ask' };
const aDay = COPIES_A_DAY;

export function myData({ clock, storage }: Outside): Router {
  const passwordDoor = ownPasswordDoor(clock, async (req, res) => {
    const form = readForm(closingForm, req.body);
    form.refuse(new Refused('too-many-attempts', TOO_OFTEN, 429));
    await unchanged(req, res, screen, { form, aDay }, form);
  });
  return Router().get('/profile/data', signedIn, ask).post('/profile/data', signedIn, passwordDoor, take);

  async function ask(req: Request, res: Response) {
    await show(req, res, screen, { form: blankForm(), aDay });
  }

  async function take(req: Request, res: Response) {
    const form = readForm(closingForm, req.body);
    const taken = await form.submit(async ({ password }) => {
      await takeCopy(req.actor, password, req.session.device, req.now);
      return true;
    });
    if (!taken) return unchanged(req, res, screen, { form, aDay }, form);
    res.set('Cache-Control', 'private, no-store').type('application/zip');
    res.attachment(`impact-time-my-data-${req.now.toISOString().slice(0, 10)}.zip`);
    await sendPieces(res, zipped(filesOf(req.actor, storage, req.now), req.now));
  }
}
