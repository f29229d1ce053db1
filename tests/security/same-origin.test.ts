/** A page elsewhere cannot act for somebody who is signed in here, at no route and by no trick of the origin. */
import { expect } from 'chai';
import { world, type World } from '../support/world.ts';
import { eightAtOnce, openDoors, type Doors } from './doors.ts';
import { isSafe, nameOf, routesOf, type Route } from './route-list.ts';
import { whoMay } from './routes.ts';
import { fingerprint } from './rows.ts';
import { addressOf, twoTenants, type Tenant } from './tenants.ts';
import { mayEnter, nobody, peopleOf, person, type Visitor } from './visitors.ts';

/** Each is asked by a program, proves itself by a signature and knows no cookie. */
const WITHOUT_ORIGIN = new Set(['POST /webhooks/stripe', 'POST /unsubscriptions/:grant']);

const ELSEWHERE: (string | null)[] = [
  ...[null, 'null', '', 'https://evil.example', 'http://evil.example', 'http://127.0.0.1:3000.evil.example'],
  ...[
    'http://evil.example/http://127.0.0.1:3000',
    'http://127.0.0.1:3000/',
    'http://127.0.0.1:3001',
    'http://127.0.0.1',
  ],
  ...[
    'https://127.0.0.1:3000',
    'http://localhost:3000',
    'HTTP://127.0.0.1:3000',
    'http://127.0.0.1:3000, http://evil.example',
  ],
];
const FORM = 'application/x-www-form-urlencoded';
/** What a page can send to another site without asking first. */
const SIMPLE_TYPES = [FORM, 'text/plain', 'multipart/form-data; boundary=x'];

describe('From another site', function () {
  this.timeout(120_000);
  let w: World;
  let doors: Doors;
  let tenant: Tenant;
  let people: Visitor[];

  before(async () => {
    w = await world();
    [tenant] = (await twoTenants(w)) as [Tenant];
    await w.comeBack();
    doors = await openDoors(w.app);
    people = [...peopleOf(tenant), person('ada', w.ada), nobody];
  });
  after(() => doors?.close());

  const unsafe = (): Route[] => routesOf(w.app).filter(route => !isSafe(route) && !WITHOUT_ORIGIN.has(nameOf(route)));
  const owner = (route: Route): Visitor => people.find(one => mayEnter(one, whoMay[nameOf(route)]!, tenant)) ?? nobody;

  it('nobody can act: each of our forms is refused whatever origin it claims, and nothing changes', async () => {
    const before = await fingerprint();
    const faults: string[] = [];
    const routes = unsafe().filter(({ path }) => !path.startsWith('/tracker-api'));
    expect(routes.length).to.be.above(60);
    const tries = routes.flatMap((route, place) =>
      ELSEWHERE.map((origin, nth) => ({ route, origin, type: SIMPLE_TYPES[(place + nth) % 3]! })),
    );
    await eightAtOnce(tries, async ({ route, origin, type }) => {
      const headers = { 'content-type': type, ...owner(route).headers, ...(origin !== null && { origin }) };
      const { status, text } = await doors.ask({
        method: route.method,
        path: addressOf(route.path, tenant.names),
        headers,
      });
      if (status !== 403 || !text.includes('from another site'))
        faults.push(`${nameOf(route)} from ${String(origin)}: ${status}`);
    });
    expect(faults).to.deep.equal([]);
    expect(await fingerprint()).to.deep.equal(before);
  });

  it('nobody is anybody at the tracker’s doors: a cookie says nothing there, whatever the origin', async () => {
    for (const route of unsafe().filter(
      ({ path }) => path.startsWith('/tracker-api') && path !== '/tracker-api/session',
    )) {
      for (const origin of ['https://evil.example', 'http://127.0.0.1:3000']) {
        const headers = { origin, cookie: tenant.freelancer.cookie, 'content-type': 'application/json' };
        const { status } = await doors.ask({
          method: route.method,
          path: addressOf(route.path, tenant.names),
          headers,
        });
        expect(status, nameOf(route)).to.equal(401);
      }
    }
  });

  it('opening an address changes nothing: what acts is never a GET', async () => {
    const acts = routesOf(w.app)
      .filter(route => !isSafe(route))
      .map(({ path }) => path);
    const readable = new Set(
      routesOf(w.app)
        .filter(isSafe)
        .map(({ path }) => path),
    );
    for (const path of acts.filter(path => !readable.has(path) && !path.startsWith('/tracker-api'))) {
      const { status } = await doors.ask({
        method: 'GET',
        path: addressOf(path, tenant.names),
        headers: { cookie: tenant.client.cookie },
      });
      expect(status, path).to.be.oneOf([403, 404]);
    }
  });

  it('no form takes a method from a field or a header', async () => {
    const headers = { cookie: tenant.client.cookie, 'x-http-method-override': 'POST', 'x-method-override': 'DELETE' };
    const path = `/contracts/${tenant.names['contracts/:id']}/end?_method=POST`;
    expect((await doors.ask({ method: 'GET', path, headers })).status).to.equal(404);
  });
});
