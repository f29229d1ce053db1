/**
 * Opens the tracker without the native runtime: in any browser, over our own double of it. For looking at the window and
 * for working on it; screenshots are real when this runs in a graphical session on Linux.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startDouble } from '../tests/support/neutralino-double.ts';
import { buildTracker } from './build.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const dataFolder = `${here}.storage/preview`;

await buildTracker();
await mkdir(dataFolder, { recursive: true });
const double = await startDouble({ resources: `${here}resources`, dataFolder });
console.log(`Open ${double.url} in a window of 380 x 560. One page gets the token: start this again for another.`);
const code = await double.exited;
await double.kill();
process.exit(code);
