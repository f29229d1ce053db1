import { createServer, type Server } from 'node:http';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { v7 } from 'uuid';
import { rows } from '../../src/db/sequelize.ts';
import { keepItem, keepPicture, pictureFile } from '../../tracker/src/core/queue-store.ts';
import { workedSeconds } from '../../tracker/src/core/timer-state.ts';
import { createTracker } from '../../tracker/src/app/tracker.ts';
import { picture } from '../support/pictures.ts';
import { signInTracker } from '../support/tracker.ts';
import { NOW } from '../support/outside.ts';
import { world, type World } from '../support/world.ts';
import { FakeOutside, photoOf, quiet } from './fake-outside.ts';
import { FolderDisk } from './killed/folder-disk.ts';
import { timedClient } from './timed-client.ts';

/** A week of long days makes 1,000; a run that has the time for it sends them all. */
const BLOCKS = Number(process.env['BLOCKS'] ?? 200);
const WEEK = 7 * 86_400_000;

describe('a week offline', function () {
  this.timeout(300_000);
  let team: World;
  let server: Server;
  let url: string;
  let folder: string;
  let disk: FolderDisk;
  /** Blocks as they reached the server, by their start. */
  const arrived: number[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'impact-time-week-'));
    disk = new FolderDisk(folder, () => undefined);
    team = await world({ now: new Date(Date.parse(NOW) - WEEK - 3_600_000).toISOString() });
    server = createServer(team.app);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(async () => {
    await disk.quiet();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('brings every block in the order of their age, while the timer goes on', async () => {
    const { token } = await signInTracker(team.app, team.felix.email);
    const { id: personId, name, email, timeZone } = team.felix;
    const kept = {
      session: { server: url, token, person: { id: personId, name, email, timeZone } },
      settings: { holdSeconds: 0 },
    };
    for (const [file, what] of Object.entries(kept)) await disk.writeText(`${file}.json`, JSON.stringify(what));
    const first = Date.parse(NOW) / 1000 - WEEK / 1000;
    const pictures = await Promise.all([1, 2, 3, 4].map(seed => picture(seed)));
    for (let i = 0; i < BLOCKS; i += 1) {
      const startedAt = first + i * 600;
      const id = v7({ msecs: startedAt * 1000 });
      const bytes = new Uint8Array(pictures[i % pictures.length] ?? []);
      const file = pictureFile(id, startedAt + 60);
      await keepPicture(disk, file, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const iso = (second: number) => new Date(second * 1000).toISOString();
      await keepItem(disk, {
        ...{ id, owner: { server: url, personId }, pictures: [file], sendAfter: 0, tried: false },
        block: {
          ...{ contractId: team.contract.id, startedAt: iso(startedAt), seconds: 600, inputSeconds: 300, idle: false },
          ...{ description: 'Checkout form validation', projectCode: null },
          captures: [{ takenAt: iso(startedAt + 60), sha256 }],
        },
      });
    }

    // Back in town: the machine has its network again.
    team.outside.clock.set(NOW);
    const machine = new FakeOutside();
    machine.photo = photoOf([...(await picture(5))]);
    const outside = {
      ...machine.outside(),
      disk,
      read: () => ({ monotonic: machine.monotonic, wall: Date.parse(NOW) + machine.monotonic }),
      server: (address: string, secret: string | null) => {
        const client = timedClient(() => machine.monotonic, address, secret);
        return {
          ...client,
          putBlock: (...[id, block, files]: Parameters<typeof client.putBlock>) => {
            arrived.push(Date.parse(block.startedAt));
            return client.putBlock(id, block, files);
          },
        };
      },
    };
    const tracker = createTracker(outside, () => undefined);
    await tracker.open();
    while (!tracker.model.state) await quiet(1);
    tracker.describe({ description: 'Checkout form validation' });
    await tracker.start();
    const started = machine.monotonic;
    for (let late = 0; tracker.model.queue.waiting.length > 0; late = machine.monotonic - started) {
      machine.monotonic += 1000;
      team.outside.clock.advance(1);
      tracker.second();
      // A second here is as long as a block takes to arrive.
      const { length } = tracker.model.queue.waiting;
      for (let turn = 0; turn < 500 && length === tracker.model.queue.waiting.length; turn += 1) await quiet(1);
      expect(workedSeconds(tracker.model.timer)).to.equal(late / 1000 + 1);
    }
    expect(arrived).to.eql([...arrived].sort((a, b) => a - b));
    expect(new Set(arrived).size).to.equal(arrived.length);
    expect(await readdir(join(folder, 'refused')).catch(() => [])).to.eql([]);
    const sql =
      'SELECT COUNT(*) AS blocks, SUM(seconds) AS seconds FROM blocks WHERE freelancer_id = $1 AND started_at < $2';
    const [sums] = await rows<{ blocks: number; seconds: number }>(sql, [personId, first + BLOCKS * 600]);
    expect([Number(sums?.blocks), Number(sums?.seconds)]).to.eql([BLOCKS, BLOCKS * 600]);
  });
});
