import { expect } from 'chai';
import { isThumbGrant, thumbGrant } from '../../src/diary/thumb-grant.ts';

const KEY = Buffer.alloc(32, 7);
const felix = { contractId: 12, sessionSecret: 'the secret of a session' };
const NINE = new Date('2026-11-18T09:00:00Z');
const minutes = (count: number): Date => new Date(NINE.getTime() + count * 60_000);

describe('A grant for thumbnails', () => {
  const grant = thumbGrant(KEY, felix, NINE);

  it('is short, and fits into an address as it is', () => {
    expect(encodeURIComponent(grant)).to.equal(grant);
    expect(grant).to.have.length.below(40);
    expect(grant).to.not.include(felix.sessionSecret);
  });

  it('is the same all hour long, so that browsers keep thumbnails, and another in the next hour', () => {
    expect(thumbGrant(KEY, felix, minutes(59.99))).to.equal(grant);
    expect(thumbGrant(KEY, felix, minutes(60))).to.not.equal(grant);
  });

  const times: [when: number, valid: boolean][] = [
    [0, true],
    [59, true],
    [60, true],
    [119.99, true],
    [120, false],
    [24 * 60, false],
  ];
  for (const [when, valid] of times) {
    it(`given at 09:00 is ${valid ? 'valid' : 'over'} ${when} minutes later`, () => {
      expect(isThumbGrant(KEY, grant, felix, minutes(when))).to.equal(valid);
    });
  }

  it('given in the last second of an hour is still good for an hour', () => {
    expect(isThumbGrant(KEY, thumbGrant(KEY, felix, minutes(59.99)), felix, minutes(119))).to.equal(true);
  });

  it('opens no other contract, no other session, and nothing under another key', () => {
    expect(isThumbGrant(KEY, grant, { ...felix, contractId: 13 }, NINE)).to.equal(false);
    expect(isThumbGrant(KEY, grant, { ...felix, contractId: 1 }, NINE)).to.equal(false);
    expect(isThumbGrant(KEY, grant, { ...felix, sessionSecret: 'of somebody else' }, NINE)).to.equal(false);
    expect(isThumbGrant(KEY, grant, { ...felix, sessionSecret: '' }, NINE)).to.equal(false);
    expect(isThumbGrant(Buffer.alloc(32, 8), grant, felix, NINE)).to.equal(false);
  });

  it('cannot be made to last longer', () => {
    const [hour = '', sign = ''] = grant.split('.');
    const longer = (parseInt(hour, 36) + 1).toString(36);
    expect(isThumbGrant(KEY, `${longer}.${sign}`, felix, NINE)).to.equal(false);
    expect(isThumbGrant(KEY, `${longer}.${sign}`, felix, minutes(125))).to.equal(false);
  });

  const [hour = '', sign = ''] = grant.split('.');
  const bent = [
    '',
    '.',
    grant.slice(0, -1),
    `${grant}A`,
    hour,
    `${hour}.`,
    `.${sign}`,
    `zzzzzzzzzz.${sign}`,
    `-1.${sign}`,
  ];
  for (const text of [...bent, `NaN.${sign}`, `${hour}.${sign.toLowerCase()}`, `${hour}.${'é'.repeat(22)}`, '💥.💥']) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(isThumbGrant(KEY, text, felix, NINE)).to.equal(false);
    });
  }
});
