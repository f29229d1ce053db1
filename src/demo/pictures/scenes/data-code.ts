import { pick } from '../chance.ts';
import { pythonRun } from '../content/python-run.ts';
import { snippet } from '../content/snippet.ts';
import { consoleLines } from '../parts/console.ts';
import { editor } from '../parts/editor.ts';
import { stepsPerFile, typed } from '../parts/typing.ts';
import { framed } from '../parts/window.ts';
import type { Area, Moment, Scene } from '../scene.ts';

const files = [
  { name: 'clean_readings.py', from: 20, to: 77 },
  { name: 'monthly_totals.py', from: 6, to: 50 },
] as const;

const tree = [
  'data/',
  '  clean/',
  '    2026-08.parquet',
  '  raw/',
  '    2026-09-harbour.csv',
  '    2026-09-north.csv',
  '    2026-09-oldtown.csv',
  '    2026-09-quarry.csv',
  '  meters.csv',
  '  weather.csv',
  'notes/',
  '  questions.md',
  'clean_readings.py',
  'monthly_totals.py',
  'report_tables.py',
  'requirements.txt',
  'README.md',
];

/** The scripts behind the report, in a light editor. */
export const dataCode: Scene = {
  title: 'Cleaning scripts in the code editor',
  work: 'energy',
  app: 'editor',
  tasks: [
    'Script: read the semicolon files of the north meters',
    'Find jumps and rollbacks in the counters',
    'Leave gaps above 45 days open instead of filling them',
    'Monthly totals by district with checks',
    'Take the weather out with heating degree days',
    'Print the share of interpolated days',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const place = Math.floor(moment.step / stepsPerFile);
    const file = pick(files, place);
    const done = ((moment.step % stepsPerFile) + 1) / stepsPerFile;
    return framed({ x: 0, y: 0, w: width, h: height, title: `${file.name} - meter-readings`, full: true }, (w, h) =>
      editor(w, h, {
        project: 'meter-readings',
        branch: 'september',
        tree,
        changed: new Set([file.name, ...(place % 2 ? ['README.md'] : [])]),
        tabs: ['meters.csv', 'clean_readings.py', 'monthly_totals.py', 'questions.md'],
        open: file.name,
        crumbs: `meter-readings / ${file.name}`,
        language: 'py',
        text: typed({ lines: snippet(file.name), from: file.from, to: file.to }, done, moment),
        dark: false,
        problems: '0 errors, 1 warning',
        panel: (pw, ph) => consoleLines(pw, ph, pythonRun(file.name, moment), { dark: false }),
      }),
    );
  },
};
