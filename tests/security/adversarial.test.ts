/** `REQUESTS=10000 SEED=7 npm test -- tests/security/adversarial.test.ts`: nothing breaks, hangs or says how it is made. */
import net from 'node:net';
import { expect } from 'chai';
import { ORIGIN, world, type World } from '../support/world.ts';
import { adversary } from './adversary.ts';
import { eightAtOnce, openDoors, type Answer, type Doors, type Question } from './doors.ts';
import { routesOf } from './route-list.ts';
import { twoTenants } from './tenants.ts';
import { peopleOf, person } from './visitors.ts';

const REQUESTS = Number(process.env['REQUESTS'] ?? 500);
const SEED = Number(process.env['SEED'] ?? 20_261_123);
const LONGEST_MS = 5_000;

/** How a stack, a query, a path of ours or a library's name looks when it gets out. */
const INSIDES =
  /\bat .{1,200}\.[cm]?[jt]s:\d+|node_modules|SequelizeDatabase|SQLITE_|\bER_[A-Z]{3}|SELECT .{1,80} FROM|\/src\/|ReferenceError|TypeError|views\/.*\.ejs/;

describe('Whoever wants something to break', function () {
  this.timeout(900_000);
  let w: World;
  let doors: Doors;
  let next: () => Question;

  before(async () => {
    w = await world();
    const tenants = await twoTenants(w);
    await w.comeBack();
    doors = await openDoors(w.app);
    const visitors = [...tenants.flatMap(peopleOf), person('ada', w.ada)];
    next = adversary(SEED, {
      paths: routesOf(w.app).map(({ path }) => path),
      names: tenants.flatMap(({ names }) => Object.values(names)),
      credentials: visitors.map(({ headers }) => headers),
      origin: ORIGIN,
    });
  });
  after(() => doors?.close());

  const faultsOf = ({ status, text, headers, ms }: Answer): string[] => [
    ...(status >= 500 ? [`answered ${status}`] : []),
    ...(ms > LONGEST_MS ? [`took ${Math.round(ms)} ms`] : []),
    ...(INSIDES.test(text) ? [`says ${INSIDES.exec(text)![0]}`] : []),
    ...(headers['x-powered-by'] ? ['names what it is made with'] : []),
  ];
  const shown = ({ method, path, headers, body }: Question): string =>
    `${method} ${path} ${JSON.stringify(headers)} ${String(body).slice(0, 300)}`;

  it(`hears no 5xx, waits at most ${LONGEST_MS / 1000} s and reads nothing of the insides (${REQUESTS} requests, seed ${SEED})`, async () => {
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    await eightAtOnce(Array.from({ length: REQUESTS }, next), async question => {
      const answer = await doors
        .ask(question)
        .catch((error: Error) => expect.fail(`${error.message}: ${shown(question)}`));
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      faults.push(...faultsOf(answer).map(fault => `${fault}: ${shown(question)}`));
    });
    expect(faults).to.deep.equal([]);
    // Were all of them turned away at the first check, nothing behind it would have been tried.
    for (const status of [200, 303, 403, 404, 422])
      expect(statuses.get(status) ?? 0, `answers with ${status}`).to.be.above(0);
    expect(({} as { role?: string }).role, 'nobody has changed what all objects have').to.equal(undefined);
  });

  it('finds nobody who stumbles over a null, wherever it stands', async () => {
    const address = await doors.ask({
      method: 'GET',
      path: '/sandbox/setups/a%00b',
      headers: { cookie: w.carla.cookie },
    });
    const form = await w.carla.post('/profile', { name: 'a\0b', timeZone: 'UTC' });
    const tracker = await doors.ask({
      ...{ method: 'POST', path: '/tracker-api/session', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ email: 'a\0b', password: 'x', device: 'T' }),
    });
    expect([address.status, form.status, tracker.status]).to.deep.equal([400, 400, 401]);
  });

  it('wrote no error', () => {
    expect(w.outside.complaints.filter(line => /"level":(50|60)/.test(line))).to.deep.equal([]);
  });

  const RAW: [why: string, bytes: string][] = [
    ['a null in the path', 'GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a line end in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n'],
    ['two lengths', 'POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['chunks that are none', 'POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a header without an end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`],
    ['a thousand headers', `GET / HTTP/1.1\r\nHost: a\r\n${'X: a\r\n'.repeat(5_000)}\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['no protocol', 'GET /\r\n\r\n'],
    ['a method nobody knows', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a whole address', 'GET http://evil.example/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['another protocol', 'GET /my-jobs HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['bytes that are no text', '\u0016\u0003\u0001\u0002\0\u0001\0'],
    ['bytes in the path', 'GET /\u00ff\u00fe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
  ];
  for (const [why, bytes] of RAW) {
    it(`survives ${why}`, async () => {
      const heard = await sendRaw(bytes);
      expect(heard).not.to.match(/^HTTP\/1\.1 5/);
      expect(heard).not.to.match(INSIDES);
      expect((await doors.ask({ method: 'GET', path: '/sign-in' })).status).to.equal(200);
    });
  }

  function sendRaw(bytes: string): Promise<string> {
    return new Promise(resolve => {
      let heard = '';
      const socket = net.connect(doors.port, '127.0.0.1', () => socket.write(Buffer.from(bytes, 'latin1')));
      socket.setTimeout(1_000, () => socket.destroy());
      socket.on('data', part => (heard += part.toString('latin1')));
      socket.on('error', () => socket.destroy());
      socket.on('close', () => resolve(heard));
    });
  }
});
