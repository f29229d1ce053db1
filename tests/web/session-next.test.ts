import { expect } from 'chai';
import { safeNext } from '../../src/web/session.ts';

describe('Where somebody goes after signing in', () => {
  const ours: [typed: string, path: string][] = [
    ['/contracts/7/diary', '/contracts/7/diary'],
    ['/contracts/7/diary/2026-11-18?width=2&a=b', '/contracts/7/diary/2026-11-18?width=2&a=b'],
    ['/my-jobs#week', '/my-jobs'],
    ['/a/../profile', '/profile'],
    ['/a//b', '/a//b'],
    ['/a?next=https://elsewhere.example/', '/a?next=https://elsewhere.example/'],
    ['/a\r\nSet-Cookie: b=c', '/aSet-Cookie:%20b=c'],
    ['/ü', '/%C3%BC'],
  ];
  for (const [typed, path] of ours) {
    it(`is ${path} when that was asked for as ${JSON.stringify(typed)}`, () => {
      expect(safeNext(typed)).to.equal(path);
    });
  }

  const elsewhere: unknown[] = [
    undefined,
    null,
    '',
    '/',
    7,
    ['/profile'],
    { toString: () => '/profile' },
    'profile',
    ' /profile',
    'https://elsewhere.example/',
    'javascript:alert(1)',
    '//elsewhere.example',
    '///elsewhere.example',
    '/\\elsewhere.example',
    '\\\\elsewhere.example',
    '\\/elsewhere.example',
    '/\t/elsewhere.example',
    '/\n/elsewhere.example',
    '/\r\\elsewhere.example',
    '\t//elsewhere.example',
    '/\t//elsewhere.example',
  ];
  for (const typed of elsewhere) {
    it(`is My Jobs, never another site, for ${JSON.stringify(typed) ?? 'nothing'}`, () => {
      expect(safeNext(typed)).to.equal('/my-jobs');
    });
  }

  const disguised = [
    '/.//elsewhere.example',
    '/..//elsewhere.example',
    '/a/..//elsewhere.example',
    '/./\\elsewhere.example',
  ];
  for (const typed of [...disguised, '/%2f/elsewhere.example', '/;@elsewhere.example', '/@elsewhere.example']) {
    it(`is never read by a browser as another site: ${typed}`, () => {
      expect(new URL(safeNext(typed), 'https://time.example/sign-in').host).to.equal('time.example');
    });
  }
});
