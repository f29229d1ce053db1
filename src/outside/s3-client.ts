/** One signed request to S3, and what its answer means. */
import type { AwsClient } from 'aws4fetch';
import type { Clock } from './clock.ts';
import { NoUse } from './retries.ts';

/** @property endpoint such as `https://s3.eu-central-1.amazonaws.com`; the bucket is named in the path */
export type S3Settings = Readonly<{
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}>;

type Method = 'GET' | 'HEAD' | 'PUT' | 'DELETE';
type Rest = { headers?: Record<string, string>; body?: Uint8Array; signal: AbortSignal };

/**
 * @returns an answer of the 200s, or 404 when there is nothing under the key
 * @throws NoUse when the server will say the same again; any other Error when it may not
 */
export type AskS3 = (method: Method, key: string, rest: Rest) => Promise<Response>;

export function s3Client(settings: S3Settings, clock: Clock): AskS3 {
  let opened: Promise<AwsClient> | undefined;
  const root = `${settings.endpoint.replace(/\/$/, '')}/${settings.bucket}`;

  return async (method, key, { headers = {}, body, signal }) => {
    const client = await (opened ??= open(settings));
    const signed = await client.sign(`${root}/${key}`, {
      method,
      headers,
      ...(body && { body: body as BodyInit }),
      aws: { datetime: amzDate(clock.now()), allHeaders: true },
    });
    const answer = await fetch(signed, { signal, redirect: 'manual' });
    if (answer.ok) return answer;
    const code = codeIn(await answer.text());
    const isMissing = answer.status === 404 && code !== 'NoSuchBucket';
    if (isMissing && method !== 'PUT') return new Response(null, { status: 404 });
    const words = `${answer.status} ${code ?? unexplained(method, answer.status, settings.bucket)}`.trimEnd();
    throw mayPass(answer.status, code) ? new Error(words) : new NoUse(words);
  };
}

/** Whoever keeps pictures on a disk need not load it. Asking again is ours: the library's own has no deadline. */
async function open({ accessKeyId, secretAccessKey, region }: S3Settings): Promise<AwsClient> {
  const { AwsClient } = await import('aws4fetch');
  return new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
}

/** `20261118T100000Z` */
const amzDate = (at: Date): string => at.toISOString().replace(/[:-]|\.\d{3}/g, '');

const PASSING = new Set([408, 425, 429]);
/** Codes of a 4xx that are about one transmission, not about the request. */
const PASSING_CODES = new Set(['RequestTimeout', 'BadDigest', 'XAmzContentSHA256Mismatch', 'IncompleteBody']);

const mayPass = (status: number, code: string | null): boolean =>
  status >= 500 || PASSING.has(status) || PASSING_CODES.has(code ?? '');

/** HEAD is answered without a body, and so without a code. */
const unexplained = (method: Method, status: number, bucket: string): string =>
  method === 'HEAD' && status === 403
    ? `to HEAD in the bucket ${bucket}: the access key probably lacks s3:ListBucket, without which S3 says this of every key that is not there, or s3:GetObject`
    : '';

const codeIn = (xml: string): string | null => /<Code>(\w{1,60})<\/Code>/.exec(xml)?.[1] ?? null;
