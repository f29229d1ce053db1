/** `npm run make-admin -- <e-mail>`: makes an admin and prints the link with which to choose a password. */
import { email as emailForm } from './accounts/forms.ts';
import { makeAdmin } from './admin/make-admin.ts';
import { config } from './config.ts';
import { migrate } from './db/migrate.ts';
import { openDatabase, sequelize } from './db/sequelize.ts';
import { Refused } from './kernel/errors.ts';
import { systemClock } from './outside/clock.ts';

const email = emailForm.safeParse(process.argv[2] ?? '');
if (!email.success) {
  console.error('Say whose admin account to make: npm run make-admin -- ada@example.com');
  process.exit(1);
}
await openDatabase();
await migrate();
try {
  const secret = await makeAdmin(email.data, systemClock.now());
  console.log(
    `${email.data} is an admin. Choose a password within 24 hours at\n\n  ${config.publicUrl}/new-password/${secret}\n`,
  );
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  console.error(error.words);
  process.exitCode = 1;
}
await sequelize.close();
