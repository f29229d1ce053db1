/** The tracker's server as far as these tests need it: in memory, and able to fail. The wire's own parsers check what comes. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as wire from '../../src/wire/tracker.ts';

export type Kept = { block: wire.Block; pictures: Buffer[] };

export type FakeServer = {
  url: string;
  /** Blocks by id, as first received. */
  kept: Map<string, Kept>;
  /** Every upload that arrived whole, repeated ones too. */
  uploads: string[];
  /** Answers the next calls with this instead of the truth, until set to null. */
  trouble: null | { status: number; code: string; message: string } | 'hang-up';
  contracts: wire.TrackerContract[];
  /** How far this server's clock is ahead of the machine's, in milliseconds. */
  ahead: number;
  sessions: Set<string>;
  /** Of the person's authenticator; null when there is none. */
  code: string | null;
  /** What the tracker said it works on. */
  timer: number | null;
  /** The other tracker this server speaks of. */
  elsewhere: wire.TimerHeard['elsewhere'];
  close(): Promise<void>;
};

export const felix: wire.Person = { id: 7, name: 'Felix Novak', email: 'felix@example.org', timeZone: 'Europe/Vienna' };
export const PASSWORD = 'correct horse';

export const contractOf = (given: Partial<wire.TrackerContract> = {}): wire.TrackerContract => ({
  id: 1,
  title: 'Shop redesign',
  client: 'Carla Fields',
  state: 'active',
  rateCents: 4500,
  weeklyLimitSeconds: 40 * 3600,
  evidence: 'full',
  paymentProblem: false,
  projectCodes: [
    { code: 'SHOP-12', name: 'Checkout' },
    { code: 'SHOP-19', name: 'Product pages' },
  ],
  freeCodes: false,
  fixedPrice: null,
  todaySeconds: 2 * 3600 + 720,
  weekSeconds: 21 * 3600 + 1500,
  ...given,
});

export const policy: wire.Policy = {
  cellSeconds: 600,
  secondCaptureProbability: 0.25,
  picture: { maxWidth: 1600, maxBytes: 250_000, quality: 0.7, minQuality: 0.45 },
  description: { minCharacters: 12, minWords: 2, vague: ['work', 'stuff', 'working', 'misc', 'various', 'coding'] },
  maskedPerMille: 400,
};

/** So far ahead that the next minutes lie in one cell, whenever the tests run: a block more at its edge is not what they are about. */
export const toTheMiddleOfACell = (now = Date.now()): number => (900_000 - (now % 600_000)) % 600_000;

/** Starts a server on a free port of 127.0.0.1, or on `port`. */
export async function startFakeServer(port = 0): Promise<FakeServer> {
  const http = createServer((request, response) => void handle(request, response));
  await new Promise<void>(resolve => http.listen(port, '127.0.0.1', resolve));
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    kept: new Map(),
    uploads: [],
    trouble: null,
    contracts: [contractOf(), contractOf({ id: 2, title: 'Audit report', client: 'Nora Lind', projectCodes: [] })],
    ahead: toTheMiddleOfACell(),
    sessions: new Set(),
    code: null,
    timer: null,
    elsewhere: null,
    async close() {
      http.closeAllConnections();
      await new Promise(resolve => http.close(resolve));
    },
  };
  return fake;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body: object) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'access-control-allow-origin': '*',
        'access-control-allow-headers': `authorization, content-type, ${wire.PROTOCOL_HEADER}`,
        'access-control-allow-methods': 'GET, POST, PUT, DELETE',
      });
      const serverTime = new Date(Date.now() + fake.ahead).toISOString();
      response.end(JSON.stringify({ protocol: wire.PROTOCOL, serverTime, ...body }));
    };
    const refuse = (status: number, code: string, message: string) => answer(status, { error: { code, message } });
    if (request.method === 'OPTIONS') return answer(200, {});
    if (fake.trouble === 'hang-up') return void request.socket.destroy();
    if (fake.trouble) return refuse(fake.trouble.status, fake.trouble.code, fake.trouble.message);

    const route = `${request.method} ${request.url ?? ''}`;
    const body = Buffer.concat(chunks);
    if (route === 'POST /tracker-api/session') {
      const who = wire.signIn.parse(JSON.parse(body.toString()));
      if (who.password !== PASSWORD) return refuse(401, 'wrong-password', 'This e-mail and password do not match.');
      if (fake.code !== null && who.code === undefined)
        return refuse(401, wire.SECOND_FACTOR_NEEDED, 'Enter the code that your authenticator shows now.');
      if (fake.code !== null && who.code !== fake.code) return refuse(422, 'wrong-code', 'This code is not right.');
      if (fake.code === null && 'code' in who) return refuse(400, 'malformed', 'An old server knows no such field.');
      const token = `secret-${fake.sessions.size + 1}`;
      fake.sessions.add(token);
      return answer(200, { token, person: felix });
    }
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    if (!fake.sessions.has(token)) return refuse(401, 'signed-out', 'Please sign in again.');
    if (route === 'DELETE /tracker-api/session') {
      fake.sessions.delete(token);
      return answer(200, {});
    }
    if (route === 'GET /tracker-api/state') {
      return answer(200, {
        person: felix,
        contracts: fake.contracts,
        weekStartsAt: '2026-11-16T00:00:00.000Z',
        policy,
      });
    }
    if (route === 'PUT /tracker-api/timer') {
      fake.timer = wire.timerNow.parse(JSON.parse(body.toString())).contractId;
      return answer(200, { elsewhere: fake.elsewhere });
    }
    if (route === 'POST /tracker-api/hand-over') {
      return answer(200, { url: `${fake.url}/hand-over?token=abc`, expiresAt: '2030-01-01T00:00:00.000Z' });
    }
    const id = /^PUT \/tracker-api\/blocks\/([\w-]+)$/.exec(route)?.[1];
    if (!id) return refuse(404, 'unknown', 'No such address.');
    const form = await new Response(body, {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    const block = wire.block.parse(JSON.parse(form.get('block') as string));
    const files = form.getAll('screenshot').filter(part => part instanceof File);
    const pictures = await Promise.all(files.map(async file => Buffer.from(await file.arrayBuffer())));
    const hashes = block.captures.flatMap(capture => ('sha256' in capture ? [capture.sha256] : []));
    const whole = pictures.map(bytes => createHash('sha256').update(bytes).digest('hex'));
    if (!wire.blockId.safeParse(id).success || String(hashes) !== String(whole)) {
      return refuse(400, 'damaged', 'The pictures are not those of the block.');
    }
    fake.uploads.push(id);
    const first = fake.kept.get(id);
    if (first && JSON.stringify(first.block) !== JSON.stringify(block))
      return refuse(409, 'other-content', 'Sent before, differently.');
    if (!first) fake.kept.set(id, { block, pictures });
    const verdict = { protected: true, reasons: [] };
    const { contractId, seconds } = block;
    answer(200, { block: { id, contractId, seconds, receivedAt: new Date().toISOString(), verdict } });
  }
}
