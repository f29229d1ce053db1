/**
 * What lies on this computer and has reached no server yet: the freelancer may look at it, cover parts of it, or discard
 * it. What may have reached the server already is changed in the work diary and not here.
 */
import type { Mask } from '../../../src/wire/tracker.ts';
import type { Millisecond, Second } from '../core/chance.ts';
import type { Box } from '../core/mask.ts';
import { coveredPerMille } from '../core/mask.ts';
import type { OpenBlock, Shot } from '../core/open-block.ts';
import { removeItem, replaceItem, sendNow, waitingFor, type Item } from '../core/queue.ts';
import { discardItem, forgetPictures, keepItem, keepPicture, maskedFile, readPicture } from '../core/queue-store.ts';
import { unfinished } from '../core/timer-state.ts';
import { ownerOf, type Model } from './model.ts';
import { shotsOf } from './shots.ts';
import type { Outside } from './outside.ts';
import type { Timekeeping } from './timekeeping.ts';

/** A block on this computer, oldest first in lists. */
export type Held = {
  id: string;
  contractId: number;
  startedAt: Second;
  seconds: number;
  description: string;
  idle: boolean;
  shots: readonly Shot[];
  /** `running` and `closing` blocks are not finished, `held` ones wait to be looked at, `ready` ones for the server. */
  stage: 'running' | 'closing' | 'held' | 'ready' | 'sending';
  /** When its hold ends, on the monotonic clock. */
  sendAfter: Millisecond;
  /** No server can have seen it, so it may still be changed. */
  changeable: boolean;
};

export function heldBlocks(model: Model, now: Millisecond): Held[] {
  if (!model.session) return [];
  const open = unfinished(model.timer).map((block): Held => ({
    ...whatOf(block),
    seconds: block.until - block.startedAt,
    shots: block.shots,
    stage: block === model.timer.running ? 'running' : 'closing',
    sendAfter: 0,
    changeable: true,
  }));
  const waiting = waitingFor(model.queue, ownerOf(model.session)).map((item): Held => ({
    id: item.id,
    contractId: item.block.contractId,
    startedAt: Date.parse(item.block.startedAt) / 1000,
    seconds: item.block.seconds,
    description: item.block.description,
    idle: item.block.idle,
    shots: shotsOf(item),
    stage: item.id === model.sending ? 'sending' : item.sendAfter > now ? 'held' : 'ready',
    sendAfter: item.sendAfter,
    changeable: !item.tried,
  }));
  return [...waiting, ...open].sort((a, b) => a.startedAt - b.startedAt);
}

const whatOf = ({ id, startedAt, idle, task: { contractId, description } }: OpenBlock) => ({
  ...{ id, startedAt, idle, contractId, description },
});

export type Holding = {
  /** The picture as it would be sent; `null` when it is not on this computer any more. */
  read(file: string): Promise<Uint8Array<ArrayBuffer> | null>;
  /** While a person looks at a block it is not sent. `null` ends it. */
  lookAt(blockId: string | null): void;
  /**
   * Covers a picture for good.
   * @returns why it could not be done, or `null`
   */
  cover(blockId: string, takenAt: Second, boxes: readonly Box[], reason: string): Promise<string | null>;
  /** Deletes a block and its time. @returns why it could not be done, or `null` */
  discard(blockId: string): Promise<string | null>;
  /** Ends every hold. */
  sendNow(): void;
};

type Masked = { file: string; sha256: string; mask: Mask };

const GONE = 'It may have been sent in the meantime. Look again, or delete it in the work diary online.';

export function holding(
  model: Model,
  outside: Outside,
  time: Timekeeping,
  now: () => Second,
  changed: () => void,
): Holding {
  const find = (id: string) => heldBlocks(model, 0).find(block => block.id === id && block.changeable) ?? null;
  const waiting = (id: string) => model.queue.waiting.find(({ item }) => item.id === id && !item.tried)?.item ?? null;

  async function cover(
    blockId: string,
    takenAt: Second,
    boxes: readonly Box[],
    reason: string,
  ): Promise<string | null> {
    const rule = model.state?.policy.picture;
    const shot = find(blockId)?.shots.find(shot => shot.takenAt === takenAt);
    const bytes = shot && 'file' in shot ? await readPicture(outside.disk, shot.file) : null;
    if (!rule || !shot || !('file' in shot) || !bytes) return GONE;
    const covered = await outside.cover(bytes, boxes, rule);
    const file = maskedFile(shot.file);
    await keepPicture(outside.disk, file, covered.bytes);
    // What was covered before stays covered; where the boxes lie is not remembered, so both count.
    const perMille = Math.min(1000, coveredPerMille(boxes) + (shot.mask?.perMille ?? 0));
    const masked = { file, sha256: covered.sha256, mask: { perMille, reason } };
    if (!(await adopt(blockId, shot.file, takenAt, masked))) {
      await forgetPictures(outside.disk, [file]);
      return GONE;
    }
    if (model.picture?.file === shot.file) model.picture = { bytes: covered.bytes, takenAt, file };
    changed();
    return null;
  }

  /** The block names the covered picture; the other one is forgotten once that is on disk. */
  async function adopt(blockId: string, old: string, takenAt: Second, masked: Masked): Promise<boolean> {
    const item = waiting(blockId);
    if (!item) {
      const open = unfinished(model.timer).some(({ id }) => id === blockId);
      if (open) time.happened({ type: 'masked', blockId, takenAt, ...masked });
      return open;
    }
    const covered = withMask(item, old, takenAt, masked);
    model.queue = replaceItem(model.queue, covered);
    await keepItem(outside.disk, covered);
    await forgetPictures(outside.disk, [old]);
    return true;
  }

  async function discard(blockId: string): Promise<string | null> {
    const block = find(blockId);
    if (!block) return GONE;
    if (block.shots.some(shot => 'file' in shot && shot.file === model.picture?.file)) model.picture = null;
    const item = waiting(blockId);
    if (item) {
      model.queue = removeItem(model.queue, blockId);
      await discardItem(outside.disk, item);
      changed();
    } else time.happened({ type: 'discarded', at: now(), blockId });
    return null;
  }

  return {
    read: file => readPicture(outside.disk, file),
    lookAt: blockId => (model.queue = { ...model.queue, lookedAt: blockId }),
    cover,
    discard,
    sendNow() {
      model.queue = sendNow(model.queue);
      changed();
    },
  };
}

function withMask(item: Item, old: string, takenAt: Second, { file, sha256, mask }: Masked): Item {
  const captures = item.block.captures.map(capture =>
    Date.parse(capture.takenAt) === takenAt * 1000 ? { takenAt: capture.takenAt, sha256, mask } : capture,
  );
  const pictures = item.pictures.map(name => (name === old ? file : name));
  return { ...item, pictures, block: { ...item.block, captures } };
}
