/** The server in production's dress, with its pictures in a bucket, and what it does when it is told to end. */
import { connect } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { s3Storage } from '../../src/outside/s3-storage.ts';
import { S3Double } from '../support/s3-double.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

const REQUEST = 'GET /sign-in HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n';

describe('A server in production', function () {
  this.timeout(60_000);
  let s3: S3Double;
  const servers: ServerProcess[] = [];
  const start = async (): Promise<ServerProcess> => {
    const { endpoint, bucket, region, accessKeyId, secretAccessKey } = s3.settings;
    const server = await startServer({
      ...{ NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1', SECRET: 'a secret that has 32 characters.' },
      ...{ EVIDENCE_KEY: Buffer.alloc(32, 'e').toString('base64'), SANDBOX_PAYMENTS: 'allow', ALLOW_DISK: 'yes' },
      ...{ DATA_FOLDER: mkdtempSync(path.join(tmpdir(), 'impact-time-leaving-')), DATABASE_URL: '', LOG_LEVEL: 'info' },
      ...{ S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region },
      ...{ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey },
    });
    servers.push(server);
    return server;
  };
  const portOf = ({ url }: ServerProcess): number => Number(new URL(url).port);

  before(async () => (s3 = await S3Double.open(() => new Date())));
  after(async () => {
    for (const server of servers) await server.stop();
    await s3.close();
  });

  it('is ready when the bucket answers, and not when it does not; the key never is in its log', async () => {
    const server = await start();
    expect(await (await fetch(`${server.url}/readyz`)).json()).to.include({ ready: true, storage: 'well' });
    s3.always = 'denied';
    await new Promise(resolve => setTimeout(resolve, 1_100));
    const answer = await fetch(`${server.url}/readyz`);
    expect([answer.status, ((await answer.json()) as { storage: string }).storage]).to.deep.equal([503, 'away']);
    s3.always = null;
    expect(server.output()).not.to.include(s3.settings.secretAccessKey);
    expect(s3Storage(s3.settings, { clock: { now: () => new Date() } }).state().kind).to.equal('s3');
    expect(JSON.parse(server.output().split('\n')[0]!))
      .to.have.property('msg')
      .that.includes('pictures in S3');
  });

  it('finishes what was asked, takes nothing new, and is gone within seconds', async () => {
    const server = await start();
    const idle = connect(portOf(server), '127.0.0.1');
    const slow = connect(portOf(server), '127.0.0.1');
    await Promise.all([once(idle, 'connect'), once(slow, 'connect')]);
    // Half a request: its answer is owed.
    slow.write(REQUEST);
    await new Promise(resolve => setTimeout(resolve, 200));
    const begun = performance.now();
    const ended = server.stop();
    await once(idle, 'close');
    const refused = await fetch(`${server.url}/healthz`).catch((error: Error) => error);
    expect(refused).to.be.instanceOf(Error);
    let answer = '';
    slow.on('data', (bytes: Buffer) => (answer += String(bytes)));
    slow.write('\r\n');
    await once(slow, 'close');
    expect(answer.startsWith('HTTP/1.1 200 OK')).to.equal(true);
    expect(answer).to.include('</html>');
    expect(await ended).to.equal(0);
    expect(performance.now() - begun).to.be.below(5_000);
    expect(server.output())
      .to.include('SIGTERM: finishing what has begun')
      .and.not.match(/"level":(50|60)/);
  });
});
