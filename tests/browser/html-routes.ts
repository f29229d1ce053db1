/** Which routes answer with a page. */
import type { Express } from 'express';
import { routesOf } from '../security/route-list.ts';

/** Files, pictures, and what only machines ask. */
const NO_PAGE = /\.(csv|json|zip)$|\/:file$|\/screenshots\/|^\/(metrics|healthz|readyz|tracker-api|thumbs)/;

/** The paths, with their parameters, of everything that is a page. */
export const pagesOf = (app: Express): string[] =>
  routesOf(app).flatMap(({ method, path }) => (method === 'GET' && !NO_PAGE.test(path) ? [path] : []));
