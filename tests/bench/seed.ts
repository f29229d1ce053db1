/**
 * Fills an empty database of ours with the bench's cast and prints it as JSON. In a process of its own, because the database is
 * chosen by the environment.
 */
import path from 'node:path';
import { config } from '../../src/config.ts';
import { migrate } from '../../src/db/migrate.ts';
import { isSqlite, openDatabase, sequelize } from '../../src/db/sequelize.ts';
import { daysBefore, DAY_SECONDS, type Cast } from './cast.ts';
import { copyOf, insertCopies, patternsOf, written, type Patterns, type Written } from './copies.ts';
import { browserOf, freelancerFor, person } from './people.ts';

const [UPLOADERS, CELL] = [8, 600];
const [BLOCKS_A_DAY, DESCRIPTIONS] = [41, 2_000];
/** Long histories are asked of the database server only; the embedded database need not wait for them. */
const YEARS = isSqlite ? 0 : 20;

const days = daysBefore(new Date());
const began = new Date(days.first * 1000);

function* day(patterns: Patterns, of: Written, midnight: number, blocks: number) {
  for (let n = 0; n < blocks; n++) yield copyOf(patterns, of, midnight + n * CELL, n);
}

function* years(patterns: Patterns, of: Written) {
  for (let back = YEARS * 365; back > 0; back--) {
    yield* day(patterns, of, days.first - back * DAY_SECONDS, BLOCKS_A_DAY);
  }
}

await openDatabase();
await migrate();
const carla = await person('Carla', 'client', began);
const freelancer = (name: string) => freelancerFor(carla, name, began);
const tess = await freelancer('Tess');
const patterns = await patternsOf(tess, days.first, path.join(config.dataFolder, 'pictures'));

const uploaders = [];
for (let n = 1; n <= UPLOADERS; n++) uploaders.push(await freelancer(`Uploader${n}`));
const newcomer = await freelancer('Nora');
await insertCopies(day(patterns, await written(newcomer, 12), days.full, DAY_SECONDS / CELL));
const veteran = await freelancer('Vera');
const career = await written(veteran, DESCRIPTIONS);
await insertCopies(years(patterns, career));
await insertCopies(day(patterns, career, days.full, DAY_SECONDS / CELL));

const cast: Cast = { uploaders, newcomer, veteran, clientCookie: await browserOf(carla), days };
console.log(JSON.stringify(cast));
await sequelize.close();
