/**
 * One life of the tracker's core, in a process of its own that somebody kills: real files, real calls to a real server,
 * hours in seconds. Says on its standard output what the parent holds it to:
 * `at <second>` each second of the machine's time, `worked` before it when the timer ran in that second,
 * `block <id>` of each that is being worked, `kept <id>` once a block is said to be safe, and `done` when nothing waits any more.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Outside } from '../../../tracker/src/app/outside.ts';
import { createTracker } from '../../../tracker/src/app/tracker.ts';
import { unfinished } from '../../../tracker/src/core/timer-state.ts';
import { FakeDesktop } from '../fake-desktop.ts';
import { timedClient } from '../timed-client.ts';
import { SECOND_ZERO, NOW_HEADER } from './words.ts';
import { FolderDisk } from './folder-disk.ts';

const [folder = '', started = '0', ending = ''] = process.argv.slice(2);
let monotonic = Number(started) * 1000;
const say = (words: string): void => void writeSync(1, `${words}\n`);

/** Always the same picture: whether it repeats is not what this is about. */
const bytes = new Uint8Array(readFileSync(`${folder}/screen.jpg`));
const screenshot = { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };

const disk = new FolderDisk(folder, name => {
  const id = /^queue\/([\w-]+)\.json$/.exec(name)?.[1];
  if (id) say(`kept ${id}`);
});

/** The only clock of this world is ours: the server is told it with each call, and its answers are timed by it. */
const realFetch = globalThis.fetch;
globalThis.fetch = (address, init) => {
  const headers = new Headers(init?.headers);
  headers.set(NOW_HEADER, new Date(SECOND_ZERO + monotonic).toISOString());
  return realFetch(address, { ...init, headers });
};
const outside: Outside = {
  disk,
  chance: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  read: () => ({ monotonic, wall: SECOND_ZERO + monotonic }),
  wait: async () => undefined,
  server: (address, token) => timedClient(() => monotonic, address, token),
  photograph: async () => screenshot,
  sha256: async bytes => createHash('sha256').update(bytes).digest('hex'),
  cover: async () => screenshot,
  device: async () => 'Impact Time on studio (Linux)',
  notify: () => undefined,
  showWindow: () => undefined,
  openInBrowser: async () => undefined,
  desktop: new FakeDesktop().desktop(),
  saveFolder: () => Promise.reject(new Error('nobody saves here')),
};

const tracker = createTracker(outside, () => undefined);

async function live(): Promise<void> {
  await tracker.open();
  tracker.describe({ description: 'Checkout form validation' });
  for (;;) {
    const { model } = tracker;
    const draw = outside.chance();
    if (ending === 'drain') tracker.stop();
    else if (!model.timer.running) void tracker.start();
    else if (draw < 1 / 700) tracker.stop();
    else if (draw < 1 / 150) tracker.choose(otherProject());
    monotonic += 1000;
    if (model.timer.running) say('worked');
    say(`at ${monotonic / 1000}`);
    tracker.second();
    tracker.idle(draw * 20);
    // As in the real one, a second is longer than it takes to write down what happened in it.
    await disk.quiet();
    await wait(1);
    for (const { id } of unfinished(model.timer)) say(`block ${id}`);
    const empty = model.queue.waiting.length === 0 && unfinished(model.timer).length === 0 && !model.writing;
    if (ending === 'drain' && empty && model.reached) break;
  }
  await disk.quiet();
  say(`done ${tracker.model.queue.refused.length}`);
  process.exit(0);
}

function otherProject(): number {
  const { state, draft } = tracker.model;
  return state?.contracts.find(({ id }) => id !== draft.contractId)?.id ?? draft.contractId ?? 0;
}

void live();
