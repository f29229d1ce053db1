/** The environment as one frozen, typed object. Nobody else reads `process.env`. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { evidenceKey, formerKeys, secret } from './secret-settings.ts';
import type { FeeRates } from './billing/fee.ts';
import { BadConfig } from './kernel/errors.ts';
import type { S3Settings } from './outside/s3-client.ts';
import { s3Settings } from './outside/s3-settings.ts';

/** Where `views/` and `public/` lie: one folder above both `src/` and the built `dist/`. */
export const root = fileURLToPath(new URL('..', import.meta.url));

export type Config = Readonly<{
  production: boolean;
  host: string;
  port: number;
  /** What people type to reach us, without a slash at the end; decides cookies and the same-origin check. */
  publicUrl: string;
  /** Proxies in front of us whose `X-Forwarded-For` is believed. */
  trustProxy: number;
  /** Null is the embedded default: a SQLite file in the data folder. */
  databaseUrl: string | null;
  dataFolder: string;
  /** Where pictures are kept. Null is the data folder. */
  s3: S3Settings | null;
  /** Signs the addresses of thumbnails. */
  secret: Buffer;
  /** 32 bytes from which the Ed25519 key comes that signs the evidence. */
  evidenceKey: Buffer;
  /** Public keys (32 bytes each) that signed evidence before this one did. */
  formerEvidenceKeys: readonly Buffer[];
  smtpUrl: string | null;
  mailFrom: string;
  logLevel: string;
  /** Who may read `/metrics`; null: nobody. */
  metricsToken: string | null;
  /** Null is play money. */
  stripe: StripeSettings | null;
  /** Where the tracker's packages are: a folder with `manifest.json`, or a https address below which the same files lie. */
  trackerDownloads: string;
  /** What the platform keeps of what a freelancer earns. */
  fees: FeeRates;
  /** In cents: from this much at stake on, two admins decide together. */
  twoAdminsFrom: number;
}>;

/** @property apiUrl where Stripe's interface is, or a double of it */
export type StripeSettings = Readonly<{ secretKey: string; webhookSecret: string; apiUrl: string }>;

/** @throws BadConfig */
export function readConfig(given: NodeJS.ProcessEnv): Config {
  const env = withoutEmpty(given);
  const production = env['NODE_ENV'] === 'production';
  const port = whole(env, 'PORT', 3000);
  const dataFolder = path.resolve(env['DATA_FOLDER'] ?? path.join(root, 'data'));
  const [database, bucket] = [databaseUrl(env), s3Settings(env, production)];
  if (production) refuseFleetingDisk(env, database, bucket);
  return Object.freeze({
    production,
    host: env['HOST'] ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port,
    publicUrl: publicUrl(env, production, port),
    trustProxy: whole(env, 'TRUST_PROXY', production ? 1 : 0),
    databaseUrl: database,
    dataFolder,
    s3: bucket,
    secret: secret(env, production, dataFolder),
    evidenceKey: evidenceKey(env, production, dataFolder),
    formerEvidenceKeys: formerKeys(env),
    smtpUrl: env['SMTP_URL'] ?? null,
    mailFrom: env['MAIL_FROM'] ?? 'Impact Time <no-reply@localhost>',
    logLevel: logLevel(env),
    metricsToken: metricsToken(env),
    stripe: stripe(env, production),
    trackerDownloads: trackerDownloads(env),
    fees: fees(env),
    twoAdminsFrom: whole(env, 'TWO_ADMINS_FROM_DOLLARS', 500) * 100,
  });
}

/** `SMTP_URL=` in a file of settings means the same as no such line. */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, text]) => text !== ''));
}

const MAX_PORT = 65_535;

function whole(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined) return otherwise;
  if (!/^\d{1,5}$/.test(text) || Number(text) > MAX_PORT)
    throw new BadConfig(`${name} must be a whole number up to ${MAX_PORT}, but is "${text}".`);
  return Number(text);
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function logLevel(env: NodeJS.ProcessEnv): string {
  const level = env['LOG_LEVEL'] ?? 'info';
  if (!LOG_LEVELS.includes(level))
    throw new BadConfig(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, but is "${level}".`);
  return level;
}

const TOKEN_LENGTH = 24;

function metricsToken(env: NodeJS.ProcessEnv): string | null {
  const token = env['METRICS_TOKEN'] ?? null;
  if (token !== null && (token.length < TOKEN_LENGTH || /[^\x21-\x7e]/.test(token)))
    throw new BadConfig(`METRICS_TOKEN must have at least ${TOKEN_LENGTH} characters, without spaces.`);
  return token;
}

/** Dollars and whole per cents; see the README's table of settings. */
function fees(env: NodeJS.ProcessEnv): FeeRates {
  const percent = (name: string, otherwise: number): number => {
    const given = whole(env, name, otherwise);
    if (given > 100) throw new BadConfig(`${name} is per cent, so at most 100, but is "${given}".`);
    return given;
  };
  return {
    upTo: whole(env, 'FEE_UP_TO_DOLLARS', 10_000) * 100,
    first: percent('FEE_PERCENT', 12),
    beyond: percent('FEE_PERCENT_BEYOND', 7),
    fundShare: percent('FUND_PERCENT_OF_FEES', 25),
  };
}

/** Real money needs both secrets. People who believe to be paid must not find out later that it was play money. */
function stripe(env: NodeJS.ProcessEnv, production: boolean): StripeSettings | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = env;
  const apiUrl = env['STRIPE_API_URL'] ?? 'https://api.stripe.com';
  if (!URL.canParse(apiUrl) || !/^https?:$/.test(new URL(apiUrl).protocol))
    throw new BadConfig(`STRIPE_API_URL must be a http or https address, but is "${apiUrl}".`);
  if (secretKey !== undefined && webhookSecret !== undefined) return { secretKey, webhookSecret, apiUrl };
  if (secretKey !== undefined || webhookSecret !== undefined)
    throw new BadConfig('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: give both, or none.');
  if (production && env['SANDBOX_PAYMENTS'] !== 'allow')
    throw new BadConfig(
      'STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET are missing. If play money is what you want, set SANDBOX_PAYMENTS=allow.',
    );
  return null;
}

/** What is fetched and handed on as a program must not be changed on its way. */
function trackerDownloads(env: NodeJS.ProcessEnv): string {
  const place = env['TRACKER_DOWNLOADS'];
  if (place === undefined) return path.join(root, 'tracker/dist');
  if (!/^[a-z]+:\/\//i.test(place)) return path.resolve(place);
  if (!URL.canParse(place) || new URL(place).protocol !== 'https:')
    throw new BadConfig(`TRACKER_DOWNLOADS must be a folder or a https address, but is "${place}".`);
  return new URL(place).href;
}

function publicUrl(env: NodeJS.ProcessEnv, production: boolean, port: number): string {
  const text = env['PUBLIC_URL'];
  if (text === undefined) {
    if (production)
      throw new BadConfig('PUBLIC_URL is missing: the address people type, such as https://time.example.');
    return `http://127.0.0.1:${port}`;
  }
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new BadConfig(`PUBLIC_URL must be a http or https address, but is "${text}".`);
  }
  return new URL(text).origin;
}

function databaseUrl(env: NodeJS.ProcessEnv): string | null {
  const url = env['DATABASE_URL'] ?? env['JAWSDB_URL'] ?? env['CLEARDB_DATABASE_URL'];
  if (url === undefined) return null;
  if (!/^(mysql|mariadb):\/\//.test(url))
    throw new BadConfig('DATABASE_URL must begin with mysql:// (or be left out: SQLite).');
  return url;
}

/** A dyno's disk is gone the next day: with it would go everybody's work. */
function refuseFleetingDisk(env: NodeJS.ProcessEnv, database: string | null, bucket: S3Settings | null): void {
  if (env['ALLOW_DISK'] === 'yes') return;
  const missing = [
    ...(database === null ? ['DATABASE_URL is missing, so the database would be a file on this disk.'] : []),
    ...(bucket === null ? ['S3_BUCKET is missing, so screenshots would be files on this disk.'] : []),
  ];
  if (missing.length > 0)
    throw new BadConfig(`${missing.join(' ')} If this machine's disk lasts and is backed up, set ALLOW_DISK=yes.`);
}

function configOrExplain(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof BadConfig)) throw error;
    console.error(`Impact Time cannot start. ${error.message}`);
    process.exit(1);
  }
}

/** This process's settings. */
export const config = configOrExplain();
