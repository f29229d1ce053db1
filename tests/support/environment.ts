/**
 * Imported before anything that reads settings: gives this run a data folder of its own and, with
 * TEST_DATABASE_SERVER=mysql://…, a database of its own on that server. Otherwise it is SQLite in the folder.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const folder = mkdtempSync(path.join(tmpdir(), 'impact-time-test-'));
export const server = process.env['TEST_DATABASE_SERVER'];
export const database = `impact_time_test_${process.pid}`;

for (const name of [
  'DATABASE_URL',
  'JAWSDB_URL',
  'CLEARDB_DATABASE_URL',
  'PUBLIC_URL',
  'SECRET',
  'EVIDENCE_KEY',
  'EVIDENCE_FORMER_KEYS',
  'NODE_ENV',
  'SMTP_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'STRIPE_API_URL',
  'SANDBOX_PAYMENTS',
  'ALLOW_DISK',
  'S3_ENDPOINT',
  'S3_BUCKET',
  'S3_REGION',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'METRICS_TOKEN',
]) {
  delete process.env[name];
}
process.env['DATA_FOLDER'] = folder;
if (server) process.env['DATABASE_URL'] = `${server.replace(/\/$/, '')}/${database}`;
