/** Carries out what the timer asks for: writes to disk in order, and takes pictures beside it. */
import type { CaptureFailure } from '../../../src/wire/tracker.ts';
import { finish, writeJournal } from '../core/journal.ts';
import { add, type Item, type Owner } from '../core/queue.ts';
import { forgetPictures, keepItem, keepPicture, pictureFile } from '../core/queue-store.ts';
import type { Millisecond } from '../core/chance.ts';
import { secondOf } from '../core/clock.ts';
import { step } from '../core/timer.ts';
import type { Effect, TimerEvent, TimerRules } from '../core/timer-state.ts';
import type { OpenBlock, Shot } from '../core/open-block.ts';
import { ownerOf, type Model } from './model.ts';
import type { Outside } from './outside.ts';
import { captureNotice, failureNotice, idleNotice, pauseNotice } from './words.ts';

type Write = Extract<Effect, { do: 'save-block' | 'journal' | 'forget-pictures' }> & { owner: Owner };

/** So long the question about a pause stands. */
const IDLE_ANSWER_SECONDS = 60;
/** More pictures than two weeks of work make, and older ones are taken by no server. About 1 GB at most. */
export const MOST_PICTURES = 4000;

export type Timekeeping = {
  happened(event: TimerEvent): void;
  /** Tries again what could not be written. */
  write(): Promise<void>;
  /** Settles when every picture is answered and every block is on disk, or cannot be for now. */
  settled(): Promise<void>;
};

/** @param changed called whenever the model has changed */
export function timekeeping(model: Model, outside: Outside, changed: () => void): Timekeeping {
  const writes: Write[] = [];
  const photographing = new Set<Promise<void>>();
  let saved: Item[] = [];
  let writing: Promise<void> | null = null;

  function happened(event: TimerEvent): void {
    if (!model.session) return;
    const owner = ownerOf(model.session);
    const [timer, effects] = step({ ...model.timer, rules: rulesOf(model) }, event, outside.chance);
    model.timer = timer;
    for (const effect of effects) perform(effect, owner);
    if (effects.length > 0) void write();
    changed();
  }

  function perform(effect: Effect, owner: Owner): void {
    switch (effect.do) {
      case 'say-paused': {
        const { why, until } = effect;
        model.paused = { why, until };
        return outside.notify(...pauseNotice(why));
      }
      case 'ask-idle':
        outside.notify(...idleNotice);
        return outside.showWindow();
      case 'capture':
        return void take(effect);
      default:
        writes.push({ ...effect, owner });
        model.writing ||= effect.do === 'save-block';
    }
  }

  function take(effect: Extract<Effect, { do: 'capture' }>): void {
    const photo = photograph(effect).then(shot => happened({ type: 'captured', blockId: effect.blockId, shot }));
    photographing.add(photo);
    void photo.finally(() => photographing.delete(photo));
  }

  async function photograph({ blockId, contractId, takenAt }: Extract<Effect, { do: 'capture' }>): Promise<Shot> {
    const contract = model.state?.contracts.find(({ id }) => id === contractId);
    const rule = model.state?.policy.picture;
    if (!rule) return failed(takenAt, 'capture-failed');
    if (picturesWaiting(model) >= MOST_PICTURES) return failed(takenAt, 'no-room');
    try {
      // A contract no longer listed gets the more careful kind.
      const photo = await outside.photograph(rule, contract?.evidence !== 'full');
      if (typeof photo === 'string') return failed(takenAt, photo);
      const file = pictureFile(blockId, takenAt);
      await keepPicture(outside.disk, file, photo.bytes);
      model.picture = { bytes: photo.bytes, takenAt, file };
      model.captureFailure = null;
      outside.notify(...captureNotice, photo.bytes);
      return { takenAt, file, sha256: photo.sha256 };
    } catch {
      return failed(takenAt, 'capture-failed');
    }
  }

  function failed(takenAt: number, failure: CaptureFailure): Shot {
    model.captureFailure = failure;
    outside.notify(...failureNotice(failure));
    return { takenAt, failure };
  }

  function write(): Promise<void> {
    writing ??= writeAll().finally(() => {
      writing = null;
      changed();
      // What came while the last write was ending.
      if (writes.length > 0 && !model.diskFails) void write();
    });
    return writing;
  }

  /** In order, and each until it worked: a journal without a block is written only after that block. */
  async function writeAll(): Promise<void> {
    for (let effect = writes[0]; effect; effect = writes[0]) {
      try {
        await writeOne(effect);
        model.diskFails = false;
        writes.shift();
      } catch {
        model.diskFails = true;
        return;
      }
    }
  }

  async function writeOne(effect: Write): Promise<void> {
    if (effect.do === 'save-block') {
      const item = finish(effect.block, effect.owner, holdUntil(effect.block));
      if (!item) return;
      await keepItem(outside.disk, item);
      saved.push(item);
      return;
    }
    if (effect.do === 'forget-pictures') return forgetPictures(outside.disk, effect.files);
    const { owner, blocks, since } = effect;
    await writeJournal(outside.disk, { owner, blocks, since });
    // Only now may it be sent: a journal that still held it would bring it back after the server took it.
    for (const item of saved) model.queue = add(model.queue, item);
    saved = [];
    model.writing = writes.some(write => write.do === 'save-block');
  }

  /** The person has this long to look at the last picture. */
  function holdUntil({ shots }: OpenBlock): Millisecond {
    const { monotonic } = outside.read();
    const last = Math.max(...shots.map(shot => ('file' in shot ? shot.takenAt : 0)), 0);
    if (last === 0) return 0;
    return monotonic + (last + model.settings.holdSeconds - secondOf(model.clock, monotonic)) * 1000;
  }

  async function settled(): Promise<void> {
    while (photographing.size > 0) await Promise.all(photographing);
    await write();
  }

  return { happened, write, settled };
}

const rulesOf = ({ state, settings, timer }: Model): TimerRules => ({
  secondCapture: state?.policy.secondCaptureProbability ?? timer.rules.secondCapture,
  idleAfter: settings.idleAfterSeconds,
  idleAnswer: IDLE_ANSWER_SECONDS,
});

export const picturesWaiting = ({ queue }: Model): number =>
  queue.waiting.reduce((sum, { item }) => sum + item.pictures.length, 0);
