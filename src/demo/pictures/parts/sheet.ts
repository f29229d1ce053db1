import { across, box, down, icon, rect } from '../svg.ts';
import { text } from '../text.ts';
import { menuLine } from './window.ts';

export type Column = { name: string; width: number; right?: boolean };
export type Cell = { words: string; fill?: string; ink?: string; bold?: boolean };

const rowHeight = 25;
const edge = '#dfe3e6';
const head = '#f3f5f6';

/** A grid of cells with letters above and numbers at the left; `picked` is column and row inside the shown part. */
export function grid(
  w: number,
  h: number,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  first: number,
  picked: { column: number; row: number },
): string {
  let drawn = rect(0, 0, w, h, '#fff') + rect(0, 0, w, rowHeight, head);
  let x = 48;
  columns.forEach(({ width, right }, c) => {
    const letterTint = c === picked.column ? '#d5e8dc' : head;
    drawn +=
      rect(x, 0, width, rowHeight - 1, letterTint) +
      text(x + width / 2, 17, String.fromCharCode(65 + c), { size: 12, fill: '#56616a', align: 'middle' });
    rows.forEach((row, r) => {
      const cell = row[c];
      const y = (r + 1) * rowHeight;
      if (!cell || y > h) return;
      if (cell.fill) drawn += rect(x, y, width, rowHeight, cell.fill);
      const face = cell.bold ? 'semibold' : 'regular';
      drawn += text(right ? x + width - 9 : x + 9, y + 17, cell.words, {
        face,
        size: 13,
        fill: cell.ink ?? '#22282e',
        align: right ? 'end' : 'start',
        width: width - 14,
      });
    });
    x += width;
    drawn += down(x - 1, 0, h, edge);
  });
  for (let y = rowHeight, r = 0; y < h; y += rowHeight, r++) {
    const number = r === 0 ? '1' : `${first + r}`;
    drawn += across(0, y - 1, w, edge) + rect(0, y, 47, rowHeight - 1, r === picked.row ? '#d5e8dc' : head);
    drawn += text(38, y + 17, number, { size: 12, fill: '#56616a', align: 'end' });
  }
  drawn += down(47, 0, h, '#c9cfd3');
  const left = 48 + columns.slice(0, picked.column).reduce((sum, { width }) => sum + width, 0);
  const wide = columns[picked.column]?.width ?? 0;
  const top = (picked.row + 1) * rowHeight - 1;
  return (
    drawn +
    rect(left - 0.5, top, wide, rowHeight, 'none', { stroke: '#1f7a4d', strokeWidth: 2 }) +
    rect(left + wide - 4, top + rowHeight - 4, 7, 7, '#1f7a4d', { stroke: '#fff' })
  );
}

/** Menus, tools and the formula line above a sheet, 118 pixels high. */
export function sheetHead(w: number, cellName: string, formula: string): string {
  let bar = rect(0, 0, w, 118, '#f7f9f8') + across(0, 117, w, '#ccd3d0');
  bar += menuLine(18, 24, ['File', 'Edit', 'View', 'Insert', 'Format', 'Data', 'Tools', 'Help'], '#2f373e');
  [
    'undo-2',
    'redo-2',
    'printer',
    'paintbrush',
    '',
    'bold',
    'italic',
    'underline',
    '',
    'funnel',
    'arrow-down-a-z',
    'sigma',
    'chart-column',
    '',
    'text-align-start',
    'text-align-center',
    'text-align-end',
  ].forEach((glyph, i) => {
    bar += glyph ? icon(glyph, 18 + i * 34, 47, 17, '#3c454d', 1.8) : down(26 + i * 34, 44, 24, '#d0d5d9');
  });
  bar +=
    box(12, 84, 76, 26, '#fff', '#c9cfd4', 3) +
    text(24, 102, cellName, { size: 13, fill: '#22282e' }) +
    text(108, 102, 'fx', { face: 'monoItalic', size: 13, fill: '#66707a' });
  return (
    bar +
    box(132, 84, w - 146, 26, '#fff', '#c9cfd4', 3) +
    text(142, 102, formula, { face: 'mono', size: 12.5, fill: '#22282e', width: w - 200 })
  );
}

/** The tabs of the sheets and the sum line, 30 pixels high, its top at `y`. */
export function sheetTabs(w: number, y: number, names: readonly string[], open: number, sum: string): string {
  let bar = rect(0, y, w, 30, '#eef1f0') + across(0, y, w, '#ccd3d0') + icon('plus', 16, y + 8, 15, '#56616a');
  let x = 48;
  names.forEach((name, i) => {
    const width = 40 + name.length * 7.4;
    if (i === open) bar += rect(x, y, width, 28, '#fff') + rect(x, y + 27, width, 3, '#1f7a4d');
    bar += text(x + width / 2, y + 19, name, {
      size: 13,
      face: i === open ? 'semibold' : 'regular',
      fill: i === open ? '#1f7a4d' : '#3c454d',
      align: 'middle',
    });
    x += width + 4;
  });
  return bar + text(w - 20, y + 19, sum, { size: 12.5, fill: '#3c454d', align: 'end' });
}
