/** A bad line between a tracker and a server: calls are lost, answers are lost, come late, come twice, or are somebody else's 500. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

export type Line = { url: string; happened: Record<string, number>; calm: boolean; close(): Promise<void> };

/** @param inner port of the server behind it */
export async function badLineTo(inner: number, chance: () => number): Promise<Line> {
  const happened: Record<string, number> = {};
  const server = createServer((req, res) => void pass(req, res).catch(() => res.destroy()));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const line: Line = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    happened,
    calm: false,
    close: () => closed(server),
  };
  return line;

  async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const weather = line.calm ? 'fine' : weatherOf(chance());
    happened[weather] = (happened[weather] ?? 0) + 1;
    if (weather === 'lost') return void req.socket.destroy();
    if (weather === 'error')
      return void res.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
    if (weather === 'late') await wait(chance() * 60);
    if (weather === 'twice') await forward(req, body, null);
    await forward(req, body, weather === 'answer lost' ? null : res);
    if (weather === 'answer lost') req.socket.destroy();
  }

  function forward(req: IncomingMessage, body: Buffer, res: ServerResponse | null): Promise<void> {
    return new Promise((resolve, reject) => {
      const { method, url, headers } = req;
      const call = request({ host: '127.0.0.1', port: inner, method, path: url, headers }, answer => {
        if (res) res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.on('data', (chunk: Buffer) => res?.write(chunk));
        answer.on('end', () => (res?.end(), resolve()));
      });
      call.on('error', reject);
      call.end(body);
    });
  }
}

const WEATHERS = ['lost', 'error', 'late', 'twice', 'answer lost'] as const;
/** Half of all calls go through as they should. */
const weatherOf = (draw: number) => (draw < 0.5 ? 'fine' : (WEATHERS[Math.floor((draw - 0.5) * 10)] ?? 'fine'));

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
}
