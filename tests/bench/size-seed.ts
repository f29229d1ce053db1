/**
 * How much database a block takes: fills an empty database with the work of many freelancers in the order it would arrive, and
 * prints bytes per block as JSON. In a process of its own, because the database is chosen by the environment.
 */
import path from 'node:path';
import { config } from '../../src/config.ts';
import { migrate } from '../../src/db/migrate.ts';
import { isSqlite, openDatabase, rows, sequelize } from '../../src/db/sequelize.ts';
import { daysBefore, DAY_SECONDS } from './cast.ts';
import { copyOf, insertCopies, patternsOf, written, type Written } from './copies.ts';
import { freelancerFor, person } from './people.ts';
import { BLOCKS_PER_DESCRIPTION } from './uploads.ts';

/** Bytes per block: all of it, and on MySQL each table that grows with blocks. */
export type BlockSize = { total: number; tables: Record<string, number> };

const [DAYS, BLOCKS_A_DAY, CELL] = [30, 41, 600];
/** InnoDB reserves some megabytes ahead of what it needs: with fewer blocks they would be the measurement. */
const FREELANCERS = isSqlite ? 50 : 250;
const GROWING = ['blocks', 'day_totals', 'task_descriptions'];

async function bytes(): Promise<Record<string, number>> {
  if (isSqlite) {
    const [pages] = await rows<{ page_count: number }>('PRAGMA page_count', []);
    const [size] = await rows<{ page_size: number }>('PRAGMA page_size', []);
    return { file: pages!.page_count * size!.page_size };
  }
  await sequelize.query(`ANALYZE TABLE ${GROWING.join(', ')}`);
  const found = await rows<{ name: string; bytes: number }>(
    `SELECT table_name AS name, data_length + index_length AS bytes FROM information_schema.tables
     WHERE table_schema = DATABASE() AND table_name IN ('${GROWING.join("', '")}')`,
    [],
  );
  return Object.fromEntries(found.map(table => [table.name, Number(table.bytes)]));
}

const { first } = daysBefore(new Date());
const began = new Date(first * 1000);

await openDatabase();
await migrate();
const carla = await person('Carla', 'client', began);
const freelancer = (name: string) => freelancerFor(carla, name, began);
const patterns = await patternsOf(await freelancer('Tess'), first, path.join(config.dataFolder, 'pictures'));
const before = await bytes();
const stretches = Math.ceil((DAYS * BLOCKS_A_DAY) / BLOCKS_PER_DESCRIPTION);
const team: Written[] = [];
for (let n = 1; n <= FREELANCERS; n++) team.push(await written(await freelancer(`F${n}`), stretches));

/** Everybody works at the same time: blocks of all arrive ten minutes after ten minutes. */
function* asTheyArrive() {
  for (let day = 0; day < DAYS; day++) {
    for (let cell = 0; cell < BLOCKS_A_DAY; cell++) {
      const startedAt = first - (DAYS - day) * DAY_SECONDS + cell * CELL;
      for (const one of team) yield copyOf(patterns, one, startedAt, day * BLOCKS_A_DAY + cell);
    }
  }
}
await insertCopies(asTheyArrive());

const after = await bytes();
const blocks = FREELANCERS * DAYS * BLOCKS_A_DAY;
const tables = Object.fromEntries(
  Object.keys(after).map(name => [name, (after[name]! - (before[name] ?? 0)) / blocks]),
);
const size: BlockSize = { total: Object.values(tables).reduce((sum, share) => sum + share, 0), tables };
console.log(JSON.stringify(size));
await sequelize.close();
