/** Style sheets, scripts, fonts and icons, each under an address that changes with its content, so that browsers may keep it for ever. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type RequestHandler } from 'express';
import { root } from '../config.ts';

const require = createRequire(import.meta.url);
const packageFile = (name: string, file: string): string =>
  path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

/** Files that come with packages, by the address we serve them under. */
const vendored: Record<string, { type: string; read: () => Buffer }> = {
  '/vendor/htmx.js': {
    type: 'text/javascript',
    read: () => readFileSync(require.resolve('htmx.org').replace(/[^/\\]+$/, 'htmx.min.js')),
  },
  '/vendor/inter.woff2': { type: 'font/woff2', read: () => readFileSync(inter('latin')) },
  '/vendor/inter-ext.woff2': { type: 'font/woff2', read: () => readFileSync(inter('latin-ext')) },
  '/vendor/icons.svg': { type: 'image/svg+xml', read: () => Buffer.from(iconSprite()) },
};

const inter = (subset: string): string =>
  packageFile('@fontsource-variable/inter', `files/inter-${subset}-wght-normal.woff2`);

/** One file with every icon the views name in `views/shared/icons.json`, as `<symbol>`s. */
function iconSprite(): string {
  const names = JSON.parse(readFileSync(path.join(root, 'views/shared/icons.json'), 'utf8')) as string[];
  const symbols = names.map(name => {
    const svg = readFileSync(packageFile('lucide-static', `icons/${name}.svg`), 'utf8');
    const inside = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inside.trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`;
}

const loaded = new Map<string, { type: string; bytes: Buffer; print: string }>();
function load(address: string) {
  const known = loaded.get(address);
  if (known) return known;
  const file = vendored[address];
  if (!file) return undefined;
  const bytes = file.read();
  const made = { type: file.type, bytes, print: printOf(bytes) };
  loaded.set(address, made);
  return made;
}

const printOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

const prints = new Map<string, string>();
/** The address of a file in `public/` or of a vendored one, with its content's fingerprint. */
export function assetAddresses(remember: boolean): (address: string) => string {
  return address => {
    const known = remember ? prints.get(address) : undefined;
    const print = known ?? load(address)?.print ?? printOfPublic(address);
    prints.set(address, print);
    return `${address}?v=${print}`;
  };
}

function printOfPublic(address: string): string {
  const file = path.join(root, 'public', address);
  return existsSync(file) ? printOf(readFileSync(file)) : 'missing';
}

const FOR_EVER = 'public, max-age=31536000, immutable';

/** Serves `public/` and the vendored files. */
export function assets(): RequestHandler[] {
  const vendor: RequestHandler = (req, res, next) => {
    const file = req.method === 'GET' || req.method === 'HEAD' ? load(req.path) : undefined;
    if (!file) return next();
    res.set('Cache-Control', FOR_EVER).type(file.type).send(file.bytes);
  };
  const own = express.static(path.join(root, 'public'), {
    index: false,
    setHeaders: (res, _file) =>
      res.setHeader('Cache-Control', res.req.url?.includes('?v=') ? FOR_EVER : 'public, max-age=300'),
  });
  return [vendor, own];
}
