/** What somebody has been told: the list, following a notice to where it leads, and marking as read. */
import { Router, type Request, type Response } from 'express';
import { Op } from 'sequelize';
import { NotFound } from '../kernel/errors.ts';
import { redirect, show, type Screen } from '../web/page.ts';
import { say } from '../web/said.ts';
import { signedIn } from '../web/session.ts';
import { wordsOf } from './notice.ts';
import { Notice } from './notice-model.ts';
import { readAllNotices, readNotice } from './read-notice.ts';

const screen: Screen = { title: 'Notices', view: 'notices/list' };
const PAGE = 30;

export function notices(): Router {
  return Router()
    .get('/notices', signedIn, list)
    .post('/notices/readings', signedIn, readAll)
    .get('/notices/:id', signedIn, follow)
    .post('/notices/:id/reading', signedIn, readOne);
}

/** The newest first; older ones follow the last one shown, so that no page moves when something new comes. */
async function list(req: Request, res: Response) {
  const before = numberIn(req.query['before']);
  const where = { userId: req.actor.id, ...(before !== null && { id: { [Op.lt]: before } }) };
  const found = await Notice.findAll({ where, order: [['id', 'DESC']], limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  await show(req, res, screen, {
    notices: shown.map(notice => ({
      id: notice.id,
      toldAt: notice.toldAt,
      unread: notice.readAt === null,
      ...said(notice),
    })),
    newest: shown[0]?.id ?? 0,
    older: found.length > PAGE && last ? `/notices?before=${last.id}` : null,
    newer: before === null ? null : '/notices',
  });
}

const said = (notice: Notice) => {
  const { title, sentence } = wordsOf(notice);
  return { title, sentence };
};

/** Where a notice leads. Opening it is reading it; opening it again changes nothing. */
async function follow(req: Request, res: Response) {
  const notice = await readNotice(idOf(req), req.actor.id, req.now);
  redirect(req, res, wordsOf(notice).path);
}

async function readOne(req: Request, res: Response) {
  await readNotice(idOf(req), req.actor.id, req.now);
  redirect(req, res, '/notices');
}

async function readAll(req: Request, res: Response) {
  const { upTo } = (req.body ?? {}) as { upTo?: unknown };
  await readAllNotices(req.actor.id, numberIn(upTo) ?? 0, req.now);
  say(res, 'notices-read');
  redirect(req, res, '/notices');
}

const numberIn = (text: unknown): number | null =>
  typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null;

function idOf(req: Request): number {
  const id = numberIn(req.params['id']);
  if (id === null) throw new NotFound('notice');
  return id;
}
