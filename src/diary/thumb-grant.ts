/**
 * Who may see the thumbnails of a contract, checked without the database: an address signed for this browser's session
 * and this contract, for one to two hours. Somebody else's cookie does not fit the signature.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { HOUR } from '../kernel/time.ts';

type Grant = { contractId: number; sessionSecret: string };

/** The same all hour long, so that browsers can keep thumbnails. */
export function thumbGrant(key: Buffer, grant: Grant, now: Date): string {
  const expiresInHour = Math.floor(now.getTime() / HOUR) + 2;
  return `${expiresInHour.toString(36)}.${signature(key, grant, expiresInHour)}`;
}

export function isThumbGrant(key: Buffer, text: string, grant: Grant, now: Date): boolean {
  const [hour = '', sign = ''] = text.split('.');
  const expiresInHour = parseInt(hour, 36);
  if (!(expiresInHour * HOUR > now.getTime())) return false;
  const expected = Buffer.from(signature(key, grant, expiresInHour));
  const given = Buffer.from(sign);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const signature = (key: Buffer, { contractId, sessionSecret }: Grant, hour: number): string =>
  createHmac('sha256', key).update(`thumb\n${contractId}\n${hour}\n${sessionSecret}`).digest('base64url').slice(0, 22);
