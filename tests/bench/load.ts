/** Requests to a server, in parallel or at a steady pace, over connections that stay open. */
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Upload } from './uploads.ts';

/** @property bytes of the body as it travelled @property ms until its last byte was here */
export type Answer = { ms: number; bytes: number };

export type Client = {
  put(upload: Upload): Promise<Answer>;
  /** Compressed the way a browser asks for it. */
  get(path: string, cookie: string): Promise<Answer>;
  close(): void;
};

const BROWSER = 'gzip, deflate, br';

export function clientOf(port: number): Client {
  const agent = new http.Agent({ keepAlive: true });
  const send = (options: http.RequestOptions, body: Buffer[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sentAt = performance.now();
      const request = http.request({ host: '127.0.0.1', port, agent, ...options }, response => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject).on('end', () => {
          const answered = Buffer.concat(pieces);
          if (response.statusCode === 200) resolve({ ms: performance.now() - sentAt, bytes: answered.length });
          else reject(new Error(`${options.method} ${options.path}: ${response.statusCode} ${answered.toString()}`));
        });
      });
      request.on('error', reject);
      for (const piece of body) request.write(piece);
      request.end();
    });
  return {
    put: ({ path, headers, body }) => send({ method: 'PUT', path, headers }, body),
    get: (path, cookie) => send({ method: 'GET', path, headers: { Cookie: cookie, 'Accept-Encoding': BROWSER } }, []),
    close: () => agent.destroy(),
  };
}

/** Every worker does one thing after the other, all workers at once, as long as there is `more`. @returns how many were done */
export async function inParallel(workers: (() => Promise<unknown>)[], more: () => boolean): Promise<number> {
  let done = 0;
  const work = async (one: () => Promise<unknown>): Promise<void> => {
    while (more()) {
      await one();
      done++;
    }
  };
  await Promise.all(workers.map(work));
  return done;
}

/**
 * Asks at a steady pace, whether the answers keep up or not.
 * @returns milliseconds of each answer since the moment it was due, so that a stalled server cannot hide
 */
export async function atPace(ask: () => Promise<unknown>, everyMs: number, forMs: number): Promise<number[]> {
  const begin = performance.now();
  const asked: Promise<number>[] = [];
  for (let due = begin; due < begin + forMs; due += everyMs) {
    await wait(Math.max(0, due - performance.now()));
    asked.push(ask().then(() => performance.now() - due));
  }
  return Promise.all(asked);
}
