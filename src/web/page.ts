/**
 * Answers with a screen. A region of a screen is a partial that the page itself includes; htmx asks for it alone.
 * Region or page: `HX-Request-Type` and `HX-Target` (`tag#id`) decide.
 */
import type { Request, Response } from 'express';
import { unreadCount } from '../notices/unread.ts';
import type { Form } from './form.ts';
import { saidNow, takeSaid } from './said.ts';

export type Screen = {
  title: string;
  view: string;
  /** id of the element -> partial that prints it */ regions?: Record<string, string>;
};
type Locals = Record<string, unknown>;

/** 200 with the screen, or the region that was asked for. */
export function show(req: Request, res: Response, screen: Screen, locals: Locals): Promise<void> {
  return print(req, res, screen, locals);
}

/** After an act: browsers go to `location`; htmx gets the region as it is now, and the address changes with it. */
export async function changed(
  req: Request,
  res: Response,
  screen: Screen,
  locals: Locals,
  location: string,
): Promise<void> {
  if (regionOf(req, screen) === null) return redirect(req, res, location);
  res.set('HX-Replace-Url', location);
  await print(req, res, screen, locals);
}

/** The same screen with the form, which is among the locals, as typed and what is wrong with it. */
export async function unchanged(
  req: Request,
  res: Response,
  screen: Screen,
  locals: Locals,
  form: Form<unknown>,
): Promise<void> {
  res.status(form.status);
  await print(req, res, screen, locals);
}

/** Goes to another page of ours, for htmx as well. */
export function redirect(req: Request, res: Response, location: string): void {
  // Followed by the browser's fetch, a whole page would land inside the region that asked.
  if (req.get('HX-Request-Type') === 'partial') res.status(204).set('HX-Redirect', location).end();
  else res.redirect(303, location);
}

function regionOf(req: Request, screen: Screen): string | null {
  if (req.get('HX-Request-Type') !== 'partial') return null;
  const id = (req.get('HX-Target') ?? '').split('#')[1] ?? '';
  return screen.regions?.[id] ?? null;
}

async function print(req: Request, res: Response, screen: Screen, locals: Locals): Promise<void> {
  res.vary('HX-Request-Type');
  // What somebody signed in has seen must not come back from a cache after signing out.
  res.set('Cache-Control', req.visitor ? 'private, no-store' : 'no-cache');
  const region = regionOf(req, screen);
  const shared = { title: screen.title, viewer: req.visitor, path: req.path };
  if (region !== null) {
    res.type('html').send(await render(res, region, { ...shared, said: saidNow(res), ...locals }));
    return;
  }
  const page = { ...shared, ...locals };
  // The layout says it; a region says it only when it comes alone.
  const unread = await unreadOf(req, res);
  const body = await render(res, screen.view, { ...page, unread, said: null });
  res.type('html').send(await render(res, 'layouts/main', { ...page, unread, said: takeSaid(req, res), body }));
}

/** For the bell. A page that says that something broke must not ask what may be broken. */
const unreadOf = (req: Request, res: Response): Promise<number> | number =>
  req.visitor && res.statusCode < 500 ? unreadCount(req.visitor.id) : 0;

function render(res: Response, view: string, locals: Locals): Promise<string> {
  return new Promise((resolve, reject) => {
    res.app.render(view, locals, (error: Error | null, html) => (error ? reject(error) : resolve(html)));
  });
}
