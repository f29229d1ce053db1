/** Moments at which a server is killed, all of them seen from outside. */
import { once } from 'node:events';
import { mkdirSync, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isSqlite } from '../../src/db/sequelize.ts';
import type { Crew } from './crew.ts';
import type { Line } from './line.ts';

/** @property moment resolves when it has come @param luck from 0 up to 1 */
export type KillPoint = { name: string; moment(crew: Crew, luck: number): Promise<void> };

const LIFE_MS = 400;
/** Under load each moment comes soon; one that does not come is taken for the present one. */
const PATIENCE_MS = 3_000;

const soon = (moment: Promise<unknown>): Promise<void> =>
  Promise.race([moment, wait(PATIENCE_MS)]).then(() => undefined);

/** These words pass. @param then whether they arrive, or are held back */
const passing = (line: Line, way: 'there' | 'back', words: string, then: 'arrive' | 'held'): Promise<void> =>
  soon(
    new Promise<void>(resolve => {
      line.watch = (goes, bytes) => {
        if (goes !== way || !bytes.includes(words)) return true;
        resolve();
        return then === 'arrive';
      };
    }),
  );

/** These words passed, and now comes the answer, which is held back. */
const answered = (line: Line, words: string): Promise<void> =>
  soon(
    new Promise<void>(resolve => {
      let asked = false;
      line.watch = (way, bytes) => {
        if (way === 'there' && bytes.includes(words)) asked = true;
        if (way === 'there' || !asked) return true;
        resolve();
        return false;
      };
    }),
  );

async function fileAppears(folder: string, ending: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const watcher = watch(folder, { recursive: true });
  try {
    await soon(
      (async () => {
        for (;;) {
          const [, name] = (await once(watcher, 'change')) as [string, string | null];
          if (name?.endsWith(ending)) return;
        }
      })(),
    );
  } finally {
    watcher.close();
  }
}

const data = ({ env }: Crew): string => env['DATA_FOLDER']!;
const pictures = (crew: Crew): string => path.join(data(crew), 'pictures');

const always: readonly KillPoint[] = [
  { name: 'at random', moment: (_crew, luck) => wait(luck * LIFE_MS) },
  {
    name: 'while an answer is on its way',
    moment: ({ toServer }) => passing(toServer, 'back', 'HTTP/1.1 200', 'arrive'),
  },
  { name: 'before an answer leaves', moment: ({ toServer }) => passing(toServer, 'back', 'HTTP/1.1 200', 'held') },
];

const onDisk: readonly KillPoint[] = [
  { name: 'while a picture is written', moment: crew => fileAppears(pictures(crew), '.part') },
  { name: 'after a picture was written', moment: crew => fileAppears(pictures(crew), '.thumb.jpg') },
];

const inBucket: readonly KillPoint[] = [
  { name: 'before the bucket has a picture', moment: ({ toBucket }) => passing(toBucket!, 'there', 'PUT /', 'held') },
  { name: 'after the bucket has a picture', moment: ({ toBucket }) => answered(toBucket!, 'PUT /') },
];

const inFile: readonly KillPoint[] = [
  { name: 'while the database writes its journal', moment: crew => fileAppears(data(crew), '.sqlite-wal') },
];

const onServer: readonly KillPoint[] = [
  { name: 'before a COMMIT arrives', moment: ({ toDatabase }) => passing(toDatabase!, 'there', 'COMMIT', 'held') },
  { name: 'after a COMMIT, before its answer', moment: ({ toDatabase }) => answered(toDatabase!, 'COMMIT') },
];

export const killPoints = ({ toBucket }: Crew): readonly KillPoint[] => [
  ...always,
  ...(toBucket ? inBucket : onDisk),
  ...(isSqlite ? inFile : onServer),
];
