/** A server in a process of its own, from nothing to its first answer and back. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** @property coldStartMs from the start of the process to its first page */
export type RunningServer = { pid: number; port: number; coldStartMs: number; stop(): Promise<void> };

/** How to start it. @property page an address that answers 200 as soon as the server is ready */
export type Program = { command: string[]; page: string; environment(port: number): Record<string, string> };

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 5;

export async function startServer({ command, page, environment }: Program): Promise<RunningServer> {
  const port = await freePort();
  const [file = '', ...rest] = command;
  const startedAt = performance.now();
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...environment(port) };
  const child = spawn(file, rest, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  while (!(await answers(port, page))) {
    const gone = child.exitCode !== null || performance.now() - startedAt > PATIENCE_MS;
    if (gone) throw new Error(`${command.join(' ')} does not answer`);
    await wait(LOOK_EVERY_MS);
  }
  const coldStartMs = performance.now() - startedAt;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const end = once(child, 'exit');
    child.kill('SIGTERM');
    await end;
  };
  return { pid: child.pid!, port, coldStartMs, stop };
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise(resolve => {
    const request = http.get({ host: '127.0.0.1', port, path, agent: false }, response => {
      response.resume().on('end', () => resolve(response.statusCode === 200));
    });
    request.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
