/** Argon2id with the library's defaults (19 MiB, two passes: OWASP's first choice). */
import { cpus } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { atMost } from '../kernel/at-most.ts';

/** Hashing shares a small pool of threads with the database and the pictures: leave them some. */
const few = atMost(Math.max(1, cpus().length - 1));

export const hashPassword = (password: string): Promise<string> => few(() => hash(password));

/** A real hash that no password fits, so that an unknown account takes as long as a wrong password. */
let nobody: Promise<string> | undefined;

/** @param stored the account's hash, or null when there is no such account */
export async function fitsPassword(stored: string | null, password: string): Promise<boolean> {
  const usable = stored !== null && stored !== '';
  const against = usable ? stored : await (nobody ??= hashPassword(crypto.randomUUID()));
  const fits = await few(() => verify(against, password)).catch(() => false);
  return usable && fits;
}
