/**
 * `npm run tracker:build`: the window, and `tracker/dist` with a package for each machine whose runtime is in `tracker/bin`.
 * The same source makes the same packages; `SOURCE_DATE_EPOCH` (seconds since 1970) fixes the date in the manifest too.
 */
import { fileURLToPath } from 'node:url';
import { buildTracker } from './build.ts';
import { makePackages } from './packaging/make-packages.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const epoch = process.env['SOURCE_DATE_EPOCH'];

await buildTracker();
const made = await makePackages({
  bin: `${here}bin`,
  into: `${here}dist`,
  madeAt: epoch ? new Date(Number(epoch) * 1000) : new Date(),
  say: console.log,
});
for (const { file, bytes, sha256 } of made?.packages ?? [])
  console.log(`tracker/dist/${file}  ${bytes} bytes  SHA-256 ${sha256}`);
if (!made) console.log('Only the window was built: there is no runtime to pack it with.');
