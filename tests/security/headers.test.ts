/** What every answer says to browsers, for every route, as people reach us: by https, through one proxy. */
import { expect } from 'chai';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { world, type World } from '../support/world.ts';
import { eightAtOnce, openDoors, type Answer, type Doors } from './doors.ts';
import { isSafe, nameOf, routesOf, type Route } from './route-list.ts';
import { whoMay } from './routes.ts';
import { addressOf, twoTenants, type Tenant } from './tenants.ts';
import { mayEnter, nobody, peopleOf, person, type Visitor } from './visitors.ts';

const PUBLIC_URL = 'https://time.example';

/** A change here is a change for every page: look twice. */
const EVERYWHERE: Record<string, string> = {
  'content-security-policy':
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
    "form-action 'self';base-uri 'none';frame-ancestors 'none';upgrade-insecure-requests",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
};

/** The tracker's window has another origin. Nothing ambient authenticates there, so any origin may ask. */
const AT_THE_TRACKERS_DOORS = { ...EVERYWHERE, 'cross-origin-resource-policy': 'cross-origin' };

/** What a browser may keep, and for whom. Whatever is not named here is a page: kept by nobody once somebody is signed in. */
const KEPT: Record<string, string> = {
  'GET /thumbs/:contractId/:grant/:day/:file': 'private, max-age=3600, immutable',
};

describe('What every answer says to browsers', function () {
  this.timeout(120_000);
  let w: World;
  let doors: Doors;
  let tenants: Tenant[];
  let routes: Route[];
  let people: Visitor[];

  before(async () => {
    w = await world();
    tenants = await twoTenants(w);
    await w.comeBack();
    doors = await openDoors(createApp(w.outside, { ...config, publicUrl: PUBLIC_URL, trustProxy: 1 }));
    routes = routesOf(w.app);
    people = [nobody, ...peopleOf(tenants[0]!), person('ada', w.ada)].map(byHttps);
  });
  after(() => doors?.close());

  /** By https the cookie has another name. */
  const byHttps = (visitor: Visitor): Visitor => ({
    ...visitor,
    headers: Object.fromEntries(
      Object.entries(visitor.headers).map(([name, value]) => [name, value.replace(/^session=/, '__Host-session=')]),
    ),
  });
  const THROUGH_PROXY = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.1' };
  const asked = (route: Route, { headers }: Visitor): Promise<Answer> =>
    doors.ask({
      method: route.method,
      path: addressOf(route.path, tenants[0]!.names),
      headers: { ...THROUGH_PROXY, ...headers },
    });

  const isTracker = ({ path }: Route): boolean => path.startsWith('/tracker-api');
  const whoEnters = (route: Route): Visitor | undefined =>
    people.find(one => mayEnter(one, whoMay[nameOf(route)]!, tenants[0]!));

  function faultsOf(route: Route, visitor: Visitor, { headers, status, text }: Answer): string[] {
    const expected = isTracker(route) ? AT_THE_TRACKERS_DOORS : EVERYWHERE;
    const wrong = Object.entries(expected)
      .filter(([name, value]) => headers[name] !== value)
      .map(([name]) => `${name}: ${String(headers[name])}`);
    if (!/(^|, )camera=\(\).*microphone=\(\).*usb=\(\)/.test(String(headers['permissions-policy'])))
      wrong.push('permissions-policy');
    if (headers['x-powered-by'] !== undefined || headers['server'] !== undefined)
      wrong.push('names what it is made with');
    if (
      text !== '' &&
      !/charset=utf-8|^image\/|^application\/(zip|pdf|gzip|octet-stream)/.test(String(headers['content-type']))
    )
      wrong.push(`content-type: ${String(headers['content-type'])}`);
    for (const cookie of headers['set-cookie'] ?? [])
      if (
        !/^__Host-[a-z-]+=/.test(cookie) ||
        !/; HttpOnly/i.test(cookie) ||
        !/; Secure/i.test(cookie) ||
        !/; SameSite=Lax/i.test(cookie) ||
        /; Domain/i.test(cookie)
      )
        wrong.push(cookie.replace(/=[^;]*/, '=…'));
    return [...wrong, ...keptBy(route, visitor, status, String(headers['cache-control']))].map(
      fault => `${visitor.name}: ${nameOf(route)} ${status}: ${fault}`,
    );
  }

  function keptBy(route: Route, { page }: Visitor, status: number, kept: string): string[] {
    if (status === 303 || status === 302) return [];
    const expected = status < 300 ? KEPT[nameOf(route)] : undefined;
    if (expected !== undefined) return kept === expected ? [] : [`cache-control: ${kept}`];
    const allowed = page === null ? /^(no-cache|no-store|private, no-store|undefined)$/ : /^(private, )?no-store$/;
    // A picture that is refused before anybody is recognised, and what programs are told, is nobody's.
    return allowed.test(kept) || (status >= 400 && kept === 'no-cache') ? [] : [`cache-control: ${kept}`];
  }

  it('is the same at every route, to whoever may come in and to nobody', async () => {
    const faults: string[] = [];
    const visits = routes
      .filter(isSafe)
      .flatMap(route => [nobody, whoEnters(route)].flatMap(visitor => (visitor ? [{ route, visitor }] : [])));
    await eightAtOnce(
      visits,
      async ({ route, visitor }) => void faults.push(...faultsOf(route, visitor, await asked(route, visitor))),
    );
    expect(faults).to.deep.equal([]);
  });

  it('is the same when somebody is refused, whatever he wanted to do', async () => {
    const faults: string[] = [];
    await eightAtOnce(
      routes.filter(route => !isSafe(route)),
      async route => void faults.push(...faultsOf(route, nobody, await asked(route, nobody))),
    );
    const nowhere = { method: 'GET', path: '/nowhere' };
    faults.push(...faultsOf(nowhere, nobody, await asked(nowhere, nobody)));
    expect(faults).to.deep.equal([]);
  });

  it('lets nobody else’s page read what the tracker reads with a cookie: there are no credentials across origins', async () => {
    for (const route of routes) {
      const { headers } = await doors.ask({
        method: 'OPTIONS',
        path: addressOf(route.path, tenants[0]!.names),
        headers: { ...THROUGH_PROXY, origin: 'https://evil.example' },
      });
      expect(headers['access-control-allow-origin'], nameOf(route)).to.equal(isTracker(route) ? '*' : undefined);
      expect(headers['access-control-allow-credentials'], nameOf(route)).to.equal(undefined);
    }
  });

  it('keeps assets for ever under an address that changes with them, and says what they are', async () => {
    const { text } = await doors.ask({ method: 'GET', path: '/sign-in', headers: THROUGH_PROXY });
    const addresses = [...text.matchAll(/(?:href|src)="(\/[^"]+\?v=[^"#]+)/g)].map(([, address]) => address!);
    expect(addresses.length).to.be.above(10);
    for (const path of addresses) {
      const { status, headers } = await doors.ask({ method: 'GET', path, headers: THROUGH_PROXY });
      expect([status, headers['cache-control']], path).to.deep.equal([200, 'public, max-age=31536000, immutable']);
      expect(headers['content-type'], path).to.match(
        /^(text\/(css|javascript); charset=utf-8|image\/svg\+xml|font\/woff2)/,
      );
      expect(headers['x-content-type-options'], path).to.equal('nosniff');
    }
  });

  it('shows nothing that lies beside the public files', async () => {
    for (const path of [
      '/.git/config',
      '/.env',
      '/package.json',
      '/..%2fpackage.json',
      '/css/../../package.json',
      '/%2e%2e/src/app.ts',
      '/views/layouts/main.ejs',
      '/node_modules/express/package.json',
      '/css/',
      '/img',
    ])
      expect((await doors.ask({ method: 'GET', path, headers: THROUGH_PROXY })).status, path).to.be.oneOf([
        301, 400, 403, 404,
      ]);
  });

  it('sends whoever comes by http to https, and takes nothing from him', async () => {
    const byHttp = { 'x-forwarded-proto': 'http' };
    const page = await doors.ask({ method: 'GET', path: '/my-jobs?a=b', headers: byHttp });
    expect([page.status, page.headers.location]).to.deep.equal([308, `${PUBLIC_URL}/my-jobs?a=b`]);
    const form = await doors.ask({ method: 'POST', path: '/sign-in', headers: { ...byHttp, origin: PUBLIC_URL } });
    expect([form.status, form.text]).to.deep.equal([403, 'Only by https.']);
    const elsewhere = await doors.ask({ method: 'GET', path: '//evil.example/a', headers: byHttp });
    expect(new URL(elsewhere.headers.location!).host).to.equal('time.example');
  });
});
