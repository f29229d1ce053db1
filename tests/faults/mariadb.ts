/** A MariaDB of a run's own, which may be stopped and started again. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mysql from 'mysql2/promise';

/** @property folder where it keeps its data @property address with its port, without a database */
export type OwnMariaDb = { folder: string; address: string };

/** @param folder must not be there yet */
export async function makeMariaDb(folder: string, port: number): Promise<OwnMariaDb> {
  mkdirSync(folder, { recursive: true });
  const how = ['--no-defaults', `--datadir=${folder}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  execFileSync('mariadb-install-db', how, { stdio: 'ignore' });
  const own = { folder, address: `mysql://root@127.0.0.1:${port}` };
  await startMariaDb(own);
  return own;
}

/** Resolves when it takes questions. It goes on when this process ends. */
export async function startMariaDb({ folder, address }: OwnMariaDb): Promise<void> {
  const { port } = new URL(address);
  const how = [
    `--datadir=${folder}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${path.join(folder, 'own.sock')}`,
  ];
  spawn('mariadbd', ['--no-defaults', '--user=root', '--skip-log-bin', ...how], {
    stdio: 'ignore',
    detached: true,
  }).unref();
  for (let tries = 0; ; tries += 1) {
    try {
      await ask(address, 'SELECT 1');
      return;
    } catch (error) {
      if (tries >= 150) throw error;
      await wait(200);
    }
  }
}

/** Resolves when it takes no more calls. */
export async function stopMariaDb({ address }: Pick<OwnMariaDb, 'address'>): Promise<void> {
  await ask(address, 'SHUTDOWN');
  while (
    await ask(address, 'SELECT 1').then(
      () => true,
      () => false,
    )
  )
    await wait(100);
}

async function ask(address: string, sql: string): Promise<void> {
  const connection = await mysql.createConnection(address);
  connection.on('error', () => undefined);
  await connection.query(sql);
  connection.destroy();
}
