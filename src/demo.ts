/** `npm run demo`: fills an empty database with the demo world, says who plays in it, and serves it. */
import { User } from './accounts/user-model.ts';
import { config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase } from './db/sequelize.ts';
import { cast, DEMO_PASSWORD, emailOf, type CastName } from './demo/cast.ts';
import { fillDemo } from './demo/fill.ts';
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
introduce();
await import('./server.ts');

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

function introduce(): void {
  console.log(`\nSign in with the password ${DEMO_PASSWORD} as\n`);
  for (const name of Object.keys(cast) as CastName[]) {
    const { role, about } = cast[name];
    console.log(`  ${emailOf(name).padEnd(20)} ${role.padEnd(11)} ${cast[name].name.split(' ')[0]} ${about}`);
  }
  console.log('');
}
