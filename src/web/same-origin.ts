/** A page elsewhere cannot act for somebody signed in here: whatever changes something must come from our own pages. */
import type { RequestHandler } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @param publicUrl what people type. Outside production the address a request came to is ours as well. */
export function sameOrigin(publicUrl: string, production: boolean): RequestHandler {
  return (req, res, next) => {
    if (SAFE.has(req.method)) return next();
    const origin = req.get('Origin');
    const ours = [publicUrl, ...(production ? [] : [`${req.protocol}://${req.get('Host') ?? ''}`])];
    if (origin !== undefined && ours.includes(origin)) return next();
    res.status(403);
    next(new ForeignOrigin());
  };
}

export class ForeignOrigin extends Error {}
