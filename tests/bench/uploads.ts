/** Blocks as the tracker sends them: `PUT /tracker-api/blocks/:id`, one JSON field and one picture. */
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { PROTOCOL, PROTOCOL_HEADER, type Block } from '../../src/wire/tracker.ts';
import { scenes } from '../../src/demo/pictures/scenes/index.ts';
import type { Uploader } from './cast.ts';
import { fileOf } from './screenshots.ts';

export type Upload = { path: string; headers: Record<string, string>; body: Buffer[] };

const CELL = 600;
const BOUNDARY = 'impact-time-bench';
const tasks = Object.values(scenes).flatMap(scene => scene.tasks);
/** Work is described anew after this many blocks: every two hours. */
export const BLOCKS_PER_DESCRIPTION = 12;

/** What a freelancer writes for his n-th stretch of work. */
export const description = (stretch: number): string => `${tasks[stretch % tasks.length]}, part ${stretch + 1}`;

/** One freelancer's blocks, ten minutes each, one after the other from `startedAt` on. Each call makes the next. */
export function uploadsOf(uploader: Uploader, startedAt: number): (picture: Buffer) => Upload {
  let made = 0;
  return picture => {
    const start = startedAt + made * CELL;
    const file = fileOf(picture, made + uploader.contractId * 5_000);
    const hash = createHash('sha256');
    for (const piece of file) hash.update(piece);
    const block: Block = {
      contractId: uploader.contractId,
      startedAt: iso(start),
      seconds: CELL,
      description: description(Math.floor(made / BLOCKS_PER_DESCRIPTION)),
      projectCode: 'SHOP-1',
      inputSeconds: 120 + ((made * 37) % 400),
      idle: false,
      captures: [{ takenAt: iso(start + ((made * 53) % CELL)), sha256: hash.digest('hex') }],
    };
    made++;
    return uploadOf(block, file, uploader.token);
  };
}

const iso = (second: number): string => new Date(second * 1000).toISOString().replace('.000Z', 'Z');

function uploadOf(block: Block, file: Buffer[], token: string): Upload {
  const part = (name: string, rest: string): string =>
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n`;
  const head =
    part('block', '') +
    `${JSON.stringify(block)}\r\n` +
    part('screenshot', '; filename="screen.jpg"\r\nContent-Type: image/jpeg');
  const body = [Buffer.from(head), ...file, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)];
  const headers = {
    Authorization: `Bearer ${token}`,
    [PROTOCOL_HEADER]: String(PROTOCOL),
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
    'Content-Length': String(body.reduce((sum, { length }) => sum + length, 0)),
  };
  return { path: `/tracker-api/blocks/${v7()}`, headers, body };
}
