import { across, box, circle, down, icon, pane, rect } from '../svg.ts';
import { text } from '../text.ts';
import { codeLine, darkCode, lightCode, monoAdvance, type CodeColours, type Language } from './code.ts';
import type { Typed } from './typing.ts';

/** What a code editor shows. `tree` entries are indented by two spaces per level, folders end in a slash. */
export type Editing = {
  project: string;
  branch: string;
  tree: readonly string[];
  changed: ReadonlySet<string>;
  tabs: readonly string[];
  open: string;
  crumbs: string;
  language: Language;
  text: Typed;
  dark: boolean;
  problems: string;
  panel(w: number, h: number): string;
};

type Look = {
  back: string;
  side: string;
  strip: string;
  edge: string;
  ink: string;
  soft: string;
  row: string;
  accent: string;
  code: CodeColours;
};

const dark: Look = {
  back: '#1f2329',
  side: '#191c21',
  strip: '#171a1f',
  edge: '#2c313a',
  ink: '#d4d9e0',
  soft: '#8691a0',
  row: '#2a303a',
  accent: '#6fa8f0',
  code: darkCode,
};
const light: Look = {
  back: '#ffffff',
  side: '#f5f6f8',
  strip: '#eceef1',
  edge: '#dcdfe4',
  ink: '#2a3038',
  soft: '#6d7783',
  row: '#e4ebf6',
  accent: '#2f6fd0',
  code: lightCode,
};

const sideBar = 262;
const rail = 48;
const panelHeight = 214;
const leading = 20;
const size = 13.5;

/** A code editor filling `w` by `h` from the origin: file tree, tabs, source, terminal panel and status line. */
export function editor(w: number, h: number, editing: Editing): string {
  const look = editing.dark ? dark : light;
  const left = rail + sideBar;
  const source = { w: w - left, h: h - 24 - panelHeight - 62 };
  let drawn = rect(0, 0, w, h, look.back) + activityRail(h, look) + tree(editing, h, look);
  drawn += rect(left, 0, w - left, 36, look.strip) + tabs(editing, left, look);
  drawn += text(left + 18, 53, editing.crumbs, { fill: look.soft, size: 12 });
  drawn += pane(left, 62, source.w, source.h, sourceCode(editing, source.w, source.h, look));
  const top = h - 24 - panelHeight;
  drawn += rect(left, top, w - left, panelHeight, look.back) + across(left, top, w - left, look.edge);
  drawn +=
    panelTabs(left, top, w, look) +
    pane(left, top + 34, w - left, panelHeight - 34, editing.panel(w - left, panelHeight - 34));
  return drawn + statusLine(editing, w, h, look);
}

function activityRail(h: number, look: Look): string {
  let drawn = rect(0, 0, rail, h, look.strip) + rect(0, 8, 2, 34, look.accent);
  ['files', 'search', 'git-branch', 'bug', 'puzzle'].forEach((glyph, i) => {
    drawn += icon(glyph, 13, 14 + i * 46, 22, i === 0 ? look.ink : look.soft, 1.6);
  });
  drawn +=
    circle(34, 126, 7, look.accent) + text(34, 129, '3', { size: 9, face: 'bold', fill: look.back, align: 'middle' });
  return drawn + icon('settings', 13, h - 64, 22, look.soft, 1.6);
}

function tree({ project, tree: entries, open, changed }: Editing, h: number, look: Look): string {
  let drawn = rect(rail, 0, sideBar, h, look.side) + down(rail + sideBar - 1, 0, h, look.edge);
  drawn += text(rail + 18, 23, project.toUpperCase(), { face: 'semibold', size: 11, fill: look.soft });
  entries.forEach((entry, i) => {
    const name = entry.trim();
    const depth = (entry.length - entry.trimStart().length) / 2;
    const [x, y] = [rail + 16 + depth * 14, 36 + i * 23];
    const folder = name.endsWith('/');
    if (name === open) drawn += rect(rail, y, sideBar - 1, 23, look.row);
    drawn += icon(folder ? 'chevron-down' : 'file-text', x, y + 5, 13, folder ? look.soft : tint(name, look), 1.8);
    const fill = changed.has(name) ? look.code.number : look.ink;
    drawn += text(x + 20, y + 16, folder ? name.slice(0, -1) : name, { fill, size: 13 });
    if (changed.has(name)) drawn += text(rail + sideBar - 22, y + 16, 'M', { fill, size: 11.5, align: 'end' });
  });
  return drawn;
}

const tint = (name: string, { code }: Look): string =>
  name.endsWith('.css') ? code.keyword : name.endsWith('.ts') || name.endsWith('.py') ? code.call : code.number;

function tabs({ tabs: names, open, changed }: Editing, left: number, look: Look): string {
  let x = left;
  return names
    .map(name => {
      const width = 74 + name.length * 7.1;
      const active = name === open;
      let drawn = active ? rect(x, 0, width, 36, look.back) + rect(x, 0, width, 2, look.accent) : '';
      drawn += icon('file-text', x + 13, 11, 14, tint(name, look), 1.8);
      drawn += text(x + 34, 23, name, { fill: active ? look.ink : look.soft, size: 13 });
      drawn += changed.has(name)
        ? circle(x + width - 20, 18, 4, look.soft)
        : icon('x', x + width - 27, 11, 14, look.soft);
      x += width;
      return drawn + down(x - 1, 0, 36, look.edge);
    })
    .join('');
}

function sourceCode({ text: typed, language }: Editing, w: number, h: number, look: Look): string {
  const rows = Math.floor(h / leading);
  const first = Math.max(0, Math.min(typed.line - Math.floor(rows * 0.62), typed.lines.length - rows + 3));
  let drawn = '';
  typed.lines.slice(first, first + rows + 1).forEach((line, i) => {
    const y = i * leading;
    const here = first + i === typed.line;
    if (here) drawn += box(62, y, w - 62 - 96, leading, look.back, look.edge);
    drawn += text(46, y + 14.5, `${first + i + 1}`, {
      face: 'mono',
      size: 12.5,
      fill: here ? look.ink : look.soft,
      align: 'end',
      opacity: here ? 1 : 0.75,
    });
    drawn += codeLine(72, y + 14.5, line, language, look.code, size);
    if (here) drawn += rect(72 + typed.column * size * monoAdvance, y + 2, 2, 17, look.accent);
  });
  return drawn + miniature(typed, first, rows, w - 92, look);
}

/** The whole file at the right edge, two pixels a line, with the visible part shaded. */
function miniature({ lines }: Typed, first: number, rows: number, x: number, look: Look): string {
  let drawn = rect(x, first * 3, 92, rows * 3, look.soft, { opacity: 0.13 });
  lines.forEach((line, i) => {
    const indent = line.length - line.trimStart().length;
    if (line.trim())
      drawn += rect(x + 6 + indent, i * 3, Math.min(78, line.trim().length * 0.9), 2, look.soft, { opacity: 0.5 });
  });
  return drawn;
}

function panelTabs(left: number, top: number, w: number, look: Look): string {
  let x = left + 18;
  let drawn = '';
  for (const name of ['Problems', 'Output', 'Debug console', 'Terminal']) {
    const open = name === 'Terminal';
    drawn += text(x, top + 22, name, { fill: open ? look.ink : look.soft, size: 12.5 });
    if (open) drawn += rect(x, top + 31, 54, 1.5, look.accent);
    x += 34 + name.length * 7;
  }
  return (
    drawn +
    icon('plus', w - 88, top + 9, 15, look.soft) +
    icon('chevron-down', w - 60, top + 9, 15, look.soft) +
    icon('x', w - 32, top + 9, 15, look.soft)
  );
}

function statusLine({ branch, text: typed, language, problems }: Editing, w: number, h: number, look: Look): string {
  const name = { ts: 'TypeScript', css: 'CSS', py: 'Python' }[language];
  let drawn =
    rect(0, h - 24, w, 24, look.accent === dark.accent ? '#2b4a78' : '#2f6fd0') +
    icon('git-branch', 12, h - 19, 13, '#fff');
  drawn +=
    text(30, h - 8, branch, { fill: '#fff', size: 12 }) +
    text(60 + branch.length * 7, h - 8, problems, { fill: '#fff', size: 12 });
  return (
    drawn +
    text(
      w - 20,
      h - 8,
      `Ln ${typed.line + 1}, Col ${typed.column + 1}     Spaces: ${language === 'py' ? 4 : 2}     UTF-8     LF     ${name}`,
      {
        fill: '#fff',
        size: 12,
        align: 'end',
      },
    )
  );
}
