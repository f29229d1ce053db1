/**
 * Bundles the tracker's window: `tracker/resources/{js,css,fonts}` from `tracker/src` and the design tokens that the web
 * pages use too.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const resources = `${here}resources`;
const { resolve } = createRequire(import.meta.url);

const scripts: esbuild.BuildOptions = {
  entryPoints: { tracker: `${here}src/main.ts`, ticker: `${here}src/adapters/ticker-worker.ts` },
  outdir: `${resources}/js`,
  bundle: true,
  format: 'esm',
  // WebKitGTK 2.40, WKWebView of macOS 13 and WebView2 understand this.
  target: ['es2022', 'safari16'],
  loader: { '.svg': 'text' },
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Tokens first, so that the window's own rules win. */
async function writeStyles(): Promise<void> {
  const sheets = [`${here}../public/css/tokens.css`, `${here}src/ui/tracker.css`];
  const css = (await Promise.all(sheets.map(sheet => readFile(sheet, 'utf8')))).join('\n');
  await mkdir(`${resources}/css`, { recursive: true });
  await writeFile(`${resources}/css/tracker.css`, css);
}

async function copyFonts(): Promise<void> {
  await mkdir(`${resources}/fonts`, { recursive: true });
  for (const part of ['latin', 'latin-ext']) {
    const font = resolve(`@fontsource-variable/inter/files/inter-${part}-wght-normal.woff2`);
    await copyFile(font, `${resources}/fonts/inter-${part}.woff2`);
  }
}

/** Writes everything the window loads. */
export async function buildTracker(): Promise<void> {
  await Promise.all([esbuild.build(scripts), writeStyles(), copyFonts()]);
}

// Not awaited: a module that awaits at its top is loaded apart by mocha, and all it imports a second time.
if (process.argv[1] === fileURLToPath(import.meta.url)) void buildTracker();
