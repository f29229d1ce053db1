import { text } from '../text.ts';

/** What a piece of source code is, for its colour. */
type Kind = 'plain' | 'comment' | 'string' | 'keyword' | 'number' | 'call' | 'type' | 'mark';
export type Language = 'ts' | 'css' | 'py';
export type CodeColours = Record<Kind, string>;

export const darkCode: CodeColours = {
  plain: '#d4d9e0',
  comment: '#7a8798',
  string: '#a5cf8d',
  keyword: '#c497e8',
  number: '#e3a56f',
  call: '#7db7f2',
  type: '#6fcbc4',
  mark: '#9aa5b3',
};

export const lightCode: CodeColours = {
  plain: '#24292f',
  comment: '#76818d',
  string: '#1f7a43',
  keyword: '#8b2fb0',
  number: '#b1530f',
  call: '#2259b5',
  type: '#0d7680',
  mark: '#5b6670',
};

const words: Record<Language, string> = {
  ts: 'import|export|from|type|const|let|function|return|if|else|for|of|in|new|async|await|null|true|false|as|throw|typeof|continue|void',
  css: '@layer|@container|@media|repeat|minmax|auto|none|grid|flex|clip|contain|solid|ease|absolute|baseline|balance',
  py: 'import|from|def|return|for|in|if|else|class|not|and|or|None|True|False|assert|lambda|with|as|raise',
};

const patterns: Record<Language, RegExp> = { ts: pattern('ts'), css: pattern('css'), py: pattern('py') };

function pattern(language: Language): RegExp {
  const comment = { ts: '//.*|/\\*.*|^\\s*\\*.*', css: '/\\*.*', py: '#.*|""".*' }[language];
  const name = language === 'css' ? '--[\\w-]+|[a-z-]+(?=:)|\\.[a-zA-Z][\\w-]*' : '\\b[A-Z]\\w*';
  return new RegExp(
    [
      `(?<comment>${comment})`,
      `(?<string>'[^']*'?|"[^"]*"?|\`[^\`]*\`?)`,
      `(?<keyword>(?<![\\w-])(?:${words[language]})(?![\\w-]))`,
      `(?<number>#[0-9a-f]{3,6}\\b|\\b\\d[\\d_.]*(?:px|rem|ms|fr)?\\b)`,
      `(?<call>\\b[a-zA-Z_]\\w*(?=\\())`,
      `(?<type>${name})`,
      `(?<mark>[{}()\\[\\];,=<>|?:&+*]+)`,
    ].join('|'),
    'g',
  );
}

/** Cuts a line into pieces of one kind each. */
export function pieces(line: string, language: Language): { kind: Kind; from: number; words: string }[] {
  const found: { kind: Kind; from: number; words: string }[] = [];
  let end = 0;
  for (const match of line.matchAll(patterns[language])) {
    if (match.index > end) found.push({ kind: 'plain', from: end, words: line.slice(end, match.index) });
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] ?? 'plain';
    found.push({ kind: kind as Kind, from: match.index, words: match[0] });
    end = match.index + match[0].length;
  }
  if (end < line.length) found.push({ kind: 'plain', from: end, words: line.slice(end) });
  return found;
}

/** The width of a letter of the mono face, in ems. */
export const monoAdvance = 0.6;

/** One line of source code in colours, its baseline at `y`. */
export function codeLine(
  x: number,
  y: number,
  line: string,
  language: Language,
  colours: CodeColours,
  size = 13.5,
): string {
  return pieces(line, language)
    .map(({ kind, from, words: shown }) =>
      text(x + from * size * monoAdvance, y, shown, {
        face: kind === 'comment' ? 'monoItalic' : 'mono',
        size,
        fill: colours[kind],
      }),
    )
    .join('');
}
