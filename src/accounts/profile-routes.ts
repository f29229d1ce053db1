/** A person's own page: name, time zone, password, and everywhere he or she is signed in. */
import { Router, type Request, type Response } from 'express';
import { NotFound, Refused } from '../kernel/errors.ts';
import { allZones } from '../kernel/time.ts';
import type { Clock } from '../outside/clock.ts';
import { ownPasswordDoor, TOO_OFTEN } from '../web/doors.ts';
import { blankForm, readForm, type Form } from '../web/form.ts';
import { changed, show, unchanged, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { endSession } from './end-session.ts';
import { changePasswordForm, profileForm } from './forms.ts';
import { Session } from './session-model.ts';
import { changePassword } from './sign-in.ts';
import { User } from './user-model.ts';

const screen: Screen = {
  title: 'Your profile',
  view: 'accounts/profile',
  regions: {
    'profile-form': 'accounts/_profile',
    'password-form': 'accounts/_password',
    sessions: 'accounts/_sessions',
  },
};

export function profile(clock: Clock): Router {
  const passwordDoor = ownPasswordDoor(clock, async (req, res) => {
    const form = readForm(changePasswordForm, req.body);
    form.refuse(new Refused('too-many-attempts', TOO_OFTEN, 429, 'currentPassword'));
    await unchanged(req, res, screen, await localsFor(req, { password: form }), form);
  });
  return Router()
    .get('/profile', signedIn, async (req, res) => show(req, res, screen, await localsFor(req)))
    .post('/profile', signedIn, save)
    .post('/profile/password', signedIn, passwordDoor, change)
    .post('/profile/sessions/:id/end', signedIn, end);
}

type Forms = { profile?: Form<unknown>; password?: Form<unknown> };

async function localsFor(req: Request, forms: Forms = {}) {
  const { id, name, timeZone } = req.actor;
  const found = await Session.findAll({ where: { userId: id }, order: [['lastUsedAt', 'DESC']] });
  const sessions = found
    .filter(session => session.expiresAt > req.now)
    .map(({ id: row, kind, device, createdAt, lastUsedAt, parentId }) => {
      return {
        id: row,
        kind,
        device,
        createdAt,
        lastUsedAt,
        current: row === req.session.row,
        fromTracker: parentId !== null,
      };
    });
  return { profile: blankForm({ name, timeZone }), password: blankForm(), ...forms, zones: allZones, sessions };
}

async function save(req: Request, res: Response) {
  const form = readForm(profileForm, req.body);
  const saved = await form.submit(async values => {
    await User.update(values, { where: { id: req.actor.id } });
    return values;
  });
  if (!saved) return unchanged(req, res, screen, await localsFor(req, { profile: form }), form);
  Object.assign(req.actor, saved);
  say(res, 'profile-saved');
  await changed(req, res, screen, await localsFor(req), '/profile');
}

async function change(req: Request, res: Response) {
  const form = readForm(changePasswordForm, req.body);
  const done = await form.submit(async ({ currentPassword, newPassword }) => {
    await changePassword(req.actor.id, currentPassword, newPassword, req.session.row);
    return true;
  });
  if (!done) return unchanged(req, res, screen, await localsFor(req, { password: form }), form);
  say(res, 'password-changed');
  await changed(req, res, screen, await localsFor(req), '/profile');
}

async function end(req: Request, res: Response) {
  const id = Number(req.params['id']);
  if (!Number.isSafeInteger(id)) throw new NotFound('session');
  await endSession(id, req.actor.id);
  say(res, 'session-ended');
  await changed(req, res, screen, await localsFor(req), '/profile');
}
