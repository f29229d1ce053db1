/** Nobody is led elsewhere by an address of ours, and no letter leads elsewhere by what somebody sent along. */
import { expect } from 'chai';
import { beginHalfSignIn } from '../../src/accounts/half-sign-in.ts';
import { codeNow, secure, tireOf } from '../support/second-factor.ts';
import { PASSWORD, world, type Person, type World } from '../support/world.ts';
import { openDoors, OUR_FORM, type Doors } from './doors.ts';

const ELSEWHERE: readonly string[] = [
  ...[
    'https://evil.example',
    'http://evil.example/a',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '/\\evil.example',
  ],
  ...[
    '\\\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    ' //evil.example',
  ],
  ...[
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,a',
    'vbscript:a',
    'file:///etc/passwd',
  ],
  ...[
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/./\\evil.example',
    '/%2f/evil.example',
    '/%5cevil.example',
  ],
  ...['https:evil.example', 'https:/evil.example', '/@evil.example', '@evil.example', '//evil.example@127.0.0.1:3000'],
  ...[
    '/a\r\nLocation: https://evil.example',
    '/a\r\nSet-Cookie: session=a',
    '/https://evil.example',
    '///\\;@evil.example',
    '//\u3002evil.example',
  ],
];
const OURS = 'https://time.example';
/** Where a browser at our address would go. */
const hostOf = (location: string): string => new URL(location, `${OURS}/sign-in`).origin;

describe('Being led elsewhere', function () {
  this.timeout(60_000);
  let w: World;
  let doors: Doors;
  before(async () => {
    w = await world();
    doors = await openDoors(w.app);
  });
  after(() => doors?.close());

  function leads(where: string, location: string | undefined, headers: object): void {
    expect(location, where).to.be.a('string');
    expect(hostOf(location!), `${where}: ${String(location)}`).to.equal(OURS);
    expect(String((headers as Record<string, unknown>)['set-cookie']), where).not.to.match(/session=a(;|,|$)/);
  }

  it('does not happen after signing in, whatever `next` says', async () => {
    for (const next of ELSEWHERE) {
      const { headers } = await w.nobody.post('/sign-in', { email: w.felix.email, password: PASSWORD, next });
      leads(JSON.stringify(next), headers['location'], headers);
      const { text } = await w.nobody.get(`/sign-in?next=${encodeURIComponent(next)}`);
      const kept = /name="next" value="([^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&');
      expect(hostOf(kept), next).to.equal(OURS);
    }
  });

  it('does not happen after a code, at signing in or before an act', async () => {
    await secure(w.felix.id, w.outside.clock.now());
    for (const next of ELSEWHERE) {
      w.outside.clock.advance(60);
      const half = await beginHalfSignIn(w.felix.id, w.outside.clock.now());
      const entered = await w.nobody.post(`/sign-in/${half}`, { code: codeNow(w), next });
      leads(JSON.stringify(next), entered.headers['location'], entered.headers);
    }
    await tireOf(w.ada.id, w.outside.clock.now());
    await w.comeBack();
    for (const next of ELSEWHERE.slice(0, 8)) {
      w.outside.clock.advance(60);
      const proved = await w.ada.post('/second-factor/proof', { code: codeNow(w), next });
      leads(JSON.stringify(next), proved.headers['location'], proved.headers);
    }
  });

  it('does not happen after an admin has said why he looks', async () => {
    const path = `/admin/contracts/${w.contract.id}/look`;
    for (const next of ELSEWHERE) {
      const begun = await w.amir.post(path, { reason: 'help', words: 'Somebody asked for help', next });
      leads(JSON.stringify(next), begun.headers['location'], begun.headers);
    }
  });

  it('does not happen on the way to signing in, nor by a path that looks like a host', async () => {
    for (const path of [
      '//evil.example',
      '//evil.example/..',
      '/%2fevil.example',
      '/\\evil.example',
      '//css',
      '/css',
      '/img',
      '//evil.example/%2e%2e',
      '/contracts//evil.example',
      '/my-jobs//',
      '/.evil.example',
    ]) {
      const { headers } = await doors.ask({ method: 'GET', path });
      if (headers.location !== undefined) leads(path, headers.location, headers);
    }
  });

  it('does not happen by a letter: its links are ours, whatever host the request named', async () => {
    const body = new URLSearchParams({ email: w.carla.email }).toString();
    const evil = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example',
      'x-forwarded-proto': 'javascript',
    };
    const { status, text } = await doors.ask({
      method: 'POST',
      path: '/forgotten-password',
      headers: { ...OUR_FORM, ...evil },
      body,
    });
    expect([status, text.includes('evil.example')]).to.deep.equal([200, false]);
    const letter = await w.outside.letter(w.outside.letters.length === 0 ? 0 : w.outside.letters.length - 1);
    expect(JSON.stringify(letter)).to.include('http://127.0.0.1:3000/new-password/').and.not.to.include('evil');
  });

  it('does not happen by what somebody wrote: links in pages lead to us', async () => {
    const title = 'https://evil.example javascript:alert(1)';
    const contract = await w.activeContract({ title });
    for (const visitor of [w.carla, w.felix] satisfies Person[]) {
      const { text } = await visitor.get(`/contracts/${contract.id}`);
      expect(text).to.include('evil.example');
      const links = [...text.matchAll(/(?:href|action|src|formaction)="([^"]*)"/g)].map(([, link]) =>
        link!.replaceAll('&amp;', '&'),
      );
      expect(links.filter(link => hostOf(link) !== OURS)).to.deep.equal([]);
    }
  });
});
