/** Thumbnails: 144 of them are the weight of a diary page, so a signed address is enough and the database is not asked. */
import { Router, type Request, type Response } from 'express';
import { secretIn, type Sessions } from '../accounts/sessions.ts';
import { NotFound } from '../kernel/errors.ts';
import type { Outside } from '../outside/outside.ts';
import { isThumbGrant } from './thumb-grant.ts';

const FILE = /^\d{1,10}-[12]-[0-9a-f]{16}\.thumb\.jpg$/;

export function thumbs({ clock, storage }: Outside, sessions: Sessions, secret: Buffer): Router {
  return Router().get('/thumbs/:contractId/:grant/:day/:file', async (req: Request, res: Response) => {
    const { contractId, grant, day, file } = req.params as Record<string, string>;
    const sessionSecret = secretIn(sessions, req.headers.cookie) ?? '';
    const granted = isThumbGrant(secret, grant ?? '', { contractId: Number(contractId), sessionSecret }, clock.now());
    const wellFormed =
      FILE.test(file ?? '') && /^\d{4}-\d\d-\d\d$/.test(day ?? '') && /^\d{1,9}$/.test(contractId ?? '');
    const bytes = granted && wellFormed ? await storage.get(`${contractId}/${day}/${file}`) : null;
    if (!bytes) throw new NotFound('picture');
    res.set('Cache-Control', 'private, max-age=3600, immutable').type('image/jpeg').send(bytes);
  });
}
