import { expect } from 'chai';
import request from 'supertest';
import { UniqueConstraintError } from 'sequelize';
import { createApp } from '../../src/app.ts';
import { User } from '../../src/accounts/user-model.ts';
import { config } from '../../src/config.ts';
import { openLog } from '../../src/outside/log.ts';
import { plainError } from '../../src/outside/plain-error.ts';
import { StorageAway } from '../../src/outside/storage.ts';
import { signInTracker } from '../support/tracker.ts';
import { ORIGIN, PASSWORD, world, type World } from '../support/world.ts';

type Line = Record<string, unknown> & { level: number; msg: string };

/** Everything a person typed or is known by, in one run through the product. */
describe('The log of production', () => {
  let w: World;
  let written = '';
  const lines = (): Line[] =>
    written
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Line);
  const COMMENT = 'Please blur the patient names in this screenshot';
  const out = { write: (text: string) => ((written += text), true) } as unknown as typeof process.stdout;

  before(async () => {
    w = await world({ now: '2026-11-18T09:00:00Z' });
    const log = openLog({ production: true, logLevel: 'trace' }, out);
    const app = createApp({ ...w.outside, log }, config);
    const post = (path: string, fields: Record<string, string>, id = 'a-request-of-the-proxy') =>
      request(app)
        .post(path)
        .type('form')
        .set({ Origin: ORIGIN, Cookie: w.felix.cookie, 'X-Request-Id': id })
        .send(fields);
    await request(app)
      .post('/sign-in')
      .type('form')
      .set('Origin', ORIGIN)
      .send({ email: w.felix.email, password: PASSWORD });
    await post('/sign-in', { email: w.felix.email, password: 'wrong horse battery' });
    await post('/forgotten-password', { email: w.felix.email });
    const secret = /new-password\/(\S+)/.exec((await w.outside.letter(0)).text)![1]!;
    await request(app).get(`/new-password/${secret}`).expect(200);
    await request(app).get(`/invitations/${secret}?from=${encodeURIComponent(w.felix.email)}`);
    const tracker = await signInTracker(app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(w.contract.id, '2026-11-18T09:40:00Z', { block: { description: COMMENT } });
    const block = `/contracts/${w.contract.id}/blocks/${Date.parse('2026-11-18T09:40:00Z') / 1000}`;
    expect((await post(`${block}/comments`, { words: COMMENT })).status).to.equal(303);

    const broken = { ...w.outside.storage, get: () => Promise.reject(new StorageAway(`get x: 503`)) };
    const half = createApp({ ...w.outside, storage: broken, log }, config);
    await request(half).get(`${block}/screenshots/1`).set('Cookie', w.felix.cookie).expect(503);
    const twice = await User.create({
      ...(await User.findByPk(w.felix.id, { raw: true }))!,
      id: undefined,
    }).catch((error: unknown) => error);
    expect(twice).to.be.instanceOf(UniqueConstraintError);
    log.error({ err: twice }, 'a mistake');
    secrets = [
      secret,
      PASSWORD,
      'wrong horse',
      w.felix.email,
      w.felix.cookie.split('=')[1]!,
      tracker.token,
      COMMENT,
      'Felix',
    ];
  });
  let secrets: string[];

  it('is one JSON object a line, each request with an id, a path, a status and a time', () => {
    const requests = lines().filter(({ status }) => status !== undefined);
    expect(requests.length).to.be.above(8);
    for (const line of requests) {
      expect(line).to.include.keys('requestId', 'method', 'status', 'ms', 'time', 'level');
      expect(line['requestId']).to.match(/^[\w-]{22,36}$/);
    }
    expect(requests.map(({ requestId }) => requestId)).to.include('a-request-of-the-proxy');
    expect(requests.map(({ path }) => path))
      .to.include('/new-password/…')
      .and.include('/invitations/…');
  });

  it('has no passwords, secrets, addresses, names or words of people', () => {
    expect(secrets.every(secret => secret.length > 4)).to.equal(true);
    const found = secrets.filter(secret => written.includes(secret));
    expect(found).to.deep.equal([]);
    expect(lines().find(({ msg }) => msg === 'a mistake')).to.have.nested.property(
      'err.type',
      'SequelizeUniqueConstraintError',
    );
  });
});

describe('An id from outside', () => {
  const ask = async (id: string) => {
    const w = await world();
    return (await request(w.app).get('/healthz').set('X-Request-Id', id)).headers['x-request-id'] as string;
  };

  it('is taken when it is one', async () => {
    for (const id of ['9f86d081-884c-4d65-9a2f-eaa0c55ad015', 'Root=1-67891233-abcdef012345678912345678'])
      expect(await ask(id)).to.equal(id);
  });

  it('is replaced when it could be anything else', async () => {
    for (const id of ['', 'short', '{"level":60}', 'a'.repeat(200), '../../etc/passwd', '<script>alert(1)</script>'])
      expect(await ask(id)).to.match(/^[0-9a-f-]{36}$/);
  });
});

describe('What the log says of an error', () => {
  it('is its kind, words, code, place and cause', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const said = plainError(new StorageAway('put a.jpg: away', { cause }));
    expect(said).to.include({ type: 'StorageAway', message: 'put a.jpg: away' });
    expect(said.cause).to.include({ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' });
    expect(said.stack).to.match(/put a\.jpg: away\n\s+at .*log\.test\.ts/);
  });

  it('never is what a driver hangs on it', () => {
    const error = Object.assign(new Error("Duplicate entry 'felix@example.test' for key 'users_email'"), {
      ...{
        code: 'ER_DUP_ENTRY',
        sql: "INSERT INTO users VALUES ('felix@example.test')",
        sqlMessage: 'x',
        parameters: ['hush'],
      },
    });
    const said = JSON.stringify(plainError(error));
    expect(said)
      .to.include('ER_DUP_ENTRY')
      .and.include('Duplicate entry')
      .and.not.match(/felix|hush|INSERT/);
  });

  it('names each of several errors, not more than twenty, and survives what is none', () => {
    const many = new AggregateError(
      Array.from({ length: 50 }, (_, i) => new Error(`no ${i} for felix@example.test`)),
      'all',
    );
    expect(plainError(many).errors).to.have.lengthOf(20);
    expect(plainError(many).errors![1]!.message).to.equal('no 1 for …@…');
    expect(plainError('text')).to.deep.equal({ type: 'string', message: 'something else than an error was thrown' });
    expect(plainError(undefined).type).to.equal('undefined');
  });
});
