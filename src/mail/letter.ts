/** What a letter says, before it is text or HTML. Rules only. */

/** Addresses are whole (`https://…`); everything else is plain words of ours or of other people. */
export type Part =
  | { kind: 'words'; words: string }
  /** The one thing to do. */
  | { kind: 'button'; label: string; address: string }
  | { kind: 'notice'; title: string; sentence: string; address: string }
  /** The first column names the row; the others are figures. */
  | { kind: 'table'; head: string[]; rows: string[][] };

/** @property choose the page of all choices @property stop where one click stops letters like this */
export type FewerLetters = { choose: string; stop: string };

export type LetterContent = {
  to: string;
  subject: string;
  /** Whom it greets; null when we do not know the name. */
  name: string | null;
  parts: Part[];
  /** Why this person gets it, or what to do if it was a mistake. */
  foot: string;
  /** Null for letters that answer what somebody asked for, such as a new password. */
  fewer: FewerLetters | null;
};

export const greetingOf = ({ name }: LetterContent): string => (name === null ? 'Hello,' : `Hello ${name},`);

/** The letter for people and programs that read text. */
export function textOf(letter: LetterContent): string {
  const { choose, stop } = letter.fewer ?? {};
  const foot = choose ? `${letter.foot}\nChoose what comes by mail: ${choose}\nNo more of these: ${stop}` : letter.foot;
  return [greetingOf(letter), ...letter.parts.map(textOfPart), '-- ', foot].join('\n\n').replace('-- \n\n', '-- \n');
}

function textOfPart(part: Part): string {
  if (part.kind === 'words') return part.words;
  if (part.kind === 'button') return `${part.label}:\n${part.address}`;
  if (part.kind === 'notice') return `${part.title}\n${part.sentence}\n${part.address}`;
  return part.rows.map(row => textOfRow(part.head, row)).join('\n');
}

/** `Online shop: Hours 7:20, Amount $293.33`. Columns of spaces would fall apart in most programs. */
function textOfRow(head: string[], [name = '', ...figures]: string[]): string {
  return `${name}: ${figures.map((figure, at) => `${head[at + 1]} ${figure}`).join(', ')}`;
}

/** The mail program's own button (RFC 2369, RFC 8058): one click, without opening a page. */
export function headersOf({ fewer }: LetterContent): Record<string, string> {
  if (fewer === null) return {};
  return { 'List-Unsubscribe': `<${fewer.stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}
