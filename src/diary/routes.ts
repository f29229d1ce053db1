/** The work diary: days, blocks and pictures. */
import { Router, type Request, type Response } from 'express';
import { NotFound } from '../kernel/errors.ts';
import { fromSeconds } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { redirect, show, unchanged, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { askedOf, isRefused } from './asked.ts';
import { blockHref, contractLocals, diaryHref, hasPictures, type Viewing } from './block-words.ts';
import { dayLocals } from './day-page.ts';
import { listLocals } from './list-page.ts';
import { recordView } from './record-view.ts';
import { pictureKey } from './storage-keys.ts';
import { blockScreen, viewerLocals } from './viewer-page.ts';
import { blockOf, viewingOf } from './viewing.ts';
import type { Place, View } from './ways.ts';
import { weekLocals } from './week-page.ts';
import { placeFrom, viewsOf, VIEWS_ON_A_PAGE } from './views-of.ts';

/** Each view of a diary: its partial is the region in which one goes on to the next. */
const partials: Record<View, string> = {
  day: 'diary/_day',
  week: 'diary/_week',
  list: 'diary/_list',
  'week-list': 'diary/_list',
};
const screenOf = (view: View, title: string): Screen => ({
  title,
  view: 'diary/show',
  regions: { day: partials[view], ...(view === 'day' && { live: 'diary/_live' }) },
});

const viewsScreen: Screen = { title: 'Who looked at your screenshots', view: 'diary/views' };

export function diary({ storage }: Outside, secret: Buffer): Router {
  return Router()
    .get('/contracts/:id/diary', signedIn, showDay)
    .get('/contracts/:id/diary/:day', signedIn, showDay)
    .get('/contracts/:id/diary/:day/week', signedIn, showWeek)
    .get('/contracts/:id/diary/:day/list', signedIn, showList('list'))
    .get('/contracts/:id/diary/:day/week/list', signedIn, showList('week-list'))
    .get('/contracts/:id/views', signedIn, showViews)
    .get('/contracts/:id/blocks/:startedAt', signedIn, showBlock)
    .get('/contracts/:id/blocks/:startedAt/screenshots/:number', signedIn, sendPicture);

  async function showDay(req: Request, res: Response) {
    await showView(req, res, 'day', dayLocals);
  }

  async function showWeek(req: Request, res: Response) {
    await showView(req, res, 'week', weekLocals);
  }

  function showList(view: View) {
    return (req: Request, res: Response) =>
      showView(req, res, view, (viewing, place) => listLocals(viewing, place, req.query['page']));
  }

  type Locals = Awaited<ReturnType<typeof dayLocals | typeof weekLocals | typeof listLocals>>;

  async function showView(
    req: Request,
    res: Response,
    view: View,
    localsOf: (viewing: Viewing, place: Place) => Promise<Locals>,
  ) {
    const viewing = await viewingOf(secret, req);
    const { place, elsewhere } = askedOf(req, viewing, view);
    if (elsewhere !== null) return redirect(req, res, elsewhere);
    const locals = await localsOf(viewing, place);
    const screen = screenOf(view, `${viewing.contract.title}, ${place.day}`);
    if (isRefused(place)) await unchanged(req, res, screen, locals, place.jump);
    else await show(req, res, screen, locals);
  }

  async function showBlock(req: Request, res: Response) {
    const viewing = await viewingOf(secret, req);
    const block = await blockOf(req, viewing);
    const locals = await viewerLocals(viewing, block);
    await show(req, res, blockScreen(locals), locals);
  }

  async function showViews(req: Request, res: Response) {
    const viewing = await viewingOf(secret, req);
    authorize(req.actor, 'views.see', viewing.contract);
    const found = await viewsOf(viewing.contract, placeFrom(req.query['after']));
    const views = found.slice(0, VIEWS_ON_A_PAGE);
    const last = found.length > VIEWS_ON_A_PAGE ? views.at(-1)! : null;
    const { id } = viewing.contract;
    await show(req, res, viewsScreen, {
      contract: contractLocals(viewing),
      zone: req.actor.timeZone,
      backHref: diaryHref(id),
      olderHref: last && `/contracts/${id}/views?after=${last.startedAt}-${last.place}`,
      views: views.map(({ viewer, startedAt, viewedAt }) => ({
        ...{ viewer, href: blockHref(id, startedAt) },
        ...{ startedAt: fromSeconds(startedAt), viewedAt: fromSeconds(viewedAt) },
      })),
    });
  }

  async function sendPicture(req: Request, res: Response) {
    const viewing = await viewingOf(secret, req);
    const block = await blockOf(req, viewing);
    const shot = block.shots.find(({ number }) => String(number) === req.params['number']);
    if (!shot?.received || !hasPictures(block)) throw new NotFound('screenshot');
    const bytes = await storage.get(pictureKey(block, shot.number, shot.received));
    if (!bytes) throw new NotFound('screenshot');
    await recordView(block, req.actor, req.now);
    res.set('Cache-Control', 'private, no-store').type('image/jpeg').send(bytes);
  }
}
