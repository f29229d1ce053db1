/** `npm run tracker:runtime`: fetches the pinned Neutralino runtimes into `tracker/bin`. */
import { fileURLToPath } from 'node:url';
import { fetchRuntime, neutralinoReleases, NotFetched } from './packaging/fetch-runtime.ts';

try {
  await fetchRuntime(fileURLToPath(new URL('.', import.meta.url)), neutralinoReleases, console.log);
} catch (error) {
  if (!(error instanceof NotFetched)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
