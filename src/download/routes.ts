/** `/download`: the tracker's packages, for everybody. */
import { Router, type Request, type Response } from 'express';
import { NotFound } from '../kernel/errors.ts';
import { systemNameOf } from '../web/device.ts';
import { show, type Screen } from '../web/page.ts';
import { machineOf, offersFor, systemCalled, type Visitor } from './offers.ts';
import { publishedAt, type Published } from './published.ts';

const download: Screen = { title: 'Download the tracker', view: 'download/show' };

/** @param place where the packages are: a folder or an address */
export function downloads(place: string): Router {
  const published = publishedAt(place);
  return Router()
    .get('/download', (req, res) => page(published, req, res))
    .get('/download/:file', (req, res) => file(published, req, res));
}

async function page(published: Published, req: Request, res: Response): Promise<void> {
  const manifest = await published.manifest(req.now);
  const visitor = visitorOf(req);
  const offers = offersFor(manifest?.packages ?? [], visitor);
  res.vary('User-Agent').vary('Sec-CH-UA-Platform');
  return show(req, res, download, { version: manifest?.version ?? null, offers, known: visitor.system !== null });
}

function visitorOf(req: Request): Visitor {
  const userAgent = req.get('User-Agent') ?? '';
  // What a browser says on purpose counts more than what it says for old pages' sake. It comes in quotes.
  const name = req.get('Sec-CH-UA-Platform')?.replaceAll('"', '') ?? systemNameOf(userAgent);
  return { system: systemCalled(name), machine: machineOf(userAgent) };
}

/** Only what the manifest lists; parts of it too, so that a download that broke off can go on. */
async function file(published: Published, req: Request<{ file: string }>, res: Response): Promise<void> {
  const manifest = await published.manifest(req.now);
  const found = manifest?.packages.find(({ file }) => file === req.params.file);
  if (!found) throw new NotFound('package');
  const { place } = published;
  if ('address' in place) return res.redirect(302, `${place.address}/${found.file}`);
  res.download(found.file, found.file, { root: place.folder });
}
