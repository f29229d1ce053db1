import { between, chance } from '../chance.ts';
import type { Moment } from '../scene.ts';

/** A file somebody works at: the lines before `from` were there already, those from `to` on too. */
export type Draft = { lines: readonly string[]; from: number; to: number };

/** The file as it is now, and where the cursor stands (line and column, both from 0). */
export type Typed = { lines: readonly string[]; line: number; column: number };

/** How many pictures it takes to write one file. */
export const stepsPerFile = 9;

/** A number that changes with the minute, so that two pictures of one step differ too. */
export const jitter = (moment: Moment, most: number): number =>
  between(chance(`${Math.floor(moment.at.getTime() / 60_000)} ${moment.step}`), 0, most);

/** What is written of a draft after `done` (0..1) of the work; the last line ends in the middle of a word. */
export function typed({ lines, from, to }: Draft, done: number, moment: Moment): Typed {
  const written = Math.max(1, Math.round((to - from) * Math.min(1, done)));
  let line = Math.min(to - 1, from + written - 1);
  while (line > from && (lines[line]?.trim().length ?? 0) < 8) line -= 1;
  const whole = lines[line] ?? '';
  const indent = whole.length - whole.trimStart().length;
  const column = Math.min(whole.length, indent + 5 + jitter(moment, whole.length - indent));
  return { lines: [...lines.slice(0, line), whole.slice(0, column), ...lines.slice(to)], line, column };
}
