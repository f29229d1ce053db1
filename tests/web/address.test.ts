import { expect } from 'chai';
import { lineOf } from '../../src/web/address.ts';

describe('Who asks, told by an address', () => {
  const same: [why: string, ...addresses: string[]][] = [
    ['an IPv4 address, however it is written', '192.0.2.7', '::ffff:192.0.2.7', '::FFFF:192.0.2.7'],
    ['all addresses of one /56', '2001:db8:1:200::1', '2001:db8:1:2ff:aaaa:bbbb:cccc:dddd', '2001:DB8:1:2aa::'],
    ['addresses with leading zeros', '2001:0db8:0000:0000::1', '2001:db8::ff'],
    ['an address with a zone', 'fe80::1%eth0', 'fe80::2'],
  ];
  for (const [why, first, ...others] of same) {
    it(`takes for one: ${why}`, () => {
      for (const other of others) expect(lineOf(other)).to.equal(lineOf(String(first)));
    });
  }

  const different: [a: string, b: string][] = [
    ['192.0.2.7', '192.0.2.8'],
    ['2001:db8:1:200::1', '2001:db8:1:300::1'],
    ['2001:db8:1:200::1', '2001:db8:2:200::1'],
    ['2001:db8::1', '2001:db9::1'],
    ['::1', '2001:db8::1'],
    ['192.0.2.7', '::192.0.2.7'],
  ];
  for (const [a, b] of different) {
    it(`tells ${a} from ${b}`, () => {
      expect(lineOf(a)).to.not.equal(lineOf(b));
    });
  }

  it('leaves what is no address as it is', () => {
    expect([lineOf(''), lineOf('unknown'), lineOf('192.0.2.7')]).to.deep.equal(['', 'unknown', '192.0.2.7']);
    expect(lineOf('2001:db8:1:2ff::1')).to.equal('2001:db8:1:200::/56');
  });
});
