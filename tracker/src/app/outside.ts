/** What the tracker needs from the machine and from the server. Adapters give the real ones, tests their own. */
import type {
  Block,
  BlockKept,
  CaptureFailure,
  Greeting,
  HandOver,
  HandOverTo,
  Policy,
  SignedIn,
  SignIn,
  State,
  TimerHeard,
  TimerNow,
} from '../../../src/wire/tracker.ts';
import type { Chance, Millisecond } from '../core/chance.ts';
import type { Reading } from '../core/clock.ts';
import type { Disk } from '../core/disk.ts';
import type { Desktop } from './desktop.ts';
import type { Box } from '../core/mask.ts';
import type { Answer } from '../core/queue.ts';

/** No success. `message` is one sentence for the person; `code` the server's, when it gave one. */
export type Unanswered = { ok: false; message: string; code?: string; answer: Exclude<Answer, { meaning: 'done' }> };
/** `sent` and `received` are readings of the monotonic clock. */
export type Reply<T> = { ok: true; value: T; sent: Millisecond; received: Millisecond } | Unanswered;

export type ServerClient = {
  signIn(who: SignIn): Promise<Reply<SignedIn>>;
  signOut(): Promise<Reply<object>>;
  state(): Promise<Reply<State>>;
  handOver(to: HandOverTo): Promise<Reply<HandOver>>;
  tellTimer(now: TimerNow): Promise<Reply<TimerHeard>>;
  putBlock(id: string, block: Block, pictures: readonly Uint8Array<ArrayBuffer>[]): Promise<Reply<BlockKept>>;
};

export type Photo = { bytes: Uint8Array<ArrayBuffer>; sha256: string };

export type Outside = {
  disk: Disk;
  chance: Chance;
  read(): Reading;
  wait(time: Millisecond): Promise<void>;
  server(address: string, token: string | null): ServerClient;
  /** Takes a picture of the screen, made small and clean, or says why there is none. */
  photograph(rule: Policy['picture'], blurred: boolean): Promise<Photo | CaptureFailure>;
  /** In hexadecimal digits. */
  sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string>;
  /** The same picture with boxes painted over, made small and clean. */
  cover(jpeg: Uint8Array<ArrayBuffer>, boxes: readonly Box[], rule: Policy['picture']): Promise<Photo>;
  device(): Promise<string>;
  /** @param screenshot the picture that was taken, shown beside the text where the system can */
  notify(title: string, text: string, screenshot?: Uint8Array<ArrayBuffer>): void;
  /** Brings the window before the person. */
  showWindow(): void;
  openInBrowser(address: string, server: string): Promise<void>;
  desktop: Desktop;
  /** @throws when there is no such folder and none can be made */
  saveFolder(): Promise<SaveFolder>;
};

/** The folder where people look for what a program has saved for them. Names are ours. */
export type SaveFolder = {
  /** For words. */
  path: string;
  names(): Promise<string[]>;
  /** An empty file, in the place of one that was there; for its owner only where the platform knows owners. */
  create(name: string): Promise<void>;
  append(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  size(name: string): Promise<number>;
  move(from: string, to: string): Promise<void>;
  remove(name: string): Promise<void>;
};

/** An answer tells the server's time. */
export type Told = Pick<Greeting, 'serverTime'>;
