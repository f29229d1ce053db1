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
} from '../../../src/wire/tracker.ts';
import type { Chance, Millisecond } from '../core/chance.ts';
import type { Reading } from '../core/clock.ts';
import type { Disk } from '../core/disk.ts';
import type { Answer } from '../core/queue.ts';

/** No success. `message` is one sentence for the person. */
export type Unanswered = { ok: false; message: string; answer: Exclude<Answer, { meaning: 'done' }> };
/** `sent` and `received` are readings of the monotonic clock. */
export type Reply<T> = { ok: true; value: T; sent: Millisecond; received: Millisecond } | Unanswered;

export type ServerClient = {
  signIn(who: SignIn): Promise<Reply<SignedIn>>;
  signOut(): Promise<Reply<object>>;
  state(): Promise<Reply<State>>;
  handOver(to: HandOverTo): Promise<Reply<HandOver>>;
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
  device(): Promise<string>;
  notify(title: string, text: string): void;
  openInBrowser(address: string, server: string): Promise<void>;
};

/** An answer tells the server's time. */
export type Told = Pick<Greeting, 'serverTime'>;
