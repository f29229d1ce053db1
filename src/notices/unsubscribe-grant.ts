/**
 * What a letter's own address may do without signing in: stop letters on its subjects, for its reader, and nothing else.
 * Signed, so that nobody stops somebody else's. It never ends: letters are read years later.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { subjects, type Subject } from './notice.ts';

export type Unsubscribing = { userId: number; about: Subject[] };

/** `12.contracts+diary.4f0a…` */
export function unsubscribeGrant(key: Buffer, { userId, about }: Unsubscribing): string {
  const what = `${userId}.${about.join('+')}`;
  return `${what}.${signature(key, what)}`;
}

/** @returns null for anything we have not signed */
export function readUnsubscribeGrant(key: Buffer, text: string): Unsubscribing | null {
  const [, what, userId, about, sign] = /^((\d{1,9})\.([a-z+-]{1,200}))\.([\w-]{22})$/.exec(text) ?? [];
  if (what === undefined || !timingSafeEqual(Buffer.from(signature(key, what)), Buffer.from(sign!))) return null;
  const named = about!.split('+');
  return { userId: Number(userId), about: subjects.filter(subject => named.includes(subject)) };
}

const signature = (key: Buffer, what: string): string =>
  createHmac('sha256', key).update(`unsubscribe\n${what}`).digest('base64url').slice(0, 22);
