import { readings, type Reading } from '../content/readings.ts';
import { lastYear, thisYear } from '../content/report.ts';
import type { Moment } from '../scene.ts';
import { at, box, down, pane, rect } from '../svg.ts';
import { text } from '../text.ts';
import { chart } from './chart.ts';
import { grid, sheetHead, sheetTabs, type Cell, type Column } from './sheet.ts';
import { jitter } from './typing.ts';

const columns: readonly Column[] = [
  { name: 'Meter', width: 92 },
  { name: 'Address', width: 172 },
  { name: 'District', width: 112 },
  { name: 'Read on', width: 104 },
  { name: 'Counter', width: 96, right: true },
  { name: 'Usage kWh', width: 96, right: true },
  { name: 'Trouble', width: 168 },
  { name: 'Checked', width: 132 },
];
/** The districts, and the sheets of the file. */
export const districts = ['Harbour', 'Old Town', 'Mill Lane', 'North Field', 'Quarry'] as const;
export const tabs = ['September raw', 'Monthly', 'Districts', 'Notes'];
const checkedPerStep = 9;

/** The sheet with the raw readings: checked down to a row that moves on with every picture. */
export function cleaning(w: number, h: number, moment: Moment): string {
  const checked = (moment.step * checkedPerStep + jitter(moment, 6)) % (readings.length - 40);
  const room = h - 148;
  const side = Math.min(600, w - 1020);
  const visible = Math.floor(room / 25) - 1;
  const first = Math.max(0, checked - Math.floor(visible * 0.6));
  const shown = readings.slice(first, first + visible);
  const header = columns.map(({ name }): Cell => ({ words: name, bold: true, fill: '#e8efeb' }));
  const rows = [header, ...shown.map((reading, i) => cells(reading, first + i, checked))];
  const now = readings[checked];
  const troubled = now?.trouble
    ? `=IF(F${checked + 2}>4*MEDIAN(F:F); "jump"; "")`
    : `=E${checked + 2}-LOOKUP(A${checked + 2}; August.A:A; August.E:E)`;
  let drawn = sheetHead(w, `${now?.trouble ? 'G' : 'F'}${checked + 2}`, troubled);
  drawn += pane(
    0,
    118,
    w - side,
    room,
    grid(w - side, room, columns, rows, first + 1, { column: now?.trouble ? 6 : 5, row: checked - first + 1 }),
  );
  drawn +=
    rect(w - side, 118, side, room, '#f7f9f8') +
    down(w - side, 118, room, '#ccd3d0') +
    at(w - side, 118, summary(side, checked));
  return (
    drawn +
    sheetTabs(w, h - 30, tabs, 0, `Sum ${(checked * 61 + 318).toLocaleString('en-GB')}     Count ${checked + 1}`)
  );
}

function cells(
  { meter, street, district, day, counter, usage, trouble }: Reading,
  row: number,
  checked: number,
): Cell[] {
  const done = row < checked;
  const fill = trouble ? (done ? '#e4f1e8' : '#fbeecb') : undefined;
  const put = (words: string): Cell => (fill ? { words, fill } : { words });
  const swapped = trouble === 'day and month swapped' && !done ? `${day.slice(8)}/09/26` : day;
  const counted = trouble === 'no counter' && !done ? '' : counter.toLocaleString('en-GB');
  return [
    put(meter),
    put(street),
    put(district),
    put(swapped),
    put(counted),
    put(`${done && trouble === 'jump' ? Math.round(usage / 10) : usage}`),
    put(done && trouble ? `was: ${trouble}` : trouble),
    put(done ? (trouble ? 'corrected' : 'ok') : ''),
  ];
}

function summary(w: number, checked: number): string {
  const open = readings.filter(({ trouble }, i) => trouble && i >= checked).length;
  let drawn = text(24, 38, 'September so far', { face: 'semibold', size: 16, fill: '#22282e' });
  drawn += text(24, 64, `${checked} of ${readings.length} readings checked, ${open} with trouble left`, {
    size: 13,
    fill: '#56616a',
  });
  drawn +=
    rect(24, 80, w - 48, 8, '#dde4e0', { r: 4 }) +
    rect(24, 80, Math.round(((w - 48) * checked) / readings.length), 8, '#1f7a4d', { r: 4 });
  const values = districts.map(
    name =>
      readings
        .slice(0, checked + 12)
        .filter(reading => reading.district === name)
        .reduce((sum, { usage }) => sum + Math.min(usage, 140), 0) / 100,
  );
  const most = Math.max(8, Math.ceil(Math.max(...values) / 8) * 8);
  drawn +=
    box(24, 108, w - 48, 262, '#fff', '#d5dbd8', 4) +
    text(40, 138, 'Usage by district, 100 kWh', { face: 'semibold', size: 14, fill: '#22282e' });
  districts.forEach((name, i) => {
    const y = 164 + i * 38;
    const long = Math.round(((w - 236) * (values[i] ?? 0)) / most);
    drawn +=
      text(40, y + 15, name, { size: 13, fill: '#3c454d' }) +
      rect(132, y, long, 22, i === 4 ? '#c98a2b' : '#4b9a7f') +
      text(140 + long, y + 15, (values[i] ?? 0).toFixed(1), { size: 12.5, fill: '#3c454d' });
  });
  const lines = [
    { name: 'This year', colour: '#2f7d6b', values: thisYear },
    { name: 'Last year', colour: '#b7c2c9', values: lastYear },
  ];
  return (
    drawn +
    box(24, 388, w - 48, 270, '#fff', '#d5dbd8', 4) +
    at(24, 388, chart(w - 48, 270, 'MWh by month', lines, 480, 'lines'))
  );
}
