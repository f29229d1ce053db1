/** Real servers at the real time: people with trackers and browsers, and lines to everything a server needs that can be watched and cut. */
import path from 'node:path';
import { sessionsOn } from '../../src/accounts/sessions.ts';
import { acceptOffer } from '../../src/contracts/answer-offer.ts';
import { config } from '../../src/config.ts';
import { isSqlite } from '../../src/db/sequelize.ts';
import { systemClock } from '../../src/outside/clock.ts';
import { s3Storage } from '../../src/outside/s3-storage.ts';
import { diskStorage, type Storage } from '../../src/outside/storage.ts';
import { database, server } from '../support/environment.ts';
import { S3Double } from '../support/s3-double.ts';
import { freePort } from '../support/server-process.ts';
import { world, type Person, type World } from '../support/world.ts';
import { Line } from './line.ts';
import type { Worker } from './load.ts';

const DAY = 86_400;
/** Blocks older than 14 days are refused. */
const OLDEST_DAYS = 12;

/**
 * @property toDatabase none to a file @property toBucket none to a disk @property toServer what trackers and browsers call
 * @property env what a server process needs to work on all this, at the other end of `toServer` @property bucket none with a disk
 */
export type Crew = World & {
  toDatabase: Line | null;
  toBucket: Line | null;
  toServer: Line;
  /** Of `toServer`. */
  url: string;
  env: Record<string, string>;
  bucket: S3Double | null;
  storage: Storage;
  workers: Worker[];
  contractIds: number[];
  goHome(): Promise<void>;
};

type Wanted = { trackers: number; pictures?: 'disk' | 'bucket'; folder?: string };

/** @param wanted how many freelancers with a contract each, and where pictures go; `folder` for data other than the run's own */
export async function crewOf({ trackers, pictures = 'disk', folder = config.dataFolder }: Wanted): Promise<Crew> {
  const began = new Date((Math.floor(Date.now() / 1000 / DAY) - OLDEST_DAYS) * DAY * 1000);
  const w = await world({ now: began.toISOString() });
  const people = await Promise.all(
    Array.from({ length: trackers - 1 }, (_, nth) => w.person(`Frida${nth}`, 'freelancer')),
  );
  const contracts = [w.contract, ...(await Promise.all(people.map(person => agree(w, person, began))))];
  const trackersOf = sessionsOn(systemClock, false).tracker;
  const workers: Worker[] = [];
  for (const [place, { id: contractId }] of contracts.entries()) {
    const facts = { device: 'Tracker', parentId: null };
    const { id: token } = await trackersOf.createSession([w.felix, ...people][place]!.id, facts);
    workers.push({ contractId, token, from: began.getTime() / 1000 + DAY });
  }
  w.outside.clock.set(new Date().toISOString());
  await w.comeBack();
  const [port, toDatabase, bucket] = [
    await freePort(),
    await lineToDatabase(),
    pictures === 'bucket' ? await openBucket() : null,
  ];
  const toServer = await Line.to(`http://127.0.0.1:${port}`);
  const databaseUrl = toDatabase && { DATABASE_URL: `mysql://root@127.0.0.1:${toDatabase.port}/${database}` };
  return {
    ...{ ...w, toDatabase, toServer, workers, toBucket: bucket?.line ?? null },
    url: `http://127.0.0.1:${toServer.port}`,
    env: { PORT: String(port), DATA_FOLDER: folder, ...databaseUrl, ...bucket?.env },
    bucket: bucket?.double ?? null,
    storage: bucket?.storage ?? diskStorage(path.join(folder, 'pictures')),
    contractIds: workers.map(({ contractId }) => contractId),
    goHome: async () => {
      for (const line of [toServer, toDatabase, bucket?.line]) await line?.close();
      await bucket?.double.close();
    },
  };
}

const lineToDatabase = async (): Promise<Line | null> => (isSqlite ? null : Line.to(server!));

async function openBucket() {
  const double = await S3Double.open(() => new Date());
  const line = await Line.to(double.settings.endpoint);
  const { bucket, region, accessKeyId, secretAccessKey } = double.settings;
  const env = {
    ...{ S3_ENDPOINT: `http://127.0.0.1:${line.port}`, S3_BUCKET: bucket, S3_REGION: region },
    ...{ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey },
  };
  return { double, line, env, storage: s3Storage(double.settings, { clock: systemClock }) };
}

async function agree(w: World, freelancer: Person, now: Date) {
  const { id } = await w.offer({ email: freelancer.email });
  return acceptOffer(id, freelancer, now);
}
