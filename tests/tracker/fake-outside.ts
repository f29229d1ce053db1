/** A machine and a server in memory, with a clock that only the test moves. */
import { createHash } from 'node:crypto';
import type { Block } from '../../src/wire/tracker.ts';
import { defaultSettings, type Settings } from '../../tracker/src/app/settings.ts';
import { createTracker, type Tracker } from '../../tracker/src/app/tracker.ts';
import type { Outside, Photo, Reply, ServerClient } from '../../tracker/src/app/outside.ts';
import type { CaptureFailure, TimerHeard } from '../../src/wire/tracker.ts';
import { FakeDesktop } from './fake-desktop.ts';
import { contractOf, felix, policy } from './fake-server.ts';
import { MemoryDisk } from './items.ts';
import { MemoryFolder } from './memory-folder.ts';

export const NINE = Date.UTC(2026, 10, 16, 9);
export const EMAIL = 'felix@example.org';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function photoOf(bytes: readonly number[]): Photo {
  const picture = new Uint8Array(bytes);
  return { bytes: picture, sha256: hashOf(picture) };
}

export class FakeOutside {
  disk = new MemoryDisk();
  downloads = new MemoryFolder();
  /** Milliseconds on the monotonic clock, on which the server's and the wall clock go along. */
  monotonic = 0;
  /** Milliseconds that passed while the monotonic clock stood still. */
  slept = 0;
  /** How far somebody has set the wall clock ahead. */
  wallAhead = 0;
  kept = new Map<string, Block>();
  conflicts: string[] = [];
  contracts = [contractOf(), contractOf({ id: 2, title: 'Audit report' })];
  photo: Photo | CaptureFailure = photoOf([1, 2, 3]);
  /** What happens to the next call: `lost` keeps the block and loses the answer. */
  weather: () => 'fine' | 'down' | 'lost' = () => 'fine';
  /** How often the window was brought before the person. */
  shown = 0;
  timer: number | null = null;
  elsewhere: TimerHeard['elsewhere'] = null;
  notices: string[] = [];
  blurred: boolean[] = [];
  opened: string[] = [];
  desktop = new FakeDesktop();
  chance = Math.random;

  /** What this person has chosen: nothing is held back, unless holding is what a test is about. */
  constructor(settings: Partial<Settings> = { holdSeconds: 0 }) {
    this.disk.files.set('settings.json', JSON.stringify({ ...defaultSettings, ...settings }));
  }

  get now(): string {
    return new Date(NINE + this.monotonic + this.slept).toISOString();
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
      tellTimer: async ({ contractId }) => {
        if (!reached()) return down;
        this.timer = contractId;
        return this.reply({ elsewhere: this.elsewhere });
      },
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
      read: () => ({ monotonic: this.monotonic, wall: NINE + this.monotonic + this.slept + this.wallAhead }),
      wait: async () => undefined,
      server: () => this.client(),
      photograph: async (_rule, blurred) => {
        this.blurred.push(blurred);
        return this.photo;
      },
      sha256: async bytes => hashOf(bytes),
      cover: async (jpeg, boxes) => photoOf([...jpeg, boxes.length]),
      device: async () => 'Impact Time on studio (Linux)',
      notify: title => void this.notices.push(title),
      showWindow: () => void (this.shown += 1),
      openInBrowser: async address => void this.opened.push(address),
      desktop: this.desktop.desktop(),
      saveFolder: async () => this.downloads,
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
