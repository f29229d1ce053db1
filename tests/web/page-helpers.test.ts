import { expect } from 'chai';
import { viewHelpers } from '../../src/web/view-helpers.ts';

const helpers = viewHelpers(true);

describe('What a view can call', () => {
  const shares: [number, string][] = [
    [0, '0 %'],
    [1, '100 %'],
    [0.5, '50 %'],
    [0.666, '67 %'],
    [0.004, '0 %'],
  ];
  for (const [share, words] of shares) {
    it(`shows a share of ${share} as ${words}`, () => {
      expect(helpers.percent(share)).to.equal(words);
    });
  }

  it('names time and money the way the kernel does', () => {
    const at = new Date('2026-11-18T09:05:00Z');
    expect([
      helpers.money(578),
      helpers.duration(520),
      helpers.hours(26_400),
      helpers.clock(at, 'Europe/Vienna'),
      helpers.dateTime(at, 'Europe/Vienna'),
      helpers.dayName('2026-11-18'),
      helpers.dayLong('2026-11-18'),
    ]).to.deep.equal([
      '$5.78',
      '8 m 40 s',
      '7:20',
      '10:05',
      '18 Nov 2026, 10:05',
      'Wed 18 Nov',
      'Wednesday, 18 November 2026',
    ]);
  });

  it('addresses a file with its content’s fingerprint, the same as long as that is the same', () => {
    for (const address of ['/app.js', '/vendor/htmx.js', '/vendor/icons.svg', '/vendor/inter.woff2']) {
      expect(helpers.asset(address))
        .to.match(/^\/[a-z0-9/.-]+\?v=[0-9a-f]{12}$/)
        .and.include(address);
      expect(viewHelpers(false).asset(address)).to.equal(helpers.asset(address));
    }
    expect(helpers.asset('/app.js').split('v=')[1]).to.not.equal(helpers.asset('/vendor/htmx.js').split('v=')[1]);
  });

  it('says of a file that is not there that it is missing', () => {
    expect(helpers.asset('/css/nothing.css')).to.equal('/css/nothing.css?v=missing');
  });

  it('points to one icon of the one file that has them all', () => {
    expect(helpers.icon('check')).to.equal(`${helpers.asset('/vendor/icons.svg')}#check`);
  });
});
