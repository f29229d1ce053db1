/**
 * Speaks S3's HTTP for one bucket and checks every signature and checksum. It can be told to fail, to stall, to cut the connection
 * before or after the work, to hand out damaged bytes, and to be one of those servers that keep no checksums.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { S3Settings } from '../../src/outside/s3-client.ts';
import { whyNotSigned } from './s3-signature.ts';

/** What befalls one request. */
export type Trouble =
  'busy' | 'broken' | 'stall' | 'cut-before' | 'cut-after' | 'cut-within' | 'damaged' | 'damaged-on-its-way' | 'denied';
type Kept = { bytes: Buffer; type: string };

const STATUS: Record<string, number> = {
  ...{ NoSuchKey: 404, NoSuchBucket: 404, BadDigest: 400, XAmzContentSHA256Mismatch: 400 },
  ...{ SlowDown: 503, InternalError: 500, AuthorizationHeaderMalformed: 400 },
};
const sum = (name: 'md5' | 'sha256', bytes: Buffer): Buffer => createHash(name).update(bytes).digest();

export class S3Double {
  readonly objects = new Map<string, Kept>();
  /** Every request that arrived: `PUT 12/a.jpg`. */
  readonly asked: string[] = [];
  /** What befalls the next requests, one after the other; null lets one pass. */
  troubles: (Trouble | null)[] = [];
  /** What befalls every request after those. */
  always: Trouble | null = null;
  /** Whether checksums are kept and told. */
  checksums = true;
  private readonly server: Server;
  readonly settings: S3Settings;
  private readonly now: () => Date;

  private constructor(server: Server, now: () => Date) {
    this.server = server;
    this.now = now;
    const { port } = server.address() as AddressInfo;
    const keys = { accessKeyId: 'AKIATEST', secretAccessKey: 'the/secret+of the test' };
    this.settings = { endpoint: `http://127.0.0.1:${port}`, bucket: 'pictures', region: 'eu-test-1', ...keys };
    server.on('request', (req, res) => void this.serve(req, res).catch(() => res.destroy()));
  }

  /** @param now by which signatures are judged */
  static async open(now: () => Date): Promise<S3Double> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new S3Double(server, now);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [, bucket, key = ''] = /^\/([^/]+)\/(.+)$/.exec(new URL(req.url!, 'http://s3.invalid').pathname) ?? [];
    this.asked.push(`${req.method} ${key}`);
    const trouble = this.troubles.length > 0 ? this.troubles.shift()! : this.always;
    if (trouble === 'stall') return;
    if (trouble === 'cut-before') return void req.socket.destroy();
    const body = await buffer(req);
    // A bit that flips between the two machines.
    if (trouble === 'damaged-on-its-way' && body.length > 0) body[0]! ^= 1;
    if (trouble === 'busy') return refuse(res, 'SlowDown');
    if (trouble === 'broken') return refuse(res, 'InternalError');
    const refusal = trouble === 'denied' ? 'AccessDenied' : whyNotSigned(req, body, this.settings, this.now());
    if (refusal) return refuse(res, refusal);
    if (bucket !== this.settings.bucket) return refuse(res, 'NoSuchBucket');
    if (req.method === 'PUT') this.keep(key, body, req, res, trouble);
    else if (req.method === 'DELETE') this.forget(key, req, res, trouble);
    else this.show(key, req, res, trouble);
  }

  private keep(key: string, bytes: Buffer, req: IncomingMessage, res: ServerResponse, trouble: Trouble | null): void {
    const { 'content-md5': md5, 'x-amz-checksum-sha256': sha256, 'content-type': type = '' } = req.headers;
    if (md5 !== undefined && md5 !== sum('md5', bytes).toString('base64')) return refuse(res, 'BadDigest');
    if (sha256 !== undefined && sha256 !== sum('sha256', bytes).toString('base64')) return refuse(res, 'BadDigest');
    this.objects.set(key, { bytes, type });
    if (trouble === 'cut-after') return void req.socket.destroy();
    res.writeHead(200, this.names(trouble === 'damaged' ? Buffer.from('other') : bytes)).end();
  }

  private forget(key: string, req: IncomingMessage, res: ServerResponse, trouble: Trouble | null): void {
    this.objects.delete(key);
    if (trouble === 'cut-after') return void req.socket.destroy();
    res.writeHead(204).end();
  }

  private show(key: string, req: IncomingMessage, res: ServerResponse, trouble: Trouble | null): void {
    const kept = this.objects.get(key);
    if (!kept) return refuse(res, 'NoSuchKey', req.method === 'HEAD');
    const { bytes, type } = kept;
    res.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length, ...this.names(bytes) });
    if (req.method === 'HEAD') return void res.end();
    if (trouble === 'cut-within')
      return void res.write(bytes.subarray(0, bytes.length / 2), () => req.socket.destroy());
    if (trouble === 'damaged') return void res.end(Buffer.from(bytes).fill(bytes[0]! ^ 1, 0, 1));
    res.end(bytes);
  }

  private names(bytes: Buffer): Record<string, string> {
    const tag = { ETag: `"${sum('md5', bytes).toString('hex')}"` };
    return this.checksums ? { ...tag, 'x-amz-checksum-sha256': sum('sha256', bytes).toString('base64') } : tag;
  }
}

function refuse(res: ServerResponse, code: string, silent = false): void {
  const xml = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>No.</Message></Error>`;
  res.writeHead(STATUS[code] ?? 403, { 'Content-Type': 'application/xml' }).end(silent ? undefined : xml);
}
