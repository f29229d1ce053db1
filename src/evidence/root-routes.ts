/** What we promise about evidence, our public keys and the daily roots: open to everybody, for people and for programs. */
import { Router, type Request, type Response } from 'express';
import { dayShort, parseDay, type Day } from '../kernel/time.ts';
import { show, type Screen } from '../web/page.ts';
import { believed, signer } from './our-keys.ts';
import { newestRoots } from './root-rows.ts';
import { writtenRoot } from './written-root.ts';

const screen: Screen = { title: 'Evidence', view: 'evidence/roots' };
const ROOTS_ON_A_PAGE = 14;
const ROOTS_IN_A_FILE = 100;

export function evidenceRoots(): Router {
  return Router().get('/evidence', showRoots).get('/evidence/roots.json', sendRoots);
}

const beforeOf = ({ query }: Request): Day | undefined => {
  const { before } = query;
  return (typeof before === 'string' ? parseDay(before) : null) ?? undefined;
};

async function showRoots(req: Request, res: Response) {
  const before = beforeOf(req);
  const found = await newestRoots(ROOTS_ON_A_PAGE + 1, before);
  const roots = found.slice(0, ROOTS_ON_A_PAGE);
  await show(req, res, screen, {
    keys: keys(),
    isNewest: before === undefined,
    older: found.length > ROOTS_ON_A_PAGE ? `/evidence?before=${roots.at(-1)!.day}#roots` : null,
    roots: roots.map(root => ({ ...writtenRoot(root), words: dayShort(root.day) })),
  });
}

/** @returns the newest, oldest last; `older` is where the next ones are */
async function sendRoots(req: Request, res: Response) {
  const roots = await newestRoots(ROOTS_IN_A_FILE, beforeOf(req));
  const older = roots.length < ROOTS_IN_A_FILE ? null : `/evidence/roots.json?before=${roots.at(-1)!.day}`;
  res.set('Cache-Control', 'no-cache').json({ keys: keys(), roots: roots.map(writtenRoot), older });
}

/** Public keys in base64. Ours comes first; the others signed before it. */
const keys = () =>
  [...believed].map(([keyId, { raw }]) => ({
    ...{ keyId, publicKey: raw.toString('base64'), current: raw.equals(signer.raw) },
  }));
