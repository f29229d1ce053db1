/** The table of contents: what a request passes through, and where it ends. */
import path from 'node:path';
import compression from 'compression';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { accounts } from './accounts/routes.ts';
import { profile } from './accounts/profile-routes.ts';
import { sessionsOn } from './accounts/sessions.ts';
import { admin } from './admin/routes.ts';
import { root, type Config } from './config.ts';
import { contracts } from './contracts/routes.ts';
import { diary } from './diary/routes.ts';
import { thumbs } from './diary/thumbs.ts';
import { home } from './home/routes.ts';
import type { Outside } from './outside/outside.ts';
import { trackerApi } from './tracker-api/routes.ts';
import { assets } from './web/assets.ts';
import { errorPages, nothingHere } from './web/errors.ts';
import { requestLog } from './web/request-log.ts';
import { sameOrigin } from './web/same-origin.ts';
import { securityHeaders } from './web/security-headers.ts';
import { browserSession } from './web/session.ts';
import { viewHelpers } from './web/view-helpers.ts';
import { viewEngine } from './web/views.ts';

export function createApp(outside: Outside, config: Config): Express {
  const app = express();
  const https = config.publicUrl.startsWith('https:');
  const sessions = sessionsOn(outside.clock, https);

  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.set('views', path.join(root, 'views'));
  app.set('view engine', 'ejs');
  app.engine('ejs', viewEngine(config.production));
  if (config.production) app.enable('view cache');
  const helpers = viewHelpers(config.production);
  Object.assign(app.locals, helpers);

  app.use(requestLog(outside.log));
  app.use(helmet(securityHeaders(https)));
  app.use('/tracker-api', trackerApi(outside, sessions, config.publicUrl));
  app.use(assets());
  app.use(thumbs(outside, sessions, config.secret));

  app.use(compression());
  app.use(browserSession(sessions, outside.clock));
  app.use(sameOrigin(config.publicUrl, config.production));
  app.use(express.urlencoded({ extended: false, limit: '50kb', parameterLimit: 100 }));
  app.use(home(helpers.asset));
  app.use(accounts(outside, sessions, config.publicUrl));
  app.use(profile());
  app.use(contracts(outside, config.publicUrl));
  app.use(diary(outside, config.secret));
  app.use(admin());

  app.use(nothingHere);
  app.use(errorPages(outside.log));
  return app;
}
