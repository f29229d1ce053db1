/** Which bucket pictures go to, as the environment says it. */
import { BadConfig } from '../kernel/errors.ts';
import type { S3Settings } from './s3-client.ts';

const S3_NAMES = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/**
 * All of it or nothing. Heroku's add-on for buckets says the same under names of its own.
 * @returns null when nothing is said @throws BadConfig
 */
export function s3Settings(env: Readonly<Record<string, string | undefined>>, production: boolean): S3Settings | null {
  const region = env['S3_REGION'] ?? env['BUCKETEER_AWS_REGION'] ?? 'us-east-1';
  const [bucket, accessKeyId, secretAccessKey] = [
    env['S3_BUCKET'] ?? env['BUCKETEER_BUCKET_NAME'],
    env['S3_ACCESS_KEY_ID'] ?? env['BUCKETEER_AWS_ACCESS_KEY_ID'],
    env['S3_SECRET_ACCESS_KEY'] ?? env['BUCKETEER_AWS_SECRET_ACCESS_KEY'],
  ];
  const endpoint = s3Endpoint(env['S3_ENDPOINT'] ?? `https://s3.${region}.amazonaws.com`, production);
  const values = [bucket, accessKeyId, secretAccessKey];
  if (env['S3_ENDPOINT'] === undefined && values.every(value => value === undefined)) return null;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    const missing = S3_NAMES.filter((_, place) => values[place] === undefined);
    throw new BadConfig(`Pictures cannot go to S3 without ${missing.join(' and ')}.`);
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new BadConfig(`S3_BUCKET is not a bucket's name: "${bucket}".`);
  return { endpoint, bucket, region, accessKeyId, secretAccessKey };
}

/** Other people's screenshots do not cross a network in clear text. */
function s3Endpoint(text: string, production: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.username !== '')
    throw new BadConfig(`S3_ENDPOINT must be a https address, but is "${url ? url.origin : text}".`);
  if (production && url.protocol === 'http:' && !isLocal)
    throw new BadConfig(`S3_ENDPOINT must be a https address, but is "${url.origin}".`);
  return url.href.replace(/\/$/, '');
}
