/** How much of it: the usual tests take a little, `npm run test:faults` takes all. */
import { mulberry } from './chance.ts';

export const FULL = process.env['FAULTS'] === 'full';

const SAMPLE = 2;
const chance = mulberry(20_261_124);

/** Which of so many calls fail, from 1: all of them, or a few and the last one. */
export function sample(calls: number): number[] {
  const all = Array.from({ length: calls }, (_, place) => place + 1);
  if (FULL) return all;
  const some = new Set([calls]);
  while (some.size < Math.min(SAMPLE, calls)) some.add(1 + Math.floor(chance() * calls));
  return all.filter(nth => some.has(nth));
}
