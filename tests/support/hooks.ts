/**
 * Loaded before any test: gives this run a database and a data folder of its own. SQLite by default; with
 * TEST_DATABASE_SERVER=mysql://… a fresh database on that server. Nothing is left behind.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mysql from 'mysql2/promise';

const folder = mkdtempSync(path.join(tmpdir(), 'impact-time-test-'));
const server = process.env['TEST_DATABASE_SERVER'];
const database = `impact_time_test_${process.pid}`;

for (const name of [
  'DATABASE_URL',
  'JAWSDB_URL',
  'CLEARDB_DATABASE_URL',
  'PUBLIC_URL',
  'SECRET',
  'NODE_ENV',
  'SMTP_URL',
]) {
  delete process.env[name];
}
process.env['DATA_FOLDER'] = folder;
if (server) process.env['DATABASE_URL'] = `${server.replace(/\/$/, '')}/${database}`;

async function onServer(sql: string): Promise<void> {
  if (!server) return;
  const connection = await mysql.createConnection(server);
  await connection.query(sql);
  await connection.end();
}

export const mochaHooks = {
  async beforeAll() {
    await onServer(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    const { openDatabase } = await import('../../src/db/sequelize.ts');
    const { migrate } = await import('../../src/db/migrate.ts');
    await openDatabase();
    await migrate();
  },
  async afterAll() {
    const { sequelize } = await import('../../src/db/sequelize.ts');
    await sequelize.close();
    await onServer(`DROP DATABASE IF EXISTS ${database}`);
    rmSync(folder, { recursive: true, force: true });
  },
};
