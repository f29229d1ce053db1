import { readFileSync } from 'node:fs';

/** The lines of a made-up source file kept beside this module as `<name>.txt`. */
export function snippet(name: string): readonly string[] {
  let lines = read.get(name);
  if (!lines) {
    const file = readFileSync(new URL(`./${name}.txt`, import.meta.url), 'utf8');
    read.set(name, (lines = file.trimEnd().split('\n')));
  }
  return lines;
}

const read = new Map<string, readonly string[]>();
