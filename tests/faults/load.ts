/** Trackers that send what they have until it was taken, whatever happens to the server meanwhile. */
import { setTimeout as wait } from 'node:timers/promises';
import { v7 } from 'uuid';
import { sha256 } from '../../src/diary/picture.ts';
import { PROTOCOL, PROTOCOL_HEADER, type Block } from '../../src/wire/tracker.ts';
import { call, type Answer } from './call.ts';
import { picture } from '../support/pictures.ts';

/** @property token of a signed-in tracker @property from first second of free time to work in */
export type Worker = { contractId: number; token: string; from: number };

/** @property tookMs from the first try to the answer that it was taken */
export type Taken = { id: string; tookMs: number };

const BLOCK_SECONDS = 60;
const PICTURES = 24;
/** Much shorter than a real tracker's patience, so that a test need not wait for it. */
const PAUSE_MS = 40;

export class Load {
  /** What the server said it has, in order. */
  readonly taken: Taken[] = [];
  /** Every answer that was none of ours. */
  readonly refused: Answer[] = [];
  /** Questions that nobody answered to the end. */
  unanswered = 0;
  /** Blocks that are on their way for the first or a later time. */
  waiting = 0;
  private ended = false;
  private abandoned = false;
  private running: Promise<void>[] = [];
  private readonly url: string;
  private readonly pictures: Buffer[];

  private constructor(url: string, pictures: Buffer[]) {
    this.url = url;
    this.pictures = pictures;
  }

  /** @param pictures by turns; small ones unless given */
  static async to(url: string, pictures?: Buffer[]): Promise<Load> {
    return new Load(
      url,
      pictures ?? (await Promise.all(Array.from({ length: PICTURES }, (_, seed) => picture(seed * 7)))),
    );
  }

  /** Each worker sends one block after the other. @param most of each; endless unless told */
  begin(workers: readonly Worker[], most = Infinity): void {
    this.running.push(...workers.map(worker => this.work(worker, most)));
  }

  /** No new block is begun; what is on its way is sent until it was taken. */
  async end(): Promise<void> {
    this.ended = true;
    await this.drained();
  }

  /** Nothing is sent any more, whatever became of it: the end of a test that failed. */
  abandon(): void {
    this.abandoned = this.ended = true;
  }

  /** Resolves when everything there was to send was taken. */
  async drained(): Promise<void> {
    await Promise.all(this.running);
  }

  private async work(worker: Worker, most: number): Promise<void> {
    for (let nth = 0; nth < most && !this.ended; nth += 1) {
      this.waiting += 1;
      await this.deliver(worker, nth);
      this.waiting -= 1;
    }
  }

  private async deliver(worker: Worker, nth: number): Promise<void> {
    const file = this.pictures[nth % this.pictures.length]!;
    const [id, body, began] = [v7(), blockOf(worker, nth, file), performance.now()];
    while (!this.abandoned) {
      const answer = await this.put(id, worker.token, body, file);
      if (answer?.status === 200) {
        this.taken.push({ id, tookMs: performance.now() - began });
        return;
      }
      if (answer) this.refused.push(answer);
      else this.unanswered += 1;
      await wait(PAUSE_MS);
    }
  }

  private put(id: string, token: string, block: string, file: Buffer): Promise<Answer | null> {
    const headers = headersOf(token);
    return call(`${this.url}/tracker-api/blocks/${id}`, { method: 'PUT', headers, body: formOf(block, file) });
  }

  /** The bytes of one upload, for whoever sends them by hand. */
  async uploadOf(worker: Worker): Promise<{ path: string; headers: Record<string, string>; body: Buffer }> {
    const file = this.pictures[0]!;
    const sent = new Response(formOf(blockOf(worker, 0, file), file));
    const body = Buffer.from(await sent.arrayBuffer());
    const about = { 'Content-Type': sent.headers.get('content-type')!, 'Content-Length': String(body.length) };
    return { path: `/tracker-api/blocks/${v7()}`, headers: { ...headersOf(worker.token), ...about }, body };
  }
}

const headersOf = (token: string): Record<string, string> => ({
  Authorization: `Bearer ${token}`,
  [PROTOCOL_HEADER]: String(PROTOCOL),
});

function formOf(block: string, file: Buffer): FormData {
  const form = new FormData();
  form.set('block', block);
  form.set('screenshot', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'screen.jpg');
  return form;
}

function blockOf({ contractId, from }: Worker, nth: number, file: Buffer): string {
  const at = (second: number): string => new Date(second * 1000).toISOString().replace('.000Z', 'Z');
  const startedAt = from + nth * BLOCK_SECONDS;
  const block: Block = {
    ...{ contractId, startedAt: at(startedAt), seconds: BLOCK_SECONDS, inputSeconds: 30, idle: false },
    captures: [{ takenAt: at(startedAt + 30), sha256: sha256(file).toString('hex') }],
    ...{ description: 'Checkout: keep the basket when the session ends', projectCode: 'SHOP-1' },
  };
  return JSON.stringify(block);
}
