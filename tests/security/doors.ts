/** The application on a port of its own, asked over connections that stay open: thousands of questions in seconds. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { Attempts } from '../../src/accounts/attempts.ts';
import { ORIGIN } from '../support/world.ts';

export type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string; ms: number };
export type Question = { method: string; path: string; headers?: Record<string, string>; body?: string | Buffer };
export type Doors = { port: number; ask(question: Question): Promise<Answer>; close(): Promise<void> };

export async function openDoors(app: Express): Promise<Doors> {
  await forgetAttempts();
  // Longer than any test waits between two questions.
  const server = http.createServer({ keepAliveTimeout: 120_000 }, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  return {
    port,
    ask: question => ask(question, port, agent),
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await forgetAttempts();
    },
  };
}

function ask({ method, path, headers = {}, body = '' }: Question, port: number, agent: http.Agent): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, agent, method, path, headers }, response => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, ms: performance.now() - began });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** All tests come from one address, and many of them at the same hour: what one has tried must not keep the next one out. */
export async function forgetAttempts(): Promise<void> {
  await Attempts.destroy({ where: {} });
}

/** What a form of ours comes with. */
export const OUR_FORM = { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };

/** As many at once as a browser would have open. */
export async function eightAtOnce<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const waiting = all[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (const one of waiting) await act(one);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
