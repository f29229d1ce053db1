/** `npm run storage:copy`: copies pictures and files from the disk to the bucket, and checks every hash. Runs again where it stopped. */
import { config } from './config.ts';
import { openDatabase, sequelize } from './db/sequelize.ts';
import { beginToEnd } from './kernel/ending.ts';
import { systemClock } from './outside/clock.ts';
import { picturesIn } from './outside/outside.ts';
import { s3Storage } from './outside/s3-storage.ts';
import { diskStorage } from './outside/storage.ts';
import { copyAll, type Tally } from './storage-copy/copy-all.ts';
import { keptFiles } from './storage-copy/kept-files.ts';

if (config.s3 === null) {
  console.error(
    'Say which bucket: S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, and S3_ENDPOINT if it is not Amazon’s.',
  );
  process.exit(1);
}
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, beginToEnd);

const words = ({ copied, there, damaged, missing, failed }: Tally): string =>
  `${copied} copied, ${there} were there, ${damaged} damaged, ${missing} missing, ${failed} failed`;

await openDatabase();
const clock = systemClock;
const tally = await copyAll(keptFiles(clock.now()), diskStorage(picturesIn(config)), s3Storage(config.s3, { clock }), {
  progress: soFar => console.log(words(soFar)),
  trouble: (what, key, why) => console.error(`${what}: ${key}: ${why}`),
});
await sequelize.close();
const whole = tally.damaged + tally.missing + tally.failed === 0;
console.log(
  whole
    ? `Done: ${words(tally)}.`
    : `Not everything is in the bucket: ${words(tally)}. Run it again after mending that.`,
);
process.exitCode = whole ? 0 : 1;
