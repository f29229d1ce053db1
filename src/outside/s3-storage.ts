/**
 * Pictures in a bucket of S3, or of anything that speaks as S3 does. Every call is bounded in time, asked again when that may help,
 * and checked: what was sent by its SHA-256 in the signature, what came back by the checksum it was stored with.
 */
import { createHash } from 'node:crypto';
import { atMost } from '../kernel/at-most.ts';
import { breaker, type BreakerSettings } from './breaker.ts';
import type { Clock } from './clock.ts';
import { NoUse, withRetries, type Patience } from './retries.ts';
import { s3Client, type S3Settings } from './s3-client.ts';
import { safeKey, StorageAway, type Storage } from './storage.ts';

/** Below the 25 s that an answer may take, whatever else it needs. */
export const S3_PATIENCE: Patience = { attempts: 4, attemptMs: 6_000, altogetherMs: 12_000, pauseMs: 150 };
const S3_BREAKER: BreakerSettings = { failures: 5, restMs: 10_000 };
/** A diary page asks for 144 thumbnails: no more sockets, and no more pictures in memory, than this. */
const AT_ONCE = 32;

export type S3Storage = Storage & {
  /** SHA-256 of what is kept under this key, null when nothing is. Read back when the server does not keep checksums. */
  hashOf(key: string): Promise<Buffer | null>;
};

type Options = { clock: Clock; patience?: Patience; rest?: BreakerSettings };

export function s3Storage(
  settings: S3Settings,
  { clock, patience = S3_PATIENCE, rest = S3_BREAKER }: Options,
): S3Storage {
  const ask = s3Client(settings, clock);
  const some = atMost(AT_ONCE);
  const guard = breaker(rest, clock, () => new StorageAway('the storage is left alone after it failed repeatedly'));
  let failures = 0;

  /** @param act one attempt */
  async function patiently<T>(what: string, key: string, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    safeKey(key);
    const attempt = (signal: AbortSignal): Promise<T> =>
      act(signal).catch((error: unknown) => {
        failures += 1;
        throw error;
      });
    return some(() =>
      guard.run(() =>
        withRetries(patience, attempt).catch((cause: unknown) => {
          throw new StorageAway(`${what} ${key}: ${reasonOf(cause)}`, { cause });
        }),
      ),
    );
  }

  const put = (key: string, bytes: Uint8Array): Promise<void> =>
    patiently('put', key, async signal => {
      const sums = sumsOf(bytes);
      const headers = {
        'Content-Type': key.endsWith('.jpg') ? 'image/jpeg' : 'application/octet-stream',
        'Content-MD5': sums.md5.toString('base64'),
        'X-Amz-Content-Sha256': sums.sha256.toString('hex'),
        'X-Amz-Checksum-Sha256': sums.sha256.toString('base64'),
      };
      const answer = await ask('PUT', key, { headers, body: bytes, signal });
      await answer.arrayBuffer();
      if (isOther(answer.headers, sums)) throw new Error('other bytes arrived than were sent');
    });

  const get = (key: string): Promise<Buffer | null> =>
    patiently('get', key, async signal => {
      const answer = await ask('GET', key, { headers: WITH_CHECKSUM, signal });
      if (answer.status === 404) return null;
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (isOther(answer.headers, sumsOf(bytes))) throw new Error('other bytes came back than were stored');
      return bytes;
    });

  const head = (key: string): Promise<Headers | null> =>
    patiently('head', key, async signal => {
      const answer = await ask('HEAD', key, { headers: WITH_CHECKSUM, signal });
      return answer.status === 404 ? null : answer.headers;
    });

  return {
    put,
    putAll: async files => void (await Promise.all(files.map(({ key, bytes }) => put(key, bytes)))),
    get,
    delete: key =>
      patiently('delete', key, async signal => void (await (await ask('DELETE', key, { signal })).arrayBuffer())),
    has: async key => (await head(key)) !== null,
    async hashOf(key) {
      const headers = await head(key);
      const stored = headers?.get('x-amz-checksum-sha256');
      if (stored) return Buffer.from(stored, 'base64');
      const bytes = headers && (await get(key));
      return bytes && sumsOf(bytes).sha256;
    },
    state: () => ({ kind: 's3', failures, breaker: guard.state() }),
  };
}

const WITH_CHECKSUM = { 'X-Amz-Checksum-Mode': 'ENABLED' };

type Sums = { sha256: Buffer; md5: Buffer };
const sumsOf = (bytes: Uint8Array): Sums => ({
  sha256: createHash('sha256').update(bytes).digest(),
  md5: createHash('md5').update(bytes).digest(),
});

/** Whether the server names other bytes than these, by the best name it gives them; one that gives none is believed. */
function isOther(headers: Headers, { sha256, md5 }: Sums): boolean {
  const checksum = headers.get('x-amz-checksum-sha256');
  if (checksum !== null) return checksum !== sha256.toString('base64');
  // With keys of its own (KMS) the server's tag looks like an MD5 and is none.
  const encryption = headers.get('x-amz-server-side-encryption') ?? 'AES256';
  const tag = /^"?([0-9a-f]{32})"?$/i.exec(headers.get('etag') ?? '')?.[1];
  return encryption === 'AES256' && tag !== undefined && tag.toLowerCase() !== md5.toString('hex');
}

/** For the log. Addresses and headers, which carry the key's name and signature, are left out. */
function reasonOf(error: unknown): string {
  if (error instanceof NoUse) return error.message;
  const { name, message, cause } = error as Error & { cause?: { code?: string } };
  return name === 'TimeoutError' ? 'no answer in time' : `${message}${cause?.code ? ` (${cause.code})` : ''}`;
}
