/** Listens, runs the jobs, and leaves politely. */
import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { heardFromPayments } from './billing/hear-payment.ts';
import { config } from './config.ts';
import { isSqlite, openDatabase, sequelize } from './db/sequelize.ts';
import { startJobs } from './jobs/schedule.ts';
import { beginToEnd } from './kernel/ending.ts';
import { openLog } from './outside/log.ts';
import { realOutside } from './outside/outside.ts';
import { closeServer, patientServer } from './web/server-limits.ts';

/** Heroku kills after 30 s. */
const LEAVE_MS = 20_000;

const log = openLog(config);
const outside = realOutside(config, log, heardFromPayments);

// A promise nobody waited for is a mistake of ours, but no reason to send everybody away who is served by the same process.
process.on('unhandledRejection', error => log.error({ err: error }, 'a rejection nobody handled'));
// After this nobody knows what state the process is in.
process.on('uncaughtException', error => {
  log.fatal({ err: error }, 'an exception nobody caught');
  process.exit(1);
});

await openOrExplain();

const server = patientServer(createApp(outside, config));
server.once('error', error => {
  log.fatal(`Impact Time cannot listen on ${config.host}:${config.port}: ${error.message}`);
  process.exit(1);
});
server.listen(config.port, config.host, () => {
  const { port } = server.address() as AddressInfo;
  const places = `${isSqlite ? `SQLite in ${config.dataFolder}` : 'MySQL'}${config.s3 ? ', pictures in S3' : ''}`;
  log.info(`Impact Time is ready at ${config.publicUrl} (port ${port}, ${places})`);
});
const stopJobs = startJobs(outside);

/** In production the release process has migrated. While the database is away, people are told so instead of finding nobody. */
async function openOrExplain(): Promise<void> {
  try {
    await openDatabase();
    if (isSqlite || !config.production) await (await import('./db/migrate.ts')).migrate();
  } catch (error) {
    if (isSqlite || !config.production) throw error;
    log.error({ err: error }, 'the database does not answer: serving without it until it does');
  }
}

let leaving = false;
async function leave(signal: string): Promise<void> {
  if (leaving) return;
  leaving = true;
  beginToEnd();
  log.info(`${signal}: finishing what has begun`);
  setTimeout(() => {
    log.error(`not finished after ${LEAVE_MS / 1000} s: what is left comes due again`);
    process.exit(1);
  }, LEAVE_MS).unref();
  await closeServer(server);
  await stopJobs();
  await sequelize.close();
  process.exit(0);
}
process.on('SIGTERM', () => void leave('SIGTERM'));
process.on('SIGINT', () => void leave('SIGINT'));
