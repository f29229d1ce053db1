/** Every hostile and honest file of the corpus, through the real door of a real process, gets the answer its manifest says. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { expect } from 'chai';
import { v7 } from 'uuid';
import { sha256 } from '../../src/diary/picture.ts';
import { diskStorage } from '../../src/outside/storage.ts';
import { config } from '../../src/config.ts';
import { findBlockById } from '../../src/diary/block-rows.ts';
import { keysOf } from '../../src/diary/storage-keys.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';
import { PASSWORD, world, type World } from '../support/world.ts';

type Expected = 'accept' | 'refuse' | 'reencode' | 'either' | '4xx';
type Picture = {
  file: string;
  expect: Expected;
  canary: string | null;
  why: string;
  sendAs: { filename: string; type: string };
};
type Body = { file: string; expect: Expected; why: string; contentType: string; contentLength: number };

const corpus = path.join(import.meta.dirname, '../support/hostile-uploads');
const read = (name: string): Buffer => readFileSync(path.join(corpus, name));
const { images, multipart } = JSON.parse(read('manifest.json').toString()) as { images: Picture[]; multipart: Body[] };
const fileNames = JSON.parse(read('filenames.json').toString()) as string[];

const LONGEST_MS = 5_000;
const SLOWEST_PAGE_MS = 2_000;
const MOST_MEMORY = 420 * 1024 * 1024;
const BOUNDARY = '----hostile7f3a';

describe('The upload door', () => {
  let server: ServerProcess;
  let w: World;
  let token: string;
  let blocks = 0;

  before(async function () {
    this.timeout(60_000);
    w = await world();
    w.outside.clock.set(new Date(Date.now() - 13 * 86_400_000).toISOString());
    w.contract = await w.activeContract();
    server = await startServer();
    const answer = await fetch(`${server.url}/tracker-api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: w.felix.email, password: PASSWORD, device: 'Corpus' }),
    });
    token = ((await answer.json()) as { token: string }).token;
  });

  after(async () => {
    await server.stop();
  });

  type Answer = { status: number; text: string; ms: number };

  /** Raw, because a well-behaved client could not send some of these. */
  function put(id: string, body: Buffer, contentType: string, length = body.length): Promise<Answer> {
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': contentType, 'content-length': length };
      const request = http.request(
        `${server.url}/tracker-api/blocks/${id}`,
        { method: 'PUT', headers, agent: false },
        response => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text, ms: performance.now() - began }));
        },
      );
      // A body that promises more than it has is cut off here: whatever happens then, no answer may be a success.
      if (length > body.length) {
        request.on('error', () => resolve({ status: 400, text: '', ms: 0 }));
        request.write(body, () => setImmediate(() => request.destroy()));
      } else {
        request.on('error', reject);
        request.end(body);
      }
    });
  }

  /** Each in a cell of its own in the last days. */
  function send(file: Buffer, filename: string, type: string): Promise<Answer & { id: string }> {
    const id = v7();
    const cell = Math.floor(Date.now() / 600_000) * 600_000 - ++blocks * 600_000;
    const startedAt = new Date(cell).toISOString();
    const captures = [{ takenAt: startedAt, sha256: sha256(file).toString('hex') }];
    const block = {
      contractId: w.contract.id,
      startedAt,
      seconds: 60,
      description: 'Sending strange files',
      projectCode: null,
      inputSeconds: 0,
      captures,
    };
    const name = filename.replace(/["\r\n]/g, encodeURIComponent);
    const body = Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="block"\r\n\r\n${JSON.stringify(block)}\r\n`),
      Buffer.from(
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="screenshot"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      file,
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]);
    return put(id, body, `multipart/form-data; boundary=${BOUNDARY}`).then(answer => ({ ...answer, id }));
  }

  function judge(expected: Expected, { status, text, ms }: Answer): void {
    const allowed = {
      accept: [200, 200],
      refuse: [400, 499],
      '4xx': [400, 499],
      reencode: [200, 499],
      either: [200, 499],
    }[expected];
    expect(status, text).to.be.within(allowed[0]!, allowed[1]!);
    expect(ms, 'milliseconds').to.be.below(LONGEST_MS);
    expect(text).not.to.match(/at .*\.(js|ts):\d+|Sequelize|node_modules/);
  }

  for (const { file, expect: expected, canary, why, sendAs } of images) {
    it(`answers ${file} with ${expected}: ${why}`, async () => {
      const answer = await send(read(`files/${file}`), sendAs.filename, sendAs.type);
      judge(expected, answer);
      if (answer.status !== 200) return;
      const block = await findBlockById(answer.id, w.felix.id);
      const storage = diskStorage(path.join(config.dataFolder, 'pictures'));
      for (const key of keysOf(block!)) {
        const bytes = (await storage.get(key))!;
        expect(bytes.subarray(0, 3).toString('hex'), 'a JPEG').to.equal('ffd8ff');
        if (canary !== null) expect(bytes.includes(canary), `${canary} in ${key}`).to.equal(false);
      }
    });
  }

  for (const { file, expect: expected, contentType, contentLength } of multipart) {
    it(`survives the request ${file}`, async () => {
      const declared = file.startsWith('11') ? contentLength : undefined;
      judge(expected === '4xx' ? '4xx' : 'either', await put(v7(), read(`multipart/${file}`), contentType, declared));
    });
  }

  it('takes a good picture whatever its file is called', async () => {
    const picture = read('files/00-ok-640x360.png');
    for (const name of fileNames) judge('either', await send(picture, name, 'image/png'));
  });

  it('takes all of them eight at once, and pages are quick meanwhile', async function () {
    this.timeout(120_000);
    const waiting = images.values();
    const worker = async (): Promise<void> => {
      for (const { file, expect: expected, sendAs } of waiting)
        judge(expected, await send(read(`files/${file}`), sendAs.filename, sendAs.type));
    };
    let done = false;
    const workers = Promise.all(Array.from({ length: 8 }, worker)).finally(() => (done = true));
    let slowest = 0;
    while (!done) {
      const began = performance.now();
      expect((await fetch(`${server.url}/sign-in`)).status).to.equal(200);
      slowest = Math.max(slowest, performance.now() - began);
    }
    await workers;
    expect(slowest, 'milliseconds').to.be.below(SLOWEST_PAGE_MS);
  });

  it('never needed more memory than a small dyno has, and wrote no error', () => {
    expect(server.peakMemory()).to.be.below(MOST_MEMORY);
    expect(server.output()).not.to.match(/error:|warn:|\n {4}at /);
  });
});
