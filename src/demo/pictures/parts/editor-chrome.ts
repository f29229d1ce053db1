import { circle, down, icon, rect } from '../svg.ts';
import { text } from '../text.ts';
import { darkCode, lightCode, type CodeColours, type Language } from './code.ts';
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

/** The colours of an editor. */
export type Look = {
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

export const dark: Look = {
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
export const light: Look = {
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

/** Widths of the file tree and of the icons beside it, in pixels. */
export const sideBar = 262;
export const rail = 48;

/** The icons at the left edge. */
export function activityRail(h: number, look: Look): string {
  let drawn = rect(0, 0, rail, h, look.strip) + rect(0, 8, 2, 34, look.accent);
  ['files', 'search', 'git-branch', 'bug', 'puzzle'].forEach((glyph, i) => {
    drawn += icon(glyph, 13, 14 + i * 46, 22, i === 0 ? look.ink : look.soft, 1.6);
  });
  drawn +=
    circle(34, 126, 7, look.accent) + text(34, 129, '3', { size: 9, face: 'bold', fill: look.back, align: 'middle' });
  return drawn + icon('settings', 13, h - 64, 22, look.soft, 1.6);
}

/** The files of the project, the open one marked. */
export function tree({ project, tree: entries, open, changed }: Editing, h: number, look: Look): string {
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

/** The open files. */
export function tabs({ tabs: names, open, changed }: Editing, left: number, look: Look): string {
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

/** The head of the panel below the source. */
export function panelTabs(left: number, top: number, w: number, look: Look): string {
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

/** Branch, problems, place of the cursor and language. */
export function statusLine(
  { branch, text: typed, language, problems }: Editing,
  w: number,
  h: number,
  look: Look,
): string {
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
