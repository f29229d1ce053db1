/**
 * Bundles the tracker's window: `tracker/resources/{js,css,fonts}` from `tracker/src` and the design tokens that the web
 * pages use too.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const { resolve } = createRequire(import.meta.url);

const scripts = (resources: string) =>
  ({
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
    metafile: true,
    write: false,
    absWorkingDir: here,
  }) satisfies esbuild.BuildOptions;

/** Writes a file whole or not at all: a window may be loading the one that was there. */
async function put(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  await writeFile(aside, content);
  await rename(aside, file);
}

/** Tokens first, so that the window's own rules win. */
async function writeStyles(resources: string): Promise<void> {
  const ours = ['tracker', 'held', 'preflight'].map(name => `${here}src/ui/${name}.css`);
  const sheets = [`${here}../public/css/tokens.css`, ...ours];
  const css = (await Promise.all(sheets.map(sheet => readFile(sheet, 'utf8')))).join('\n');
  await put(`${resources}/css/tracker.css`, css);
}

const FONT = '@fontsource-variable/inter';

async function copyFonts(resources: string): Promise<void> {
  for (const part of ['latin', 'latin-ext']) {
    const font = resolve(`${FONT}/files/inter-${part}-wght-normal.woff2`);
    await put(`${resources}/fonts/inter-${part}.woff2`, await readFile(font));
  }
}

/**
 * Writes everything the window loads and that is made from something else.
 * @param resources the folder it is written into
 * @returns the packages whose code or fonts are in it
 */
export async function buildTracker(resources = `${here}resources`): Promise<string[]> {
  const [{ metafile, outputFiles }] = await Promise.all([
    esbuild.build(scripts(resources)),
    writeStyles(resources),
    copyFonts(resources),
  ]);
  for (const { path, contents } of outputFiles) await put(path, contents);
  const bundled = Object.keys(metafile.inputs).map(input => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set([...bundled.filter(name => name !== undefined), FONT])].sort();
}
