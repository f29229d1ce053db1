/** The log: JSON lines in production, words for a person at home. It holds no secrets and nobody's personal text. */
import pino, { type Logger } from 'pino';
import type { Config } from '../config.ts';
import { readableLog } from './readable-log.ts';
import { plainError } from './plain-error.ts';

/** @param out where lines go; the process's own output unless told otherwise */
export function openLog(
  { production, logLevel }: Pick<Config, 'production' | 'logLevel'>,
  out = process.stdout,
): Logger {
  const options = { level: logLevel, serializers: { err: plainError } };
  return pino(options, production ? out : readableLog(out));
}
