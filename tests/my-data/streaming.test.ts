/** A long life is sent as it is read: nothing piles up, and who goes away is not read to the end. */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { createApp } from '../../src/app.ts';
import { config } from '../../src/config.ts';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { run } from '../../src/db/sequelize.ts';
import { describe as words } from '../../src/diary/block-writes.ts';
import { filesOf } from '../../src/my-data/files.ts';
import { paged } from '../../src/my-data/paged.ts';
import { zipped } from '../../src/my-data/zip.ts';
import type { Storage } from '../../src/outside/storage.ts';
import { ORIGIN, PASSWORD, world, type World } from '../support/world.ts';

const BLOCKS = 2000;
const PICTURE = 150_000;
const FIRST = Date.parse('2026-09-01T08:00:00Z') / 1000;

describe('A copy of two thousand blocks', function () {
  this.timeout(60_000);
  let w: World;
  let storage: Storage & { reads: number };

  before(async () => {
    w = await world();
    const descriptionId = await words({ contractId: w.contract.id, description: 'A long life of work' });
    const { id: termsId } = await ContractTerms.findOne({ where: { contractId: w.contract.id }, rejectOnEmpty: true });
    for (let first = 0; first < BLOCKS; first += 100) {
      const values = Array.from({ length: 100 }, (_, place) => {
        const number = (first + place).toString(16).padStart(8, '0');
        const id = `${w.felix.id.toString(16).padStart(8, '0')}${number}${'0'.repeat(16)}`;
        const sha = `${number}${'0'.repeat(56)}`;
        const startedAt = FIRST + (first + place) * 600;
        return `(${w.felix.id}, ${startedAt}, 600, X'${id}', ${w.contract.id}, ${termsId}, ${descriptionId}, 60, ${startedAt}, 2, 0, 300, X'${sha}')`;
      });
      await run(
        `INSERT INTO blocks (freelancer_id, started_at, seconds, id, contract_id, terms_id, description_id, input_seconds, received_at, rule_version, reasons, shot1_offset, shot1_sha256) VALUES ${values.join(', ')}`,
        [],
      );
    }
  });
  beforeEach(() => {
    storage = {
      ...w.outside.storage,
      reads: 0,
      get: () => {
        storage.reads += 1;
        return Promise.resolve(Buffer.alloc(PICTURE, storage.reads % 251));
      },
    };
  });
  const copy = (): AsyncGenerator<Uint8Array> =>
    zipped(filesOf(w.felix, storage, w.outside.clock.now()), w.outside.clock.now());

  it('reads a picture when its turn comes, and keeps none', async () => {
    let [bytes, most] = [0, 0];
    global.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    for await (const chunk of copy()) {
      bytes += chunk.length;
      // What was read is at most one picture ahead of what was sent.
      expect(storage.reads * PICTURE - bytes).to.be.below(2 * PICTURE);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(storage.reads).to.equal(BLOCKS);
    expect(bytes).to.be.above(BLOCKS * PICTURE);
    // Three hundred megabytes went through; what is waiting to be collected is a part of that.
    expect(most).to.be.below((BLOCKS * PICTURE) / 3);
  });

  it('stops reading when nobody takes any more', async () => {
    const archive = copy();
    while (storage.reads < 10) await archive.next();
    await archive.return(undefined);
    expect((await archive.next()).done).to.equal(true);
    expect(storage.reads).to.equal(10);
  });

  it('waits for a receiver that does not read, and ends when it goes away', async () => {
    const server = http.createServer(createApp({ ...w.outside, storage }, config)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = { cookie: w.felix.cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
    const asked = http.request({ port, host: '127.0.0.1', path: '/profile/data', method: 'POST', headers });
    asked.end(new URLSearchParams({ password: PASSWORD }).toString());
    const [answer] = (await once(asked, 'response')) as [http.IncomingMessage];
    expect(answer.statusCode).to.equal(200);
    await once(answer, 'data');
    answer.pause();
    const still = async (): Promise<number> => {
      let seen = -1;
      while (seen !== storage.reads) {
        seen = storage.reads;
        for (let turn = 0; turn < 200; turn++) await new Promise(resolve => setImmediate(resolve));
      }
      return seen;
    };
    const waiting = await still();
    expect(waiting).to.be.below(BLOCKS / 2);
    const closed = once(asked, 'close');
    answer.destroy();
    await closed;
    const left = await still();
    expect(left - waiting).to.be.below(5);
    server.close();
    await once(server, 'close');
    expect(w.outside.complaints).to.deep.equal([]);
  });

  it('has every one of them', async () => {
    const chunks: Uint8Array[] = [];
    storage.get = () => Promise.resolve(Buffer.from('picture'));
    for await (const chunk of copy()) chunks.push(chunk);
    const files = unzipSync(Buffer.concat(chunks));
    expect(Buffer.from(files['blocks.csv']!).toString().trim().split('\r\n')).to.have.length(BLOCKS + 1);
    expect(Object.keys(files).filter(name => name.startsWith('pictures/'))).to.have.length(BLOCKS);
  });

  it('asks for the next page after the last row, and never for one that cannot be', async () => {
    const asked: (number | null)[] = [];
    const pages: number[][] = [];
    const all = [1, 2, 3, 4, 5];
    for await (const page of paged(2, (after: number | null, limit) => {
      asked.push(after);
      return Promise.resolve(all.filter(one => one > (after ?? 0)).slice(0, limit));
    }))
      pages.push(page);
    expect([asked, pages]).to.deep.equal([
      [null, 2, 4],
      [[1, 2], [3, 4], [5]],
    ]);
  });
});
