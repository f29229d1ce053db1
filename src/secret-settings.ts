/** Settings that are secrets, or keys. At home they are made once and kept in files of this user's. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BadConfig } from './kernel/errors.ts';

/** Given, or made once and kept beside the embedded database, so that a restart keeps thumbnails in browsers' caches. */
export function secret(env: NodeJS.ProcessEnv, production: boolean, dataFolder: string): Buffer {
  const text = env['SECRET'];
  if (text !== undefined) {
    if (text.length < 32) throw new BadConfig('SECRET must have at least 32 characters.');
    return Buffer.from(text);
  }
  if (production) throw new BadConfig('SECRET is missing: at least 32 random characters, the same on every dyno.');
  return keptIn(dataFolder, 'secret');
}

const KEY_BYTES = 32;

/** Given, or made once. It is not among the data it vouches for: whoever can write the database cannot sign. */
export function evidenceKey(env: NodeJS.ProcessEnv, production: boolean, dataFolder: string): Buffer {
  const text = env['EVIDENCE_KEY'];
  if (text !== undefined) return keyIn('EVIDENCE_KEY', text);
  if (production)
    throw new BadConfig('EVIDENCE_KEY is missing: 32 random bytes in base64, the same on every dyno, kept for good.');
  return keptIn(dataFolder, 'evidence-key');
}

/** Public keys, with commas between them. */
export const formerKeys = (env: NodeJS.ProcessEnv): Buffer[] =>
  (env['EVIDENCE_FORMER_KEYS'] ?? '')
    .split(',')
    .filter(text => text.trim() !== '')
    .map(text => keyIn('EVIDENCE_FORMER_KEYS', text));

function keyIn(name: string, text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64').replace(/=+$/, '') !== text.trim().replace(/=+$/, ''))
    throw new BadConfig(`${name} must be ${KEY_BYTES} bytes in base64, such as \`openssl rand -base64 32\` prints.`);
  return key;
}

/** 32 random bytes in a file of this user's, made at the first start. */
function keptIn(dataFolder: string, name: string): Buffer {
  const file = path.join(dataFolder, name);
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file);
}
