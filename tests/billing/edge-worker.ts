/** A process that does everything the jobs do with money, at the instants it is given. It may be killed at any moment. */
import pino from 'pino';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import '../../src/db/associations.ts';
import { openDatabase, sequelize } from '../../src/db/sequelize.ts';
import { jobs } from '../../src/jobs/schedule.ts';
import type { Outside } from '../../src/outside/outside.ts';
import { sandboxPayments } from '../../src/outside/sandbox-payments.ts';

const MONEY = [
  'deliver sandbox events',
  'close weeks',
  'charge clients',
  'accept reviewed weeks',
  'pay freelancers out',
];

let now = new Date(0);
const clock = { now: () => new Date(now) };
const outside = {
  ...{ clock, payments: sandboxPayments(clock, heardFromPayments), log: pino({ level: 'silent' }) },
} as unknown as Outside;

await openDatabase();
process.stdout.write('at work\n');
for (const instant of process.argv.slice(2)) {
  now = new Date(instant);
  for (const { name, run } of jobs) {
    if (!MONEY.includes(name)) continue;
    // As in the tick: what fails is done by the next one.
    await run(outside, now).catch((error: unknown) => process.stderr.write(`${name}: ${String(error)}\n`));
  }
}
await sequelize.close();
