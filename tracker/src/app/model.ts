/** Everything the window shows follows from this. Changed in place by the acts beside it; `view.ts` reads it. */
import type { CaptureFailure, Person, State, TimerHeard } from '../../../src/wire/tracker.ts';
import type { Second } from '../core/chance.ts';
import type { Clock } from '../core/clock.ts';
import { emptyQueue, type Owner, type Queue } from '../core/queue.ts';
import { idleTimer, type PauseReason, type Timer } from '../core/timer-state.ts';
import type { Task } from '../core/open-block.ts';
import type { Memory } from './recent.ts';
import type { Standing } from './reminder.ts';
import { defaultSettings, type Settings } from './settings.ts';

export type Session = { server: string; token: string; person: Person };

export type LastPicture = { bytes: Uint8Array<ArrayBuffer>; takenAt: number; file: string };

export type Model = {
  stage: 'opening' | 'elsewhere' | 'signed-out' | 'signed-in';
  address: string;
  /** Who was signed in last, for the form. */
  email: string;
  session: Session | null;
  /** Last heard from the server, or read from disk when it could not be reached. */
  state: State | null;
  /** Whether the last call reached the server; `null` before the first. */
  reached: boolean | null;
  clock: Clock;
  settings: Settings;
  timer: Timer;
  queue: Queue;
  /** What the form says. The running block follows it. */
  draft: { contractId: number | null; projectCode: string; description: string };
  /** What this computer remembers of everyone who has worked on it, by person and server. */
  memories: Record<string, Memory>;
  /** How long the running task's words have stood. */
  standing: Standing | null;
  picture: LastPicture | null;
  /** Why the last capture failed; `null` when it did not. */
  captureFailure: CaptureFailure | null;
  /** Whether a test capture has worked since the window opened, or the person chose to start without one. */
  captureTested: boolean;
  busy: 'signing-in' | 'testing-capture' | 'opening-diary' | 'leaving' | null;
  /** One sentence for the person, until the next act. */
  problem: string | null;
  /** The password was right, and the server asks for a code of the authenticator. */
  codeNeeded: boolean;
  /** Why the server takes nothing now, in its words; `null` when the session has simply ended. */
  suspended: string | null;
  /** Why and where the timer stopped by itself, until the next start. */
  paused: { why: PauseReason; until: Second } | null;
  /** Another tracker of this person that runs too. */
  elsewhere: TimerHeard['elsewhere'];
  /** Whether the system tells how long ago the last input was; `null` before it was asked. */
  idleMeasured: boolean | null;
  /** When the server last answered, by its own clock. */
  confirmedAt: Second | null;
  /** The block that is on its way to the server at this moment. */
  sending: string | null;
  /** The last run was ended from outside while the timer ran; its work is kept up to here. */
  recoveredUntil: Second | null;
  /** Work is on its way to the disk, and so not yet among what waits. */
  writing: boolean;
  /** The last write failed; nothing is said to be kept until one works again. */
  diskFails: boolean;
};

export const DEFAULT_ADDRESS = 'http://127.0.0.1:3000';

export const emptyDraft: Model['draft'] = { contractId: null, projectCode: '', description: '' };

export const newModel = (clock: Clock): Model => ({
  stage: 'opening',
  address: DEFAULT_ADDRESS,
  email: '',
  session: null,
  state: null,
  reached: null,
  clock,
  settings: defaultSettings,
  timer: idleTimer,
  queue: emptyQueue,
  draft: { ...emptyDraft },
  memories: {},
  standing: null,
  picture: null,
  captureFailure: null,
  captureTested: false,
  busy: null,
  problem: null,
  codeNeeded: false,
  suspended: null,
  paused: null,
  elsewhere: null,
  idleMeasured: null,
  confirmedAt: null,
  sending: null,
  recoveredUntil: null,
  writing: false,
  diskFails: false,
});

export const ownerOf = (session: Session): Owner => ({ server: session.server, personId: session.person.id });

export const chosenContract = (model: Model) =>
  model.state?.contracts.find(({ id }) => id === model.draft.contractId) ?? null;

/** What the form asks to work on; `null` before a project is chosen. */
export function taskOf({ draft }: Model): Task | null {
  if (draft.contractId === null) return null;
  return {
    contractId: draft.contractId,
    projectCode: draft.projectCode.trim() || null,
    description: draft.description.trim(),
  };
}
