import { monoAdvance } from './code.ts';
import { rect } from '../svg.ts';
import { text } from '../text.ts';

type Inks = { plain: string; soft: string; good: string; bad: string; warn: string; prompt: string; path: string };

const onDark: Inks = {
  plain: '#d0d6dd',
  soft: '#7f8a98',
  good: '#86c97b',
  bad: '#ef7d76',
  warn: '#e0b262',
  prompt: '#77b3f0',
  path: '#6fcbc4',
};
const onLight: Inks = {
  plain: '#2a3038',
  soft: '#7b8591',
  good: '#1b7a3d',
  bad: '#c0322b',
  warn: '#97640a',
  prompt: '#2259b5',
  path: '#0d7680',
};

const pattern =
  /(?<prompt>^[~\w/-]+ \$)|(?<soft>^\d\d:\d\d:\d\d(?:\.\d+)?|\(\d+ ?ms\)|\[\d+\/\d+\])|(?<good>\b(?:PASS|ok|passing|passed|done|ready|200|201|304)\b)|(?<bad>\b(?:FAIL|ERROR|failing|failed|500|AssertionError)\b)|(?<warn>\b(?:WARN|warning|skipped|404|422)\b)|(?<path>(?:src|tests|dist|data|public)\/[\w./-]+)/g;

/** Lines of a terminal, coloured by what they say; the last ones that fit, the way a terminal scrolls. */
export function consoleLines(
  w: number,
  h: number,
  lines: readonly string[],
  set: { dark: boolean; size?: number; cursor?: boolean },
): string {
  const { dark, size = 13, cursor = true } = set;
  const inks = dark ? onDark : onLight;
  const leading = Math.round(size * 1.42);
  const shown = lines.slice(-Math.floor((h - 8) / leading));
  let drawn = shown.map((line, i) => oneLine(18, 6 + (i + 1) * leading - 5, line, inks, size, w)).join('');
  const last = shown.at(-1) ?? '';
  if (cursor)
    drawn += rect(
      18 + (last.length + 1) * size * monoAdvance,
      6 + (shown.length - 1) * leading + 1,
      size * monoAdvance,
      leading - 2,
      inks.plain,
      { opacity: 0.8 },
    );
  return drawn;
}

function oneLine(x: number, y: number, line: string, inks: Inks, size: number, w: number): string {
  const most = Math.floor((w - 2 * x) / (size * monoAdvance));
  const cut = line.slice(0, most);
  let drawn = '';
  let end = 0;
  const put = (from: number, words: string, fill: string) => {
    drawn += text(x + from * size * monoAdvance, y, words, { face: 'mono', size, fill });
  };
  for (const match of cut.matchAll(pattern)) {
    if (match.index > end) put(end, cut.slice(end, match.index), inks.plain);
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] as keyof Inks;
    put(match.index, match[0], inks[kind]);
    end = match.index + match[0].length;
  }
  if (end < cut.length) put(end, cut.slice(end), inks.plain);
  return drawn;
}
