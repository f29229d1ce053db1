/** What pages do for people who are careful: passwords are hidden and can be managed, and one can leave from anywhere. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { root } from '../../src/config.ts';
import { world, type World } from '../support/world.ts';

describe('A page that asks for a password', () => {
  let w: World;
  let pages: string[];
  before(async () => {
    w = await world();
    const nobody = ['/sign-in', '/sign-up', '/forgotten-password'].map(page => w.nobody.get(page));
    const signedIn = ['/profile', '/profile/closing', '/profile/data'].map(page => w.felix.get(page));
    pages = (await Promise.all([...nobody, ...signedIn])).map(({ text }) => text);
  });
  const inputs = (html: string): string[] => html.match(/<input[^>]*>/g) ?? [];
  const asking = (): string[] => pages.flatMap(inputs).filter(input => /name="[^"]*password/i.test(input));

  it('has a field that hides what is typed, and never prints it again', () => {
    expect(asking().length).to.be.at.least(4);
    expect(asking().filter(input => !input.includes('type="password"'))).to.deep.equal([]);
    expect(asking().filter(input => /value="[^"]/.test(input))).to.deep.equal([]);
  });

  it('lets password managers help: each field says what it is for, and pasting is nobody’s business', () => {
    expect(asking().filter(input => !/autocomplete="(current|new)-password"/.test(input))).to.deep.equal([]);
    const script = readFileSync(path.join(root, 'public/app.js'), 'utf8');
    expect(script).not.to.match(/['"](paste|copy|cut|contextmenu)['"]/);
    expect(pages.join('')).not.to.match(/onpaste|autocomplete="off"[^>]*password/);
  });

  it('asks for no hint and no secret question', () => {
    expect(pages.join('')).not.to.match(/secret question|security question|mother’s maiden|password hint/i);
  });
});

describe('A page of somebody signed in', () => {
  it('can be left from every page: signing out is a form in its head', async () => {
    const w = await world();
    for (const [person, places] of [
      [w.felix, ['/my-jobs', '/profile', '/earnings', '/nowhere']],
      [w.carla, ['/my-jobs', '/invoices']],
      [w.ada, ['/admin/people', '/admin/fund']],
    ] as const) {
      for (const place of places)
        expect((await person.get(place)).text, place).to.match(
          /<form[^>]*action="\/sign-out"[^>]*>|formaction="\/sign-out"/,
        );
    }
    expect((await w.nobody.get('/sign-in')).text).not.to.include('/sign-out');
  });

  it('keeps nothing in the browser but its session: no script of ours writes into its storage', () => {
    const script = readFileSync(path.join(root, 'public/app.js'), 'utf8');
    expect(script.length).to.be.above(500);
    expect(script).not.to.match(/localStorage|sessionStorage|indexedDB|document\.cookie|caches\./);
  });
});
