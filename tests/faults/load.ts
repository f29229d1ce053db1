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

  static async to(url: string): Promise<Load> {
    const pictures = await Promise.all(Array.from({ length: PICTURES }, (_, seed) => picture(seed * 7)));
    return new Load(url, pictures);
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
    const file = this.pictures[nth % PICTURES]!;
    const [id, body, began] = [v7(), blockOf(worker, nth, file), performance.now()];
    while (!this.abandoned) {
      const answer = await this.put(id, worker.token, body, file);
      if (answer?.status === 200) {
        this.taken.push({ id, tookMs: performance.now() - began });
        return;
      }
      if (answer) this.refused.push(answer);
      await wait(PAUSE_MS);
    }
  }

  private put(id: string, token: string, block: string, file: Buffer): Promise<Answer | null> {
    const body = new FormData();
    body.set('block', block);
    body.set('screenshot', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'screen.jpg');
    const headers = { Authorization: `Bearer ${token}`, [PROTOCOL_HEADER]: String(PROTOCOL) };
    return call(`${this.url}/tracker-api/blocks/${id}`, { method: 'PUT', headers, body });
  }
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
