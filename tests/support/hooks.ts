/** Loaded before any test: makes this run's database and takes it away again. Nothing is left behind. */
import { database, folder, server } from './environment.ts';
import { rmSync } from 'node:fs';
import mysql from 'mysql2/promise';
// Not `await import(…)`: mocha requires tests, and what is imported later would be a second copy with a pool of its own.
import { migrate } from '../../src/db/migrate.ts';
import { openDatabase, sequelize } from '../../src/db/sequelize.ts';
import { stopAllServers } from './server-process.ts';

async function onServer(sql: string): Promise<void> {
  if (!server) return;
  const connection = await mysql.createConnection(server);
  await connection.query(sql);
  await connection.end();
}

export const mochaHooks = {
  async beforeAll() {
    // The driver of SQLite looks at the stack with each question, and to find our lines in it takes a tenth of all the time.
    if (process.env['ROUGH_STACKS']) process.setSourceMapsEnabled(false);
    await onServer(`CREATE DATABASE ${database} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    await openDatabase();
    await migrate();
  },
  async afterAll() {
    stopAllServers();
    await sequelize.close();
    await onServer(`DROP DATABASE IF EXISTS ${database}`);
    rmSync(folder, { recursive: true, force: true });
  },
};
