/** The real server in production's dress, in front of a database that goes silent or away. On MariaDB: the embedded one is a file. */
import { expect } from 'chai';
import { isSqlite } from '../../src/db/sequelize.ts';
import { DoorTo } from '../support/silent-server.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { database, server as address } from '../support/environment.ts';

const PAGES = ['/sign-in', '/my-jobs', '/notices'];
const PEOPLE = 30;

(isSqlite ? describe.skip : describe)('A database that does not answer', function () {
  this.timeout(90_000);
  let door: DoorTo;
  let server: ServerProcess;

  const env = (): Record<string, string> => ({
    ...{
      NODE_ENV: 'production',
      PUBLIC_URL: 'http://127.0.0.1',
      SECRET: 'a secret that has 32 characters.',
      TRUST_PROXY: '0',
    },
    ...{ SANDBOX_PAYMENTS: 'allow', ALLOW_DISK: 'yes', EVIDENCE_KEY: Buffer.alloc(32, 'e').toString('base64') },
    DATABASE_URL: Object.assign(new URL(String(address)), { port: String(door.port), pathname: `/${database}` }).href,
  });
  const ask = async (path: string) => {
    const begun = performance.now();
    // A cookie of a session makes every page ask the database.
    const headers = { Cookie: `session=${'a'.repeat(40)}`, Accept: 'text/html' };
    const answer = await fetch(server.url + path, { headers, redirect: 'manual' });
    return {
      status: answer.status,
      after: answer.headers.get('retry-after'),
      text: await answer.text(),
      ms: performance.now() - begun,
    };
  };
  const everybody = () => Promise.all(Array.from({ length: PEOPLE }, (_, i) => ask(PAGES[i % PAGES.length]!)));
  async function well(): Promise<number> {
    const begun = performance.now();
    while ((await fetch(`${server.url}/readyz`)).status !== 200) {
      if (performance.now() - begun > 20_000) throw new Error('it never got ready');
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    return performance.now() - begun;
  }

  before(async () => {
    const { hostname, port } = new URL(String(address));
    door = await DoorTo.open({ host: hostname, port: Number(port || 3306) });
    server = await startServer(env());
  });
  after(async () => {
    await server.stop();
    await door.shut();
  });

  it('is told to everybody within six seconds when it goes silent, and comes back by itself', async () => {
    expect((await everybody()).map(({ status }) => status)).not.to.include(503);
    door.goSilent();
    const answers = [...(await everybody()), ...(await everybody())];
    for (const { status, after, ms, text } of answers) {
      expect([status, after]).to.deep.equal([503, '10']);
      expect(ms).to.be.below(6_000);
      expect(text)
        .to.include('The database does not answer')
        .and.not.to.match(/ETIMEDOUT|Sequelize|at .*\.js/);
    }
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, ((await ready.json()) as { database: string }).database]).to.deep.equal([503, 'away']);
    expect((await fetch(`${server.url}/healthz`)).status).to.equal(200);
    door.speakAgain();
    expect(await well()).to.be.below(10_000);
    expect((await everybody()).map(({ status }) => status)).not.to.include(503);
  });

  it('is told at once when it refuses connections, and comes back by itself', async () => {
    await door.shut();
    for (const { status, after, ms } of await everybody()) {
      expect([status, after]).to.deep.equal([503, '10']);
      expect(ms).to.be.below(6_000);
    }
    await door.openAgain();
    await well();
    expect((await everybody()).map(({ status }) => status)).not.to.include(503);
    expect(server.process.exitCode).to.equal(null);
  });

  it('keeps nobody from starting', async () => {
    await door.shut();
    const early = await startServer(env());
    expect((await fetch(`${early.url}/readyz`)).status).to.equal(503);
    expect((await fetch(`${early.url}/healthz`)).status).to.equal(200);
    await door.openAgain();
    expect(await early.stop()).to.equal(0);
  });
});
