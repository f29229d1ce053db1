import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { config, readConfig, root } from '../src/config.ts';
import { BadConfig } from '../src/kernel/errors.ts';

const folder = (): string => mkdtempSync(path.join(config.dataFolder, 'config-'));
const LONG = 'a secret that has 32 characters.';
const KEY = Buffer.alloc(32, 7).toString('base64');
const development = (env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({ DATA_FOLDER: folder(), ...env });
const production = (env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...{ NODE_ENV: 'production', PUBLIC_URL: 'https://time.example', SECRET: LONG, DATA_FOLDER: folder() },
  ...{ SANDBOX_PAYMENTS: 'allow', ALLOW_DISK: 'yes', EVIDENCE_KEY: KEY },
  ...env,
});

describe('Settings', () => {
  it('on a fresh machine need nothing: this machine only, SQLite, mail in the log', () => {
    const env = development();
    const { secret, evidenceKey, ...rest } = readConfig(env);
    expect(rest).to.deep.equal({
      production: false,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      trustProxy: 0,
      databaseUrl: null,
      dataFolder: env['DATA_FOLDER'],
      s3: null,
      formerEvidenceKeys: [],
      smtpUrl: null,
      mailFrom: 'Impact Time <no-reply@localhost>',
      logLevel: 'info',
      metricsToken: null,
      trackerDownloads: path.join(root, 'tracker/dist'),
      stripe: null,
      fees: { upTo: 1_000_000, first: 12, beyond: 7, fundShare: 25 },
      twoAdminsFrom: 50_000,
    });
    expect(secret).to.have.lengthOf(32);
    expect(evidenceKey).to.have.lengthOf(32).and.not.to.deep.equal(secret);
  });

  it('put data into the folder data/ of the project when nothing is said', () => {
    expect(readConfig({ SECRET: LONG, EVIDENCE_KEY: KEY }).dataFolder).to.equal(path.join(root, 'data'));
  });

  it('in production listen to all addresses and believe one proxy', () => {
    expect(readConfig(production())).to.deep.include({
      production: true,
      host: '0.0.0.0',
      trustProxy: 1,
      publicUrl: 'https://time.example',
      secret: Buffer.from(LONG),
    });
  });

  const settings: [name: string, value: string, as: Record<string, unknown>][] = [
    ['HOST', '::1', { host: '::1' }],
    ['PORT', '8080', { port: 8080, publicUrl: 'http://127.0.0.1:8080' }],
    ['TRUST_PROXY', '2', { trustProxy: 2 }],
    ['PUBLIC_URL', 'https://time.example/', { publicUrl: 'https://time.example' }],
    ['PUBLIC_URL', 'HTTP://Time.Example:80/welcome', { publicUrl: 'http://time.example' }],
    ['DATABASE_URL', 'mysql://a:b@db/time', { databaseUrl: 'mysql://a:b@db/time' }],
    ['DATABASE_URL', 'mariadb://a:b@db/time', { databaseUrl: 'mariadb://a:b@db/time' }],
    ['JAWSDB_URL', 'mysql://a:b@jaws/time', { databaseUrl: 'mysql://a:b@jaws/time' }],
    ['CLEARDB_DATABASE_URL', 'mysql://a:b@clear/time', { databaseUrl: 'mysql://a:b@clear/time' }],
    ['SMTP_URL', 'smtps://smtp.example:465', { smtpUrl: 'smtps://smtp.example:465' }],
    ['MAIL_FROM', 'Time <t@time.example>', { mailFrom: 'Time <t@time.example>' }],
    ['LOG_LEVEL', 'warn', { logLevel: 'warn' }],
    ['TRACKER_DOWNLOADS', 'packages', { trackerDownloads: path.resolve('packages') }],
    ['TRACKER_DOWNLOADS', 'https://files.example/time', { trackerDownloads: 'https://files.example/time' }],
    ['METRICS_TOKEN', 'a-token-of-some-length-1', { metricsToken: 'a-token-of-some-length-1' }],
    ['NODE_ENV', 'test', { production: false }],
  ];
  for (const [name, value, as] of settings) {
    it(`take ${name}=${value}`, () => {
      expect(readConfig(development({ [name]: value }))).to.deep.include(as);
    });
  }

  it('take Stripe’s two secrets together, and where its interface is', () => {
    const secrets = { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
    const stripe = { secretKey: 'sk_test_1', webhookSecret: 'whsec_1', apiUrl: 'https://api.stripe.com' };
    expect(readConfig(production({ ...secrets, SANDBOX_PAYMENTS: undefined })).stripe).to.deep.equal(stripe);
    const local = { ...secrets, STRIPE_API_URL: 'http://127.0.0.1:12111' };
    expect(readConfig(development(local)).stripe).to.deep.equal({ ...stripe, apiUrl: 'http://127.0.0.1:12111' });
  });

  const keys = { accessKeyId: 'AKIA1', secretAccessKey: 'hush' };
  const bucket = { S3_BUCKET: 'pictures', S3_ACCESS_KEY_ID: 'AKIA1', S3_SECRET_ACCESS_KEY: 'hush' };

  it('take a bucket of Amazon’s, of another host, or the one Heroku’s add-on makes', () => {
    const s3 = { endpoint: 'https://s3.us-east-1.amazonaws.com', bucket: 'pictures', region: 'us-east-1', ...keys };
    const added = {
      ...{ BUCKETEER_BUCKET_NAME: 'bucketeer-1', BUCKETEER_AWS_REGION: 'eu-west-1' },
      ...{ BUCKETEER_AWS_ACCESS_KEY_ID: 'AKIA1', BUCKETEER_AWS_SECRET_ACCESS_KEY: 'hush' },
    };
    expect(readConfig(development(bucket)).s3).to.deep.equal(s3);
    const other = { ...bucket, S3_ENDPOINT: 'https://1.r2.example/', S3_REGION: 'auto' };
    expect(readConfig(production(other)).s3).to.deep.equal({ ...s3, endpoint: 'https://1.r2.example', region: 'auto' });
    expect(readConfig(production({ ...bucket, S3_ENDPOINT: 'http://127.0.0.1:9000' })).s3?.endpoint).to.equal(
      'http://127.0.0.1:9000',
    );
    expect(readConfig(development(added)).s3).to.deep.equal({
      ...{ endpoint: 'https://s3.eu-west-1.amazonaws.com', bucket: 'bucketeer-1', region: 'eu-west-1', ...keys },
    });
  });

  it('let production begin without a word about disks once nothing lies on one', () => {
    const env = production({ ...bucket, DATABASE_URL: 'mysql://a:b@db/time', ALLOW_DISK: undefined });
    expect(readConfig(env).s3?.bucket).to.equal('pictures');
  });

  it('that are empty are as if they were not there', () => {
    const names = ['HOST', 'PORT', 'PUBLIC_URL', 'TRUST_PROXY', 'DATABASE_URL', 'SECRET', 'SMTP_URL', 'LOG_LEVEL'];
    const env = development();
    const empty = Object.fromEntries(names.map(name => [name, '']));
    expect(readConfig({ ...env, ...empty })).to.deep.equal(readConfig(env));
  });

  it('prefer DATABASE_URL to what a host sets by itself', () => {
    const env = { DATABASE_URL: 'mysql://own/time', JAWSDB_URL: 'mysql://jaws/time' };
    expect(readConfig(development(env)).databaseUrl).to.equal('mysql://own/time');
  });

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(readConfig(development()))).to.equal(true);
    expect(Object.isFrozen(config)).to.equal(true);
  });

  it('make a secret once, random and readable by their owner only, and find it again', () => {
    const env = development();
    const { secret } = readConfig(env);
    expect(readConfig(env).secret).to.deep.equal(secret);
    expect(readConfig(development()).secret).to.not.deep.equal(secret);
    const file = path.join(String(env['DATA_FOLDER']), 'secret');
    expect(readFileSync(file)).to.deep.equal(secret);
    expect((statSync(file).mode & 0o777).toString(8)).to.equal('600');
  });
});

describe('Settings that make no sense are refused in a sentence:', () => {
  const number = (name: string, text: string): string =>
    `${name} must be a whole number up to 65535, but is "${text}".`;
  const refusals: [env: NodeJS.ProcessEnv, sentence: string][] = [
    ...['80a', '-1', '3000.5', ' 3000', '1e3', '65536', '123456'].map((PORT): [NodeJS.ProcessEnv, string] => [
      development({ PORT }),
      number('PORT', PORT),
    ]),
    [development({ TRUST_PROXY: 'true' }), number('TRUST_PROXY', 'true')],
    [
      production({ PUBLIC_URL: undefined }),
      'PUBLIC_URL is missing: the address people type, such as https://time.example.',
    ],
    ...['time.example', 'ftp://time.example', 'javascript:alert(1)'].map((PUBLIC_URL): [NodeJS.ProcessEnv, string] => [
      production({ PUBLIC_URL }),
      `PUBLIC_URL must be a http or https address, but is "${PUBLIC_URL}".`,
    ]),
    ...['postgres://db/time', 'sqlite:time.db', 'db/time'].map((DATABASE_URL): [NodeJS.ProcessEnv, string] => [
      development({ DATABASE_URL }),
      'DATABASE_URL must begin with mysql:// (or be left out: SQLite).',
    ]),
    [
      production({ EVIDENCE_KEY: undefined }),
      'EVIDENCE_KEY is missing: 32 random bytes in base64, the same on every dyno, kept for good.',
    ],
    ...['short', KEY.slice(4), `${KEY.slice(0, -2)}!=`].map((key): [NodeJS.ProcessEnv, string] => [
      development({ EVIDENCE_KEY: key }),
      'EVIDENCE_KEY must be 32 bytes in base64, such as `openssl rand -base64 32` prints.',
    ]),
    [
      development({ EVIDENCE_FORMER_KEYS: `${KEY},nonsense` }),
      'EVIDENCE_FORMER_KEYS must be 32 bytes in base64, such as `openssl rand -base64 32` prints.',
    ],
    [production({ SECRET: undefined }), 'SECRET is missing: at least 32 random characters, the same on every dyno.'],
    [production({ SECRET: '' }), 'SECRET is missing: at least 32 random characters, the same on every dyno.'],
    [
      development({ LOG_LEVEL: 'loud' }),
      'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent, but is "loud".',
    ],
    ...['http://files.example/time', 'ftp://files.example', 'file:///srv/time'].map(
      (TRACKER_DOWNLOADS): [NodeJS.ProcessEnv, string] => [
        development({ TRACKER_DOWNLOADS }),
        `TRACKER_DOWNLOADS must be a folder or a https address, but is "${TRACKER_DOWNLOADS}".`,
      ],
    ),
    ...[{ STRIPE_SECRET_KEY: 'sk_test_1' }, { STRIPE_WEBHOOK_SECRET: 'whsec_1' }].map(
      (half): [NodeJS.ProcessEnv, string] => [
        development(half),
        'STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: give both, or none.',
      ],
    ),
    ...[undefined, 'no'].map((SANDBOX_PAYMENTS): [NodeJS.ProcessEnv, string] => [
      production({ SANDBOX_PAYMENTS }),
      'STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are missing. If play money is what you want, set SANDBOX_PAYMENTS=allow.',
    ]),
    [
      development({ STRIPE_API_URL: 'api.stripe.com' }),
      'STRIPE_API_URL must be a http or https address, but is "api.stripe.com".',
    ],
    [
      production({ ALLOW_DISK: undefined }),
      'DATABASE_URL is missing, so the database would be a file on this disk. S3_BUCKET is missing, so screenshots would be files on this disk.' +
        " If this machine's disk lasts and is backed up, set ALLOW_DISK=yes.",
    ],
    [
      production({ ALLOW_DISK: 'no', DATABASE_URL: 'mysql://a:b@db/time' }),
      "S3_BUCKET is missing, so screenshots would be files on this disk. If this machine's disk lasts and is backed up, set ALLOW_DISK=yes.",
    ],
    [
      development({ S3_BUCKET: 'pictures' }),
      'Pictures cannot go to S3 without S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
    ],
    [
      development({ S3_ENDPOINT: 'https://s3.example' }),
      'Pictures cannot go to S3 without S3_BUCKET and S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
    ],
    ...['s3.example', 'ftp://s3.example', 'http://s3.example'].map((S3_ENDPOINT): [NodeJS.ProcessEnv, string] => [
      production({ S3_ENDPOINT, S3_BUCKET: 'pictures', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' }),
      `S3_ENDPOINT must be a https address, but is "${S3_ENDPOINT}".`,
    ]),
    [
      development({ S3_BUCKET: 'a/../b', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: 'b' }),
      'S3_BUCKET is not a bucket\'s name: "a/../b".',
    ],
    ...['short', 'a token with spaces in it, long'].map((METRICS_TOKEN): [NodeJS.ProcessEnv, string] => [
      development({ METRICS_TOKEN }),
      'METRICS_TOKEN must have at least 24 characters, without spaces.',
    ]),
    [development({ SECRET: LONG.slice(1) }), 'SECRET must have at least 32 characters.'],
  ];
  for (const [env, sentence] of refusals) {
    it(sentence, () => {
      expect(() => readConfig(env)).to.throw(BadConfig, sentence);
    });
  }
});
