/** What somebody could write to make a page do something: into everything that is kept, and how a page is judged that prints it. */
import type { Page } from 'playwright-core';
import { rows, run } from '../../src/db/sequelize.ts';

/** Twelve ways to break out of text, of an attribute, of a field, of a title, of a template. */
const TWELVE = [
  'javascript:ran=1',
  '<script>ran=1</script>',
  '<img/src=x/onerror=ran=1>',
  '"><svg/onload=ran=1>',
  `'"onfocus=ran=1//autofocus`,
  '</textarea><script>ran=1</script>',
  '</title><iframe/src=//evil.test>',
  '<%=process.exit(1)%>${ran=1}{{ran=1}}',
  '&lt;b&gt;&#x3e;',
  '<a/hx-get=/sign-out/hx-trigger=load>',
  '=HYPERLINK("//evil";"A")',
  '\u202Eexe.txt\u202C\u200B',
];
/**
 * All in one, without a space: whatever a page takes of it must be whole. It begins with what an
 * address must not begin with, and is as long as a description may be.
 */
export const HOSTILE = TWELVE.join('');
/** Hostile words that say where they are kept. */
const from = (place: string): string => `${HOSTILE}~${place}~`;

/** Columns of words, as `table.column`. What only machines write has no words: states, kinds, keys, hashes, references of providers. */
const MACHINES =
  /(^|_)(hash|key|sealed|kind|state|stopped|role|zone|purpose|type|sha256|reference|customer|method|session|event_id)$/;

export async function columnsOfWords(): Promise<string[]> {
  const found = await rows<{ place: string; name: string; type: string }>(
    `SELECT t.name || '.' || c.name AS place, c.name AS name, c.type AS type
     FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name <> 'evidence'`,
    [],
  );
  // The chain says what happened, in hashes, and is never printed.
  return found
    .filter(({ type, name }) => /CHAR\((?!8\)|10\)|12\)|20\))|TEXT|JSON/i.test(type) && !MACHINES.test(name))
    .map(({ place }) => place);
}

/** Wherever the marker is kept now, hostile words are kept instead. @returns columns that hold them */
export async function makeHostile(marker: string): Promise<string[]> {
  const guards = await rows<{ name: string; sql: string }>(
    `SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_stay' AND tbl_name <> 'evidence'`,
    [],
  );
  for (const { name } of guards) await run(`DROP TRIGGER ${name}`, []);
  const holding: string[] = [];
  for (const place of await columnsOfWords()) if (await makeColumnHostile(place, marker)) holding.push(place);
  for (const { sql } of guards) await run(sql, []);
  return holding;
}

async function makeColumnHostile(place: string, marker: string): Promise<boolean> {
  const [table, column] = place.split('.') as [string, string];
  const like = (what: string) =>
    rows<{ words: string }>(`SELECT DISTINCT ${column} AS words FROM ${table} WHERE ${column} LIKE $1`, [`%${what}%`]);
  for (const { words } of await like(marker))
    await run(`UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2`, [instead(words, marker, place), words]);
  return (await like(`~${place}~`)).length > 0;
}

function instead(words: string, marker: string, place: string): string {
  const hostile = (text: string): string =>
    text.includes(marker) ? from(place) + text.replaceAll(marker, '').trim() : text;
  if (!/^[[{]/.test(words)) return hostile(words);
  return JSON.stringify(JSON.parse(words, (_, value: unknown) => (typeof value === 'string' ? hostile(value) : value)));
}

export type Judgement = {
  faults: string[];
  /** Where the words on this page are kept. */
  shown: string[];
};

/** No variable was set, no element came out of the words, and whatever is there of them is text, and whole. */
export async function judge(page: Page): Promise<Judgement> {
  const { ran, made, texts } = await page.evaluate(() => {
    const elements = [...document.querySelectorAll('*')];
    const made =
      'main script, iframe, [onerror], [onload], [onfocus], img[src="x"], [href^="javascript:"], [hx-get="/sign-out"]';
    return {
      ran: 'ran' in window,
      made: [...document.querySelectorAll(made)].map(element => element.outerHTML.slice(0, 100)),
      texts: elements
        .flatMap(element => [
          ...[...element.attributes].map(({ value }) => value),
          ...[...element.childNodes].flatMap(node => (node instanceof Text ? [node.data] : [])),
          element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.value : '',
        ])
        .filter(text => /ran=1|exe\.txt|~/.test(text)),
    };
  });
  const rests = texts.map(text => text.replaceAll(HOSTILE, '')).filter(text => /ran=1|evil|exe\.txt/.test(text));
  return {
    faults: [
      ...(ran ? ['something ran'] : []),
      ...made.map(element => `became ${element}`),
      ...rests.map(rest => `is not whole: ${rest.slice(0, 200)}`),
    ],
    shown: texts.flatMap(text => [...text.matchAll(/~([\w.]+)~/g)].map(([, place]) => place!)),
  };
}
