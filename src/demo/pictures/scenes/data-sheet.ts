import { monthly } from '../parts/monthly-sheet.ts';
import { cleaning } from '../parts/readings-sheet.ts';
import { framed } from '../parts/window.ts';
import type { Area, Moment, Scene } from '../scene.ts';

/** Meter readings being cleaned row by row in a spreadsheet, with the totals beside them. */
export const dataSheet: Scene = {
  title: 'Meter readings in the spreadsheet',
  work: 'energy',
  app: 'sheet',
  tasks: [
    'Clean September readings: swapped days and months',
    'Check jumps in usage against the letters from members',
    'Mark replaced meters and ask for last readings',
    'Remove readings that were sent twice',
    'Monthly totals and chart against last year',
    'Compare districts with the year before',
    'Look up missing counters in the photographs',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const totals = moment.step % 6 === 5;
    const title = 'Meter readings 2026.ods - Tables';
    return framed({ x: 0, y: 0, w: width, h: height, title, full: true }, (w, h) =>
      totals ? monthly(w, h, moment) : cleaning(w, h, moment),
    );
  },
};
