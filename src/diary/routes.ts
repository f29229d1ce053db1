/** The work diary: days, blocks and pictures. */
import { Router, type Request, type Response } from 'express';
import { NotFound } from '../kernel/errors.ts';
import { dayIn, fromSeconds, parseDay } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { authorize } from '../policy/policy.ts';
import { show, type Screen } from '../web/page.ts';
import { signedIn } from '../web/session.ts';
import { hasPictures } from './block-words.ts';
import { blockHref, contractLocals, diaryHref } from './block-words.ts';
import { dayLocals } from './day-page.ts';
import { recordView } from './record-view.ts';
import { pictureKey } from './storage-keys.ts';
import { blockScreen, viewerLocals } from './viewer-page.ts';
import { blockOf, viewingOf } from './viewing.ts';
import { placeFrom, viewsOf, VIEWS_ON_A_PAGE } from './views-of.ts';

const dayScreen = (title: string): Screen => ({
  title,
  view: 'diary/show',
  regions: { day: 'diary/_day', live: 'diary/_live' },
});

const viewsScreen: Screen = { title: 'Who looked at your screenshots', view: 'diary/views' };

export function diary({ storage }: Outside, secret: Buffer): Router {
  return Router()
    .get('/contracts/:id/diary', signedIn, showDay)
    .get('/contracts/:id/diary/:day', signedIn, showDay)
    .get('/contracts/:id/views', signedIn, showViews)
    .get('/contracts/:id/blocks/:startedAt', signedIn, showBlock)
    .get('/contracts/:id/blocks/:startedAt/screenshots/:number', signedIn, sendPicture);

  async function showDay(req: Request, res: Response) {
    const viewing = await viewingOf(secret, req);
    const text = req.params['day'];
    const day = text === undefined ? dayIn(req.now, req.actor.timeZone) : parseDay(String(text));
    if (day === null) throw new NotFound('day');
    await show(req, res, dayScreen(`${viewing.contract.title}, ${day}`), await dayLocals(viewing, day));
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
      olderHref: last && `/contracts/${id}/views?after=${last.startedAt}-${last.viewerId}`,
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
