/** Every door, tried by everybody with the names of everybody's things: who has no business there gets in nowhere, reads nothing, changes nothing. */
import { expect } from 'chai';
import { Session } from '../../src/accounts/session-model.ts';
import { beginLook } from '../../src/admin/begin-look.ts';
import { signInTracker } from '../support/tracker.ts';
import { world, type World } from '../support/world.ts';
import { eightAtOnce, openDoors, OUR_FORM, type Answer, type Doors } from './doors.ts';
import { isSafe, nameOf, parametersOf, routesOf, type Route } from './route-list.ts';
import { fieldsOf, whoMay, type Who } from './routes.ts';
import { fingerprint } from './rows.ts';
import { addressOf, signedInAgain, twoTenants, type Tenant } from './tenants.ts';
import { asBearer, crossed, mayEnter, mayRead, nobody, peopleOf, person, type Visitor } from './visitors.ts';

const LEAST_CHECKS = 5_000;
/** One mistake can open a hundred doors; the first few tell which it was. */
const A_FEW = 12;
/** A page of a contract says nothing before it was found through the viewer. */
const PARTIES: Who[] = ['parties', 'readers', 'overseen'];
const isTracker = ({ path }: Route): boolean => path.startsWith('/tracker-api');

describe('Who may come in where', function () {
  this.timeout(300_000);
  let w: World;
  let doors: Doors;
  let routes: Route[];
  let tenants: Tenant[];
  let visitors: Visitor[];
  let checks = 0;

  before(async () => {
    w = await world();
    tenants = await twoTenants(w);
    await w.comeBack();
    const outsiders = (['stan', 'carla', 'ada'] as const).map(name => person(name, w[name]));
    visitors = [nobody, ...outsiders, await whoLooks(), ...tenants.flatMap(peopleOf), ...crossed(tenants[0]!)];
    routes = routesOf(w.app);
    doors = await openDoors(w.app);
  });
  after(() => doors?.close());

  /** Amir has said why he looks at both tenants' contracts; Ada has not. */
  async function whoLooks(): Promise<Visitor> {
    const session = await Session.findOne({
      where: { userId: w.amir.id },
      order: [['id', 'DESC']],
      rejectOnEmpty: true,
    });
    for (const { names } of tenants) {
      const where = { adminId: w.amir.id, session: session.id, contractId: Number(names['contracts/:id']) };
      await beginLook(where, { reason: 'fault', words: 'A test of who may look' }, w.outside.clock.now());
    }
    return { ...person('amir', w.amir), looks: true };
  }

  async function tried(route: Route, path: string, { headers }: Visitor, body = ''): Promise<Answer> {
    checks += 1;
    const json = isTracker(route) ? { 'content-type': 'application/json' } : OUR_FORM;
    return doors.ask({ method: route.method, path, headers: isSafe(route) ? headers : { ...json, ...headers }, body });
  }

  const markersIn = ({ headers, text }: Answer, who: Who, visitor: Visitor): string[] => {
    const all = JSON.stringify(headers) + text;
    return tenants
      .filter(tenant => !mayRead(visitor, who, tenant) && all.includes(tenant.marker))
      .map(({ marker }) => `shows ${marker}`);
  };

  const isSentAway = ({ status, headers: { location = '' } }: Answer, who: Who): boolean =>
    [401, 403, 404].includes(status) ||
    (status === 303 &&
      (location.startsWith('/sign-in') || (who !== 'admins' && /^\/admin\/contracts\/\d+\/look/.test(location))));

  /** @property stranger a client or freelancer whose role may do that, at something of others: for him it is not there */
  type Try = { route: Route; visitor: Visitor; path: string; body?: string; enters?: boolean; stranger?: boolean };
  const triesOf = (of: (route: Route) => boolean): Try[] =>
    routes.filter(of).flatMap(route =>
      (route.path.includes(':') ? tenants : tenants.slice(0, 1)).flatMap(tenant =>
        visitors.map(visitor => {
          const who = whoMay[nameOf(route)]!;
          const enters = mayEnter(visitor, who, tenant);
          const stranger =
            [...PARTIES, `its-${visitor.page}`].some(whose => whose === who) &&
            visitor.page !== 'admin' &&
            visitor.tenant !== tenant;
          return {
            route,
            visitor,
            path: addressOf(route.path, tenant.names),
            body: fieldsOf[nameOf(route)]?.(tenant.names) ?? '',
            enters,
            stranger,
          };
        }),
      ),
    );

  /** What is wrong with the answer this visitor gets; nothing is asked of who enters when that is left open. */
  async function faultsOf({ route, visitor, path, body = '', enters, stranger }: Try): Promise<string[]> {
    const answer = await tried(route, path, visitor, body);
    const who = whoMay[nameOf(route)]!;
    const faults = markersIn(answer, who, visitor);
    if (answer.status >= 500) faults.push('breaks');
    if (who === 'machines' && ![400, 401, 404].includes(answer.status)) faults.push('is not refused');
    if (who !== 'machines' && enters === false && !isSentAway(answer, who)) faults.push('is not his');
    if (answer.status === 403 && stranger) faults.push('is there, he learns');
    // What stands behind a secret may be used up, and to be let in where all are says nothing.
    if (enters && who !== 'holder' && who !== 'everybody' && isSentAway(answer, who)) faults.push('is his');
    return faults.map(
      fault =>
        `${visitor.name}: ${route.method} ${path} (${route.path}) ${answer.status}${answer.headers.location ? ` ${answer.headers.location}` : ''}: ${fault}`,
    );
  }

  async function allFaults(tries: readonly Try[]): Promise<string[]> {
    const found: string[] = [];
    await eightAtOnce(tries, async one => void found.push(...(await faultsOf(one))));
    return found.slice(0, A_FEW);
  }

  it('is written down for every route: a new one fails until it is in routes.ts', () => {
    const names = routes.map(nameOf);
    expect(names.filter(name => !(name in whoMay))).to.deep.equal([]);
    expect(
      Object.keys(whoMay).filter(name => !names.includes(name)),
      'routes that are no more',
    ).to.deep.equal([]);
    expect(new Set(names).size).to.equal(names.length);
    expect(names.length).to.be.above(140);
  });

  it('holds for whatever is looked at', async () => {
    expect(await allFaults(triesOf(isSafe))).to.deep.equal([]);
  });

  it('holds for whatever would change something, and nothing changes', async () => {
    const before = await fingerprint();
    expect(await allFaults(triesOf(route => !isSafe(route)).filter(({ enters }) => !enters))).to.deep.equal([]);
    expect(await fingerprint()).to.deep.equal(before);
  });

  it('shows nothing of one tenant to another, whichever numbers are put into an address', async () => {
    const wrong = routes.filter(route => isSafe(route) && route.path.includes(':')).flatMap(misnamed);
    expect(await allFaults(wrong)).to.deep.equal([]);
  });

  /** This tenant's address with one name of it replaced by a name of another kind, or of the other tenant. */
  function misnamed(route: Route): Try[] {
    const [own, other] = tenants as [Tenant, Tenant];
    const strangers = visitors.filter(({ tenant, page }) => tenant === other && page !== null);
    return parametersOf(route.path).flatMap(parameter => {
      const names = [...new Set([...Object.values(own.names), other.names[parameter]!, '0', '-1', '999999999'])];
      return names.map((name, place) => ({
        ...{ route, visitor: strangers[place % strangers.length]! },
        path: addressOf(route.path, { ...own.names, [parameter]: encodeURIComponent(name) }),
      }));
    });
  }

  it('shows everybody what is his own: the words that are looked for above are really there', async () => {
    for (const tenant of tenants) {
      for (const visitor of peopleOf(tenant).filter(({ page }) => page !== null)) {
        const pages = routes.filter(
          route =>
            isSafe(route) &&
            mayEnter(visitor, whoMay[nameOf(route)]!, tenant) &&
            /(parties|readers|its)/.test(whoMay[nameOf(route)]!),
        );
        const texts = await Promise.all(pages.map(route => tried(route, addressOf(route.path, tenant.names), visitor)));
        const telling = texts.filter(({ text }) => text.includes(tenant.marker)).length;
        expect(telling, `pages of ${visitor.name}`).to.be.above(15);
      }
    }
  });

  it('lets those in whose it is, also to change something', async () => {
    const faults: string[] = [];
    for (const one of triesOf(route => !isSafe(route)).filter(({ enters }) => enters))
      // Some of these end a session.
      faults.push(...(await faultsOf({ ...one, visitor: await anew(one.visitor) })));
    expect(faults).to.deep.equal([]);
  });

  async function anew(visitor: Visitor): Promise<Visitor> {
    const { name, tenant, page, tracker } = visitor;
    if (tenant && tracker)
      return { ...visitor, headers: asBearer((await signInTracker(w.app, tenant.freelancer.email)).token) };
    if (page === null) return visitor;
    if (tenant && page !== 'admin') return person(name, await signedInAgain(w, tenant[page]), tenant);
    await w.comeBack();
    return { ...visitor, ...person(name, w[name as 'stan']) };
  }

  it('was tried often enough', () => {
    console.log(`      ${checks} checks of ${routes.length} routes`);
    expect(checks).to.be.above(LEAST_CHECKS);
    expect(w.outside.complaints.filter(line => line.includes('request failed'))).to.deep.equal([]);
  });
});
