/** `npm run demo`: fills an empty database with the demo world, says who plays in it, and serves it. */
import { User } from './accounts/user-model.ts';
import { Claim } from './billing/claim-model.ts';
import { config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/sequelize.ts';
import { authenticatorOf, type Authenticator } from './demo/authenticators.ts';
import { cast, DEMO_PASSWORD, emailOf, type CastName } from './demo/cast.ts';
import { fillDemo } from './demo/fill.ts';
import { Dispute } from './disputes/dispute-model.ts';
import { systemClock } from './outside/clock.ts';
import { storageOf } from './outside/outside.ts';

await openDatabase();
await migrate();

const known = await User.count({ where: { email: emailOf('felix') } });
if (known === 0 && (await User.count()) > 0) {
  console.error(
    'The database is not empty, and the demo world is only for empty ones. Start with another: DATA_FOLDER=demo-data npm run demo',
  );
  process.exit(1);
}
if (known === 0) await fill();
const admins = await introduce();
await import('./server.ts');
sayCodesAgain(admins);

async function fill(): Promise<void> {
  console.log('Filling an empty database with the demo world: two weeks of work with its screenshots.');
  const storage = storageOf(config);
  const bar = process.stdout.isTTY;
  await fillDemo({
    now: systemClock.now(),
    storage,
    progress: (done, of) => {
      if (bar) process.stdout.write(`\r  ${done} of ${of} blocks`);
      else if (done % 50 === 0 || done === of) console.log(`  ${done} of ${of} blocks`);
    },
  });
  if (bar) process.stdout.write('\n');
}

async function introduce(): Promise<Authenticator[]> {
  console.log(`\nSign in with the password ${DEMO_PASSWORD} as\n`);
  for (const name of Object.keys(cast) as CastName[]) {
    const { role, about } = cast[name];
    console.log(`  ${emailOf(name).padEnd(20)} ${role.padEnd(11)} ${cast[name].name.split(' ')[0]} ${about}`);
  }
  const found = await Promise.all((['ada', 'amir'] as const).map(name => authenticatorOf(emailOf(name))));
  const authenticators = found.filter(one => one !== null);
  if (authenticators.length > 0) {
    console.log('\nAdmins are asked for a code, too. Put these keys into an authenticator app, or use the codes:\n');
    for (const { email, key } of authenticators) console.log(`  ${email.padEnd(20)} key ${key}`);
    sayCodes(authenticators);
  }
  await suggest();
  return authenticators;
}

function sayCodes(authenticators: readonly Authenticator[]): void {
  const now = systemClock.now();
  for (const { email, code } of authenticators) console.log(`  ${email.padEnd(20)} code ${code(now)}, for a minute`);
}

/** Codes change every half a minute, and who tries the demo may have no authenticator at hand. */
function sayCodesAgain(authenticators: readonly Authenticator[]): void {
  if (authenticators.length === 0 || !process.stdin.isTTY) return;
  console.log('Press Enter here for fresh codes.');
  process.stdin.on('data', () => sayCodes(authenticators)).unref();
}

async function suggest(): Promise<void> {
  const dispute = await Dispute.findOne({ where: { state: 'contested' } });
  const claim = await Claim.findOne({ where: { state: 'filed' } });
  if (!dispute && !claim) return;
  console.log('\nWhat to try as Ada:');
  if (dispute) console.log(`  decide the dispute of Carla and Felix: ${config.publicUrl}/admin/disputes/${dispute.id}`);
  if (claim) console.log(`  decide the claim of Felix: ${config.publicUrl}/admin/claims/${claim.id}`);
  console.log('');
}
