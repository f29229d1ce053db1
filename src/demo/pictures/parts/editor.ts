import { across, box, pane, rect } from '../svg.ts';
import { text } from '../text.ts';
import { codeLine, monoAdvance } from './code.ts';
import {
  activityRail,
  dark,
  light,
  panelTabs,
  rail,
  sideBar,
  statusLine,
  tabs,
  tree,
  type Editing,
  type Look,
} from './editor-chrome.ts';
import type { Typed } from './typing.ts';

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
