/** The table a person reads. */
import { held, isReached, type Goal, type Measured } from './goals.ts';

type Report = { machine: string; rounds: number; seconds: number; goals: Goal[]; measured: Measured };

const BEYOND = [
  'Ours does for each block what the twin leaves out: checks the session, reads the JPEG header before decoding, SHA-256 and',
  'difference hash, fsync of both files and their folder, the contract and its terms, the freelancer lock against overlap, the',
  'verdict with its reasons, the repeated-picture search, day totals in the same transaction, and the receipt read back.',
];

export function print({ machine, rounds, seconds, goals, measured }: Report): void {
  console.log(`\nImpact Time against its bare twin, ${rounds === 1 ? 'one round' : `medians of ${rounds} rounds`}`);
  console.log(machine);
  console.log(pictureWords(measured));
  console.log(`\n${table(goals.map(line))}\n`);
  console.log(otherWords(measured).join('\n'));
  console.log(`\n${BEYOND.join('\n')}`);
  const reached = goals.filter(isReached).length;
  console.log(`\n${reached} of ${goals.length} goals reached, ${Math.round(seconds)} s`);
}

const HEAD = ['', 'goal', 'ours', 'bare', 'ratio', 'on SQLite', 'reached'];

function line(goal: Goal): string[] {
  const { words, unit, digits, ours, bare, sqlite, relation, side, limit } = goal;
  const number = (value: number | null): string => (value === null ? '' : `${value.toFixed(digits)} ${unit}`);
  const bound = `${side === 'least' ? '>=' : '<='} ${relation === 'ratio' ? `${limit.toFixed(2)} x bare` : number(limit)}`;
  const ratio = bare === null ? '' : (ours / bare).toFixed(2);
  const missed = (Math.abs(held(goal) / limit - 1) * 100).toFixed(0);
  return [
    words,
    bound,
    number(ours),
    number(bare),
    ratio,
    number(sqlite),
    isReached(goal) ? 'yes' : `NO, by ${missed} %`,
  ];
}

function table(lines: string[][]): string {
  const all = [HEAD, ...lines];
  const widths = HEAD.map((_, column) => Math.max(...all.map(cells => cells[column]!.length)));
  const text = (cells: string[]): string =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ');
  return [text(HEAD), widths.map(width => '-'.repeat(width)).join('  '), ...lines.map(text)].join('\n');
}

const kilobytes = (pictures: Buffer[]): string =>
  `${Math.round(pictures.reduce((sum, { length }) => sum + length, 0) / pictures.length / 1000)} kB`;

const pictureWords = ({ screens: { fullHd, fourK } }: Measured): string =>
  `Screenshots: ${fullHd.length} of 1920 x 1080 (${kilobytes(fullHd)}), ${fourK.length} of 3840 x 2160 (${kilobytes(fourK)}); every upload a file of its own`;

function otherWords({ lives, size, history }: Measured): string[] {
  const busy = [...lives].map(([name, { busyPageMs }]) => `${name} ${busyPageMs.toFixed(1)} ms`);
  const database = [...lives].map(([name, { fullHdDatabaseCpuMs: ms }]) => `${name} ${ms.toFixed(1)} ms`);
  const shares = Object.entries(size.mysql.tables).map(([table, bytes]) => `${table} ${bytes.toFixed(1)} B`);
  const years = ({ pageMs, blockMs }: Measured['history']['veteran']): string =>
    `page ${pageMs.toFixed(1)} ms, block ${blockMs.toFixed(1)} ms`;
  return [
    `Day page while ingesting, p50: ${busy.join(', ')}`,
    `CPU of the database server per 1080p block (not in the figures above): ${database.join(', ')}`,
    `Database per block by table: ${shares.join(', ')}`,
    `One at a time: one day of history ${years(history.newcomer)}; 20 years ${years(history.veteran)}`,
  ];
}
