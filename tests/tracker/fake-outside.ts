/** A machine and a server in memory, with a clock that only the test moves. */
import type { Block } from '../../src/wire/tracker.ts';
import { createTracker, type Tracker } from '../../tracker/src/app/tracker.ts';
import type { Outside, Photo, Reply, ServerClient } from '../../tracker/src/app/outside.ts';
import type { CaptureFailure } from '../../src/wire/tracker.ts';
import { contractOf, felix, policy } from './fake-server.ts';
import { MemoryDisk } from './items.ts';

export const NINE = Date.UTC(2026, 10, 16, 9);
export const EMAIL = 'felix@example.org';

export class FakeOutside {
  disk = new MemoryDisk();
  /** Milliseconds on the monotonic clock; the wall clock goes along. */
  monotonic = 0;
  kept = new Map<string, Block>();
  conflicts: string[] = [];
  contracts = [contractOf(), contractOf({ id: 2, title: 'Audit report' })];
  photo: Photo | CaptureFailure = { bytes: new Uint8Array([1, 2, 3]), sha256: 'a'.repeat(64) };
  /** What happens to the next call: `lost` keeps the block and loses the answer. */
  weather: () => 'fine' | 'down' | 'lost' = () => 'fine';
  notices: string[] = [];
  blurred: boolean[] = [];
  opened: string[] = [];
  chance = Math.random;

  get now(): string {
    return new Date(NINE + this.monotonic).toISOString();
  }

  private reply<T>(value: T): Reply<T & { protocol: number; serverTime: string }> {
    const { monotonic } = this;
    return { ok: true, value: { protocol: 1, serverTime: this.now, ...value }, sent: monotonic, received: monotonic };
  }

  private client(): ServerClient {
    const down = {
      ok: false,
      message: 'down',
      answer: { meaning: 'later', reached: false, retryAfter: null },
    } as const;
    // A killed tracker says nothing any more.
    const reached = () => this.disk.lives > 0 && this.weather() === 'fine';
    return {
      signIn: async () => (reached() ? this.reply({ token: 'secret', person: felix }) : down),
      signOut: async () => (reached() ? this.reply({}) : down),
      state: async () =>
        reached()
          ? this.reply({ person: felix, contracts: this.contracts, weekStartsAt: '2026-11-16T00:00:00.000Z', policy })
          : down,
      handOver: async () => (reached() ? this.reply({ url: 'https://time.example.org/x', expiresAt: this.now }) : down),
      putBlock: async (id, block) => {
        const weather = this.disk.lives > 0 ? this.weather() : 'down';
        if (weather === 'down') return down;
        const first = this.kept.get(id);
        if (first && JSON.stringify(first) !== JSON.stringify(block)) {
          this.conflicts.push(id);
          return {
            ok: false,
            message: 'Sent before, differently.',
            answer: { meaning: 'refused', code: 'other-content', message: '' },
          };
        }
        this.kept.set(id, block);
        const { contractId, seconds } = block;
        const verdict = { protected: true, reasons: [] };
        return weather === 'lost'
          ? down
          : this.reply({ block: { id, contractId, seconds, receivedAt: this.now, verdict } });
      },
    };
  }

  outside(): Outside {
    return {
      disk: this.disk,
      chance: () => this.chance(),
      read: () => ({ monotonic: this.monotonic, wall: NINE + this.monotonic }),
      wait: async () => undefined,
      server: () => this.client(),
      photograph: async (_rule, blurred) => {
        this.blurred.push(blurred);
        return this.photo;
      },
      device: async () => 'Impact Time on studio (Linux)',
      notify: title => void this.notices.push(title),
      openInBrowser: async address => void this.opened.push(address),
    };
  }

  /** Starts the tracker anew on the same disk, as after a kill. */
  async boot(): Promise<Tracker> {
    const tracker = createTracker(this.outside(), () => undefined);
    await tracker.open();
    await quiet();
    return tracker;
  }

  /** A tracker of a signed-in Felix. */
  async signedIn(): Promise<Tracker> {
    const tracker = await this.boot();
    await tracker.signIn({ address: 'https://time.example.org', email: EMAIL, password: 'correct horse' });
    tracker.describe({ description: 'Checkout form validation' });
    await quiet();
    return tracker;
  }

  /** Lets so many seconds pass. */
  async pass(tracker: Tracker, seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i += 1) {
      this.monotonic += 1000;
      tracker.second();
      await quiet(1);
    }
    await quiet();
  }
}

/** Lets everything that is under way come to rest. Nothing in this world takes time. */
export async function quiet(turns = 4): Promise<void> {
  for (let i = 0; i < turns; i += 1) await new Promise(resolve => setImmediate(resolve));
}
