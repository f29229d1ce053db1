/** Whoever still comes by http is sent to https. The proxy in front of us says how somebody came. */
import type { RequestHandler } from 'express';

/** @param publicUrl what people type, with https */
export function onlyHttps(publicUrl: string): RequestHandler {
  return (req, res, next) => {
    // Without a proxy we believe, and in what asks us from inside, nobody says so.
    if (req.secure || req.get('X-Forwarded-Proto') === undefined || !isBelieved(req)) return next();
    res.set('Cache-Control', 'no-store');
    // What was sent unencrypted was read already: it is not taken, so that nobody gets used to it.
    if (req.method !== 'GET' && req.method !== 'HEAD') return void res.status(403).type('text').send('Only by https.');
    res.redirect(308, publicUrl + ownPath(req.originalUrl));
  };
}

type Believing = { app: { get(name: 'trust proxy'): unknown } };
const isBelieved = ({ app }: Believing): boolean => Boolean(app.get('trust proxy'));

/** A path, whatever a client sent in its place. */
const ownPath = (asked: string): string => (asked.startsWith('/') ? asked : '/');
