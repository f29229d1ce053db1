/** Everybody visits every page: the right status, and nothing of somebody else's. */
import { expect } from 'chai';
import type { Router } from 'express';
import { signInTracker } from '../support/tracker.ts';
import { world, type Person, type World } from '../support/world.ts';

type Visitor = 'carla' | 'felix' | 'stan' | 'ada' | 'nobody';
type Statuses = Record<Visitor, number>;

const all = (status: number): Statuses => ({ carla: status, felix: status, stan: status, ada: status, nobody: status });
const signedIn = (changes: Partial<Statuses>): Statuses => ({ ...all(200), nobody: 303, ...changes });
const office = signedIn({ carla: 403, felix: 403, stan: 403 });
/** Admins are asked why they look. */
const ours = signedIn({ stan: 404, ada: 303 });

/** Every GET route and what each visitor gets. `:id` is Carla's and Felix's contract, `:startedAt` a block of it. */
const pages: Record<string, Statuses> = {
  '/healthz': all(200),
  '/readyz': all(200),
  '/metrics': all(404),
  '/': { ...all(303), nobody: 200 },
  '/how-protection-works': all(200),
  '/download': all(200),
  '/evidence': all(200),
  '/evidence/roots.json': all(200),
  '/download/:file': all(404),
  '/sign-up': all(200),
  '/sign-in': all(200),
  '/sign-in/:secret': all(303),
  '/second-factor': signedIn({}),
  '/second-factor/new': signedIn({}),
  '/second-factor/proof': signedIn({}),
  '/forgotten-password': all(200),
  '/new-password/:secret': all(200),
  '/invitations/:secret': all(404),
  '/hand-over/:secret': { ...all(303), nobody: 404 },
  '/profile': signedIn({}),
  '/my-jobs': signedIn({ ada: 303 }),
  '/contracts/new': signedIn({ felix: 403, stan: 403, ada: 403 }),
  '/contracts/:id': ours,
  '/contracts/:id/codes': signedIn({ felix: 403, stan: 404, ada: 303 }),
  '/contracts/:id/terms/new': ours,
  '/contracts/:id/fixed-price/new': signedIn({ carla: 403, stan: 404, ada: 303 }),
  '/contracts/:id/overtime/new': signedIn({ carla: 403, stan: 404, ada: 303 }),
  '/contracts/:id/diary': ours,
  '/contracts/:id/diary/:day': ours,
  '/contracts/:id/diary/:day/week': ours,
  '/contracts/:id/diary/:day/list': ours,
  '/contracts/:id/diary/:day/week/list': ours,
  '/contracts/:id/flags': ours,
  '/contracts/:id/evidence': ours,
  '/contracts/:id/evidence/pack': ours,
  '/contracts/:id/evidence/pack.zip': { ...ours, carla: 303, felix: 303 },
  '/contracts/:id/blocks/:startedAt': ours,
  '/contracts/:id/blocks/:startedAt/screenshots/:number': ours,
  '/contracts/:id/views': signedIn({ carla: 403, stan: 404, ada: 303 }),
  '/contracts/:id/correction': signedIn({ carla: 403, felix: 422, stan: 404, ada: 303 }),
  '/contracts/:id/deletion': signedIn({ carla: 403, felix: 422, stan: 404, ada: 303 }),
  '/contracts/:id/diary/:day/selection': signedIn({ carla: 403, stan: 404, ada: 303 }),
  '/payment-method': signedIn({ felix: 403, stan: 403, ada: 403 }),
  '/payment-method/setups/:setup': signedIn({ carla: 404, felix: 403, stan: 403, ada: 403 }),
  '/sandbox/setups/:session': signedIn({ carla: 404, felix: 403, stan: 403, ada: 403 }),
  '/profile/closing': signedIn({ ada: 403 }),
  '/profile/data': signedIn({}),
  '/reports': signedIn({ ada: 403 }),
  '/reports.csv': signedIn({ ada: 403 }),
  '/invoices': signedIn({ ada: 403 }),
  '/invoices.csv': signedIn({ ada: 403 }),
  '/invoices/:id.csv': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/invoices/:id': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/invoices/:id/lines/:line': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/earnings': signedIn({ carla: 403, ada: 403 }),
  '/earnings/statement': signedIn({ carla: 403, ada: 403 }),
  '/earnings/payouts.csv': signedIn({ carla: 403, ada: 403 }),
  '/payout-account': signedIn({ carla: 403, ada: 403 }),
  '/payout-account/setups/:setup': signedIn({ carla: 403, felix: 404, stan: 404, ada: 403 }),
  '/sandbox/accounts/:account': signedIn({ carla: 403, felix: 404, stan: 404, ada: 403 }),
  '/spending': signedIn({ felix: 403, stan: 403, ada: 403 }),
  '/spending.csv': signedIn({ felix: 403, stan: 403, ada: 403 }),
  '/admin/credits': signedIn({ carla: 403, felix: 403, stan: 403 }),
  '/admin/payouts': signedIn({ carla: 403, felix: 403, stan: 403 }),
  '/admin/payouts/:day': signedIn({ carla: 403, felix: 403, stan: 403 }),
  '/admin/payouts/:day/:payout': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/admin/payout-files/:id.csv': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/contracts/:id/late-time/:week': signedIn({ carla: 404, felix: 404, stan: 404, ada: 303 }),
  '/contracts/:id/manual-time': ours,
  '/contracts/:id/manual-time/new': signedIn({ carla: 403, stan: 404, ada: 303 }),
  '/contracts/:id/manual-time/:request': signedIn({ carla: 404, felix: 404, stan: 404, ada: 303 }),
  '/import': signedIn({ carla: 403, ada: 403 }),
  '/notices': signedIn({}),
  '/profile/letters': signedIn({}),
  '/unsubscriptions/:grant': all(404),
  '/notices/:id': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/contracts/:id/bonuses': ours,
  '/contracts/:id/bonuses/new': signedIn({ felix: 403, stan: 404, ada: 303 }),
  '/invoices/:id/refunds': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/invoices/:id/claim/new': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/disputes': signedIn({ ada: 403 }),
  '/disputes/:id': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/disputes/:id/answer': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/disputes/:id/answer/confirm': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/disputes/:id/files/:file': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/invoices/:id/disputes/new': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/invoices/:id/disputes/confirm': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/claims': signedIn({ ada: 403 }),
  '/claims/:id': signedIn({ carla: 404, felix: 404, stan: 404, ada: 404 }),
  '/admin/claims': signedIn({ carla: 403, felix: 403, stan: 403 }),
  '/admin/claims/:id': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/admin/claims/:id/blocks/:startedAt': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/admin/disputes/:id': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/admin/disputes/:id/blocks/:startedAt': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/admin/disputes/:id/files/:file': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/admin/fund': signedIn({ carla: 403, felix: 403, stan: 403 }),
  '/admin/people': office,
  '/admin/people/:id': signedIn({ carla: 403, felix: 403, stan: 403, ada: 404 }),
  '/admin/contracts/:id/look': office,
  '/admin': office,
  '/admin/contracts': office,
  '/admin/weeks': office,
  '/admin/ledger': office,
  '/admin/ledger.csv': office,
  '/admin/jobs': office,
  '/admin/health': office,
  '/admin/audit': office,
  '/admin/audit.csv': office,
  '/suspended': all(200),
  '/thumbs/:contractId/:grant/:day/:file': all(404),
  '/nowhere': all(404),
};

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle: { stack?: Layer[] }; path?: string };

function routes(method: 'get' | 'post', stack: Layer[]): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (route) return route.methods[method] ? [route.path] : [];
    return handle.stack ? routes(method, handle.stack) : [];
  });
}
/** The tracker's own door, which knows no pages: `tests/tracker-api`. */
const TRACKER = new Set(['/state', '/session', '/hand-over']);

/** Mail programs press this one, from anywhere, with a signed address instead of a cookie: `tests/notices`. */
const BY_MAIL = '/unsubscriptions/:grant';

/** The payment provider calls this one, with a signature instead of a cookie: `tests/billing/webhook.test.ts`. */
const BY_PROVIDER = '/webhooks/stripe';

const stackOf = (w: World): Layer[] => (w.app as unknown as { router: Router & { stack: Layer[] } }).router.stack;

describe('Every page, for everybody', () => {
  let w: World;
  const startedAt = '2026-11-18T09:10:00Z';
  const secretWords = 'Secret plans of Carla and Felix';

  before(async () => {
    w = await world();
    w.outside.clock.set('2026-11-18T08:00:00Z');
    w.contract = await w.activeContract({ title: secretWords, projectCodes: [{ code: 'SHOP-1', name: secretWords }] });
    const tracker = await signInTracker(w.app, w.felix.email);
    w.outside.clock.set('2026-11-18T10:00:00Z');
    await tracker.send(w.contract.id, startedAt, { block: { description: secretWords } });
  });

  const addressOf = (page: string): string =>
    page
      // The contract's number may be that of somebody's notice; nobody has had so many.
      .replace('/notices/:id', '/notices/999999999')
      .replace('/payout-files/:id', '/payout-files/999999999')
      .replace('/people/:id', '/people/999999999')
      .replace('/invoices/:id', '/invoices/999999999')
      .replace('/claims/:id', '/claims/999999999')
      .replace('/disputes/:id', '/disputes/999999999')
      .replace(':id', String(w.contract.id))
      .replace(':startedAt', String(Date.parse(startedAt) / 1000))
      .replace(':day', '2026-11-18')
      .replace(':number', '1')
      .replace(/:\w+/g, 'x');

  it('is in the list below: a new route fails until it says who may see it', () => {
    const listed = new Set(Object.keys(pages));
    const open = routes('get', stackOf(w)).filter(page => !listed.has(page) && !TRACKER.has(page));
    expect(open).to.deep.equal([]);
  });

  it('changes nothing when another site asks, signed in or not', async () => {
    const acts = routes('post', stackOf(w)).filter(act => !TRACKER.has(act) && act !== BY_MAIL && act !== BY_PROVIDER);
    expect(acts).to.include('/contracts/:id/deletion').and.to.include('/profile/password');
    for (const act of acts) {
      for (const visitor of [w.felix, w.carla, w.nobody]) {
        const { status, text } = await visitor.post(addressOf(act)).set('Origin', 'https://evil.example');
        expect([act, status, text.includes('from another site')]).to.deep.equal([act, 403, true]);
      }
    }
  });

  for (const [page, statuses] of Object.entries(pages)) {
    it(`${page} answers ${Object.entries(statuses)
      .map(([name, status]) => `${name} ${status}`)
      .join(', ')}`, async () => {
      for (const [name, status] of Object.entries(statuses)) {
        const visitor = w[name as Visitor] as Person;
        const answer = await visitor.get(addressOf(page));
        expect(answer.status, name).to.equal(status);
        // What admins see of the office tells contracts apart by their titles.
        if (status >= 400 || name === 'stan' || (name === 'ada' && !page.startsWith('/admin/')))
          expect(answer.text ?? '', name).not.to.include(secretWords);
        const isPage = answer.headers['content-type']?.startsWith('text/html') && status < 300;
        if (isPage)
          expect(answer.headers['cache-control'], name).to.equal(name === 'nobody' ? 'no-cache' : 'private, no-store');
        expect(answer.headers['content-security-policy']).to.include("script-src 'self'").and.not.to.include('unsafe');
      }
    });
  }

  it('never said anything in the log', () => {
    expect(w.outside.complaints).to.deep.equal([]);
  });
});
