/**
 * Speaks Stripe's HTTP: form-encoded bodies, idempotency keys, errors in Stripe's shape, signed webhooks. It can be slow, and drop
 * the connection before or after doing the work. The official library talks to it without knowing.
 */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { StripeSettings } from '../../src/config.ts';
import { API_VERSION, refuse, StripeDesk, type Answer, type Params, type StripeEvent } from './stripe-desk.ts';

export type Asked = { method: string; path: string; params: Params; key: string | undefined };

export class StripeDouble {
  readonly desk = new StripeDesk();
  /** Every request that arrived. */
  readonly asked: Asked[] = [];
  /** So many of the next acts are done, and their answers lost. */
  dropAfter = 0;
  /** So many of the next acts are lost on their way. */
  dropBefore = 0;
  /** So many of the next acts are answered by a failure of Stripe's own. */
  failures = 0;
  /** While it is set, acts wait for it before they are answered. */
  hold: Promise<void> | null = null;
  private readonly answers = new Map<string, { print: string; answer: Promise<Answer>; done: boolean }>();
  private readonly server: Server;
  readonly settings: StripeSettings;

  private constructor(server: Server) {
    this.server = server;
    const { port } = server.address() as AddressInfo;
    this.settings = { secretKey: 'sk_test_1', webhookSecret: 'whsec_1', apiUrl: `http://127.0.0.1:${port}` };
    server.on('request', (req, res) => void this.serve(req, res));
  }

  static async open(): Promise<StripeDouble> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StripeDouble(server);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Acts that arrived at this address. */
  posts(path: string): Asked[] {
    return this.asked.filter(asked => asked.method === 'POST' && asked.path === path);
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(req.url!, 'http://stripe.invalid');
    const method = req.method!;
    const params = nested(method === 'GET' ? searchParams : new URLSearchParams(await text(req)));
    const key = req.headers['idempotency-key'] as string | undefined;
    this.asked.push({ method, path: pathname, params, key });
    if (req.headers.authorization !== `Bearer ${this.settings.secretKey}`)
      return send(res, refuse(401, { message: 'Invalid API Key provided.' }));
    if (req.headers['stripe-version'] !== API_VERSION)
      return send(res, refuse(400, { message: 'Invalid Stripe API version.' }));
    if (method === 'GET') return send(res, this.desk.answer(method, pathname, params));
    if (this.dropBefore > 0) return void (--this.dropBefore, req.socket.destroy());
    if (this.failures > 0) return void (--this.failures, send(res, refuse(500, { message: 'Sorry.' }, 'api_error')));
    const answer = await this.answerOnce(pathname, params, key);
    if (this.dropAfter > 0) return void (--this.dropAfter, req.socket.destroy());
    send(res, answer);
  }

  /** The same key again: the first answer again. Another content, or before the first is answered: an error. */
  private async answerOnce(path: string, params: Params, key: string | undefined): Promise<Answer> {
    if (key === undefined) return this.desk.answer('POST', path, params);
    const print = JSON.stringify([path, params]);
    const known = this.answers.get(key);
    if (known && known.print !== print)
      return refuse(400, { message: 'Keys can only be used with the same parameters.' }, 'idempotency_error');
    if (known && !known.done)
      return refuse(409, { code: 'idempotency_key_in_use', message: 'In use.' }, 'idempotency_error');
    if (known) return known.answer;
    const first = { print, done: false, answer: this.slowly(path, params) };
    this.answers.set(key, first);
    await first.answer.finally(() => (first.done = true));
    return first.answer;
  }

  private async slowly(path: string, params: Params): Promise<Answer> {
    await this.hold;
    // What was answered must not change when the resource does.
    return structuredClone(this.desk.answer('POST', path, params));
  }

  /** Stripe forgets its idempotency keys after a day. */
  forgetKeys(): void {
    this.answers.clear();
  }

  /** A webhook as it is sent: its body, and the header that signs it. */
  webhook(event: object, at: Date, secret = this.settings.webhookSecret): { body: string; signature: string } {
    const body = JSON.stringify(event, null, 2);
    const t = Math.floor(at.getTime() / 1000);
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
    return { body, signature: `t=${t},v1=${v1},v0=${'0'.repeat(64)}` };
  }

  /** The newest event of this type. */
  event(type: string): StripeEvent {
    const found = this.desk.events.findLast(event => event.type === type);
    if (!found) throw new Error(`no ${type} has happened`);
    return found;
  }
}

function send(res: ServerResponse, { status, body }: Answer): void {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Request-Id': 'req_1' }).end(JSON.stringify(body));
}

/** `metadata[key]=a` -> `{ metadata: { key: 'a' } }` */
function nested(typed: URLSearchParams): Params {
  const params: Params = {};
  for (const [name, value] of typed) {
    const path = name.replaceAll(']', '').split('[');
    let at = params;
    for (const step of path.slice(0, -1)) at = (at[step] ??= {}) as Params;
    at[path.at(-1)!] = value;
  }
  return params;
}
