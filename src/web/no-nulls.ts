/** Nobody types a null. To databases written in C it ends a text, so that one of them takes the rest of it for a mistake of ours. */
import type { RequestHandler } from 'express';
import { Refused } from '../kernel/errors.ts';

const malformed = (): Refused => new Refused('malformed', 'That request could not be understood.', 400);

/** @throws Refused `malformed` */
export const noNullInAddress: RequestHandler = (req, _res, next) => {
  if (/%00|\0/.test(req.url)) throw malformed();
  next();
};

/** Stands behind what reads forms. @throws Refused `malformed` */
export const noNullInForm: RequestHandler = (req, _res, next) => {
  const fields = Object.entries((req.body ?? {}) as Record<string, unknown>).flat(2);
  if (fields.some(text => typeof text === 'string' && text.includes('\0'))) throw malformed();
  next();
};
