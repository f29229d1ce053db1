import { lastYear, thisYear } from '../content/report.ts';
import type { Moment } from '../scene.ts';
import { at, box, pane } from '../svg.ts';
import { chart, months } from './chart.ts';
import { districts, tabs } from './readings-sheet.ts';
import { grid, sheetHead, sheetTabs, type Cell, type Column } from './sheet.ts';
import { jitter } from './typing.ts';

/** The sheet with the totals, filled month by month. */
export function monthly(w: number, h: number, moment: Moment): string {
  const room = h - 148;
  const names: Column[] = [
    { name: 'Month', width: 112 },
    ...districts.map(name => ({ name, width: 108, right: true })),
    { name: 'All', width: 108, right: true },
    { name: 'Last year', width: 108, right: true },
    { name: 'Change', width: 100, right: true },
  ];
  const share = [0.26, 0.28, 0.17, 0.2, 0.09];
  const filled = 5 + ((moment.step + jitter(moment, 2)) % 5);
  const rows = thisYear.slice(0, filled).map((all, i): Cell[] => {
    const before = lastYear[i] ?? all;
    const change = ((all - before) / before) * 100;
    return [
      { words: `${months[i]} 2026` },
      ...share.map(part => ({ words: (all * part).toFixed(1) })),
      { words: `${all}.0`, bold: true },
      { words: `${before}.0` },
      { words: `${change.toFixed(1)} %`, ink: change > 0 ? '#b3412f' : '#1f7a4d' },
    ];
  });
  const head = names.map(({ name }): Cell => ({ words: name, bold: true, fill: '#e8efeb' }));
  const column = 1 + jitter(moment, 6);
  let drawn = sheetHead(
    w,
    `${String.fromCharCode(65 + column)}${filled + 1}`,
    `=SUMIFS(Raw.F:F; Raw.C:C; ${String.fromCharCode(65 + column)}$1; Raw.D:D; ">="&$A${filled + 1})/1000`,
  );
  drawn += pane(0, 118, w, room, grid(w, room, names, [head, ...rows], 1, { column, row: filled }));
  const series = [
    { name: 'This year', colour: '#2f7d6b', values: thisYear.slice(0, filled) },
    { name: 'Last year', colour: '#c3cdd3', values: lastYear },
  ];
  drawn +=
    box(96, 420, 900, 330, '#fff', '#aab4af') +
    at(96, 420, chart(900, 330, 'Usage by month, MWh', series, 480, 'bars'));
  return drawn + sheetTabs(w, h - 30, tabs, 1, `Sum ${thisYear.slice(0, filled).reduce((a, b) => a + b, 0)}`);
}
