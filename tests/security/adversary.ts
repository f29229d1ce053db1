/** Requests as somebody would send them who wants something to break: the same for the same seed. */
import type { Question } from './doors.ts';

/** Mulberry32: small, even, and the same everywhere. @returns numbers in [0, 1) */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Stands where a thing's name, a field or a header is expected. */
const STRANGE: readonly string[] = [
  ...['', ' ', '0', '-1', '-0', '1e9', '1e308', 'NaN', 'Infinity', '-Infinity', '0x10', '1.5', '٣', '00000000001'],
  ...[
    '9007199254740993',
    '2147483648',
    '18446744073709551616',
    '9'.repeat(400),
    '1'.repeat(10),
    '4294967296',
    '999999999',
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf', 'then'],
  ...["' OR 1=1 --", '" OR ""="', '1; DROP TABLE users', "1' UNION SELECT 1,2,3 --", '$1', ':id', '?', '%', '_', '\\'],
  ...[
    '<script>ran=1</script>',
    '"><svg/onload=ran=1>',
    '<%= 7*7 %>',
    '${7*7}',
    '{{7*7}}',
    '#{7*7}',
    '=1+1',
    '@SUM(A1)',
  ],
  ...[
    '../../etc/passwd',
    '..\\..\\windows',
    '/etc/passwd',
    'file:///etc/passwd',
    'C:\\',
    '.git/config',
    '.env',
    '%00',
    'a\0b',
  ],
  ...[
    '\u0000',
    '\u001b[31m',
    '\r\nSet-Cookie: a=b',
    '\u202e',
    '\ufeff',
    '\ud800',
    '👩‍👩‍👧',
    'ﬀ',
    'İ',
    'ß',
    'é'.repeat(300),
    'x'.repeat(3000),
  ],
  ...[
    'null',
    'undefined',
    'true',
    '[]',
    '{}',
    '[object Object]',
    '{"$gt":""}',
    '{"a":{"b":1}}',
    '0000-00-00',
    '2026-02-30',
  ],
  ...[
    '2026-11-18',
    '+275760-09-13',
    '275761-01-01',
    '-000001-01-01',
    '2026-11-18T25:00:00Z',
    '9999-12-31',
    '0001-01-01',
  ],
  ...['Europe/Vienna', 'Mars/Olympus', 'UTC+25', 'yes', 'on', 'all', 'freelancer', 'admin', 'pays', 'iban', 'file:///'],
];

/** Stands in a path as it is: what a client that cares about rules would never send. */
const BROKEN_ESCAPES = [
  '%',
  '%zz',
  '%c0%af',
  '%ff',
  '%fe%ff',
  '%ed%a0%80',
  '%00',
  '%2e%2e%2f',
  '%252e',
  '%5c',
  '%0d%0aX:1',
  '%u0041',
  '+',
  ';a=b',
  '//',
  '/./',
  '/../',
];

const FIELDS: readonly string[] = [
  ...[
    'email',
    'password',
    'name',
    'role',
    'timeZone',
    'next',
    'title',
    'rate',
    'limit',
    'codes',
    'code',
    'words',
    'reason',
    'note',
  ],
  ...[
    'description',
    'projectCode',
    'block',
    'flag',
    'amount',
    'nth',
    'decision',
    'card',
    'kind',
    'iban',
    'number',
    'routing',
    'holder',
  ],
  ...[
    'day',
    'from',
    'to',
    'part',
    'hours',
    'upTo',
    'state',
    'reference',
    'query',
    'page',
    'before',
    'by',
    'show',
    'period',
    'contract',
  ],
  ...[
    'week',
    'go',
    'rows',
    'manualTime',
    'evidence',
    'freeCodes',
    'currentPassword',
    'newPassword',
    'device',
    'contractId',
    'answer',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'a[b]',
    'a[]',
    'a.b',
    'email[]',
    'password[$ne]',
    'hasOwnProperty',
    'length',
    '',
  ],
];

const TYPES: readonly string[] = [
  ...[
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded; charset=utf-16',
    'application/json',
    'text/plain',
  ],
  ...[
    'application/json; charset=utf-7',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'multipart/form-data; boundary=',
  ],
  ...[
    'application/xml',
    'application/x-www-form-urlencoded;;;',
    '',
    'a/b; c=d; c=e',
    'application/octet-stream',
    'image/svg+xml',
  ],
];

const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'LOCK',
  'M-SEARCH',
];

const HEADERS: Record<string, readonly string[]> = {
  host: [
    'evil.example',
    '127.0.0.1:3000@evil.example',
    '[::1]',
    'a'.repeat(200),
    '127.0.0.1:99999',
    'ü.example'.replace('ü', 'u\u0308'.normalize('NFD').slice(0, 1)),
  ],
  origin: [
    'null',
    'https://evil.example',
    'http://127.0.0.1:3000.evil.example',
    'javascript:1',
    'http://127.0.0.1:3000/',
  ],
  cookie: [
    'session=',
    'session=;session=',
    'session=__proto__',
    `session=${'a'.repeat(4000)}`,
    'said=__proto__',
    'said=constructor',
    '=;=;=',
    'session="a',
    'session=%00%ff',
  ],
  authorization: ['Bearer', 'Bearer ', 'bearer a', 'Basic YTpi', `Bearer ${'a'.repeat(4000)}`, 'Bearer \u00ff'],
  accept: ['*/*;q=NaN', ',,,', 'text/html;'.repeat(50)],
  'accept-encoding': ['gzip;q=0, identity;q=0', 'br, gzip, deflate, x', '*;q=0'],
  'accept-language': ['x'.repeat(500), 'en;q=2'],
  'if-none-match': ['*', '"a"', 'W/"', '"'],
  'if-modified-since': ['never', 'Thu, 99 Foo 2026'],
  range: ['bytes=0-', 'bytes=-1', 'bytes=9-1', 'bytes=0-0,0-0,0-0', 'lines=1-2'],
  'content-encoding': ['gzip', 'br', 'deflate', 'zstd', 'gzip, gzip', 'x'],
  'x-forwarded-for': ['1.2.3.4', '::1, ::1', 'unknown', 'a'.repeat(1000), ',', '\u00e9'],
  'x-forwarded-proto': ['https', 'http,https', 'javascript'],
  'x-forwarded-host': ['evil.example'],
  'x-http-method-override': ['DELETE', 'POST'],
  'user-agent': ['', '() { :;}; echo', 'x'.repeat(5000), '<script>'],
  'sec-ch-ua-platform': ['"Linux"', '""', '__proto__', 'constructor'],
  'hx-request': ['true'],
  'hx-request-type': ['partial', 'full', '__proto__'],
  'hx-target': ['section#__proto__', '#constructor', 'a#b#c', '#'],
  'x-tracker-protocol': ['0', '-1', 'NaN', '999', 'Infinity'],
  'x-request-id': ['a'.repeat(500), '<script>', '{}'],
  'stripe-signature': ['t=1,v1=a', '', 't=,v1='],
  expect: ['100-continue'],
};

type Facts = {
  paths: readonly string[];
  names: readonly string[];
  credentials: readonly Record<string, string>[];
  origin: string;
};

/** @param facts real paths with their parameters, names of things that are there, and what real people come with */
export function adversary(seed: number, { paths, names, credentials, origin }: Facts): () => Question {
  const chance = chanceOf(seed);
  const often = (probability: number): boolean => chance() < probability;
  const one = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!;
  const strange = (): string => one(STRANGE);

  const segment = (): string =>
    often(0.5) ? one(names) : often(0.2) ? one(BROKEN_ESCAPES) : encodedLoosely(strange());
  const path = (): string => {
    const real = one(paths).replace(/:\w+/g, segment);
    const bent = often(0.1) ? real.replace(/\/([^/]*)$/, `/${segment()}`) : real;
    return (
      (bent + (often(0.4) ? `?${pairs('&')}` : '')).replace(/[^\u0021-\u007e]/g, unit => encodeURIComponent(unit)) ||
      '/'
    );
  };
  const pairs = (between: string): string =>
    Array.from({ length: 1 + Math.floor(chance() * 6) }, () => {
      const name = often(0.9) ? one(FIELDS) : strange();
      const value = often(0.3) ? one(names) : strange();
      // The same field twice is a list to most parsers.
      const pair = `${encodedLoosely(name)}=${often(0.9) ? encodedLoosely(value) : one(BROKEN_ESCAPES)}`;
      return often(0.15) ? pair + between + pair : pair;
    }).join(between);

  const json = (depth = 0): unknown => {
    if (depth > 3 || often(0.5))
      return one<unknown>([strange(), null, true, -1, 1e308, 0.1, 2 ** 53, [], {}, [[[]]], strange()]);
    if (often(0.3)) return Array.from({ length: 1 + Math.floor(chance() * 4) }, () => json(depth + 1));
    return Object.fromEntries(
      Array.from({ length: 1 + Math.floor(chance() * 5) }, () => [one(FIELDS), json(depth + 1)]),
    );
  };

  const multipart = (): string => {
    const parts = Array.from({ length: 1 + Math.floor(chance() * 3) }, () => {
      const file = often(0.4) ? `; filename="${strange().replace(/["\r\n]/g, '')}"` : '';
      return `--x\r\nContent-Disposition: form-data; name="${one([...FIELDS, 'block', 'screenshot', 'file'])}"${file}\r\n\r\n${often(0.5) ? JSON.stringify(json()) : strange()}\r\n`;
    });
    return parts.join('') + (often(0.8) ? '--x--\r\n' : '');
  };

  const body = (): string | Buffer => {
    const kind = chance();
    if (kind < 0.45) return pairs('&');
    if (kind < 0.65) return JSON.stringify(json());
    if (kind < 0.75) return multipart();
    if (kind < 0.8) return '['.repeat(5000);
    if (kind < 0.85) return '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}';
    if (kind < 0.9) return Buffer.from(Array.from({ length: 200 }, () => Math.floor(chance() * 256)));
    if (kind < 0.95) return `a=${'x'.repeat(60_000)}`;
    return Array.from({ length: 150 }, (_, place) => `f${place}=1`).join('&');
  };

  return () => {
    const method = one(METHODS);
    const headers: Record<string, string> = often(0.8) ? { ...one(credentials) } : {};
    const withBody = !['GET', 'HEAD', 'TRACE'].includes(method) || often(0.05);
    if (withBody)
      Object.assign(headers, { 'content-type': often(0.6) ? TYPES[0]! : one(TYPES), ...(often(0.8) && { origin }) });
    for (let more = Math.floor(chance() * 3); more > 0; more--) {
      const name = one(Object.keys(HEADERS));
      headers[name] = headerSafe(one(HEADERS[name]!));
    }
    const content = withBody ? body() : '';
    return {
      method,
      path: path(),
      headers: { ...headers, ...(withBody && { 'content-length': String(Buffer.byteLength(content)) }) },
      body: content,
    };
  };

  function encodedLoosely(text: string): string {
    // A lone surrogate cannot be encoded; as bytes it is invalid UTF-8.
    const encode = (part: string): string => (/^[\ud800-\udfff]$/.test(part) ? '%ed%a0%80' : encodeURIComponent(part));
    return [...text].map(encode).join('');
  }
}

/** What Node lets a client send: no line ends and no null, which `raw` requests try by themselves. */
const headerSafe = (value: string): string => value.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '');
