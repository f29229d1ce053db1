/** Listens, runs the jobs, and leaves politely. */
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { heardFromPayments } from './billing/hear-payment.ts';
import { config } from './config.ts';
import { isSqlite, openDatabase, sequelize } from './db/sequelize.ts';
import { startJobs } from './jobs/schedule.ts';
import { openLog } from './outside/log.ts';
import { realOutside } from './outside/outside.ts';

const LEAVE_MS = 20_000;

const log = openLog(config);
const outside = realOutside(config, log, heardFromPayments);

await openDatabase();
// In production the release process has done it: the web process need not even load it.
if (isSqlite || !config.production) await (await import('./db/migrate.ts')).migrate();

const server = createApp(outside, config).listen(config.port, config.host, error => {
  if (error) {
    log.fatal(`Impact Time cannot listen on ${config.host}:${config.port}: ${error.message}`);
    process.exit(1);
  }
  const { port } = server.address() as AddressInfo;
  log.info(
    `Impact Time is ready at ${config.publicUrl} (port ${port}, ${isSqlite ? 'SQLite in ' + config.dataFolder : 'MySQL'})`,
  );
});
const stopJobs = startJobs(outside);

let leaving = false;
async function leave(signal: string): Promise<void> {
  if (leaving) return;
  leaving = true;
  log.info(`${signal}: finishing what has begun`);
  setTimeout(() => process.exit(1), LEAVE_MS).unref();
  await new Promise(resolve => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  await stopJobs();
  await sequelize.close();
  process.exit(0);
}
process.on('SIGTERM', () => void leave('SIGTERM'));
process.on('SIGINT', () => void leave('SIGINT'));
