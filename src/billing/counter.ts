/** Numbers without gaps. */
import { orLeave, rows, run } from '../db/sequelize.ts';

/**
 * The next number of a series, from 1. Part of an act's transaction: the series waits for its end, and a number whose act
 * fails is given to the next.
 */
export async function nextNumber(series: string): Promise<number> {
  await run(`INSERT INTO counters (name, value) VALUES ($1, 0)${orLeave('name')}`, [series]);
  await run('UPDATE counters SET value = value + 1 WHERE name = $1', [series]);
  const [row] = await rows<{ value: number }>('SELECT value FROM counters WHERE name = $1', [series]);
  return Number(row!.value);
}
