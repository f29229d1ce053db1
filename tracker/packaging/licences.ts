/** The licences of what is in a package, which ask to travel with it. */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The runtime and its client library are one project under one licence. */
const RUNTIME = '@neutralinojs/lib';

/**
 * @param own the product's licence
 * @param packages npm packages that are part of it
 * @throws Error when one comes without a licence: it must not be given away then
 */
export async function licences(own: string, packages: readonly string[]): Promise<string> {
  const others = await Promise.all(
    [...new Set([RUNTIME, ...packages])].sort().map(async name => `${name}\n\n${await licenceOf(name)}`),
  );
  return [`Impact Time\n\n${own.trim()}`, ...others].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}

async function licenceOf(name: string): Promise<string> {
  const folder = folderOf(name);
  const file = (await readdir(folder)).find(entry => /^licen[cs]e(\.\w+)?$/i.test(entry));
  if (!file) throw new Error(`${name} comes without a licence.`);
  return (await readFile(join(folder, file), 'utf8')).trim();
}

/** Not every package lets its package.json be asked for, so the folders are walked as Node walks them. */
function folderOf(name: string): string {
  const { resolve } = createRequire(import.meta.url);
  try {
    return dirname(resolve(`${name}/package.json`));
  } catch {
    const entry = resolve(name);
    return entry.slice(0, entry.lastIndexOf(`node_modules/${name}`) + `node_modules/${name}`.length);
  }
}
