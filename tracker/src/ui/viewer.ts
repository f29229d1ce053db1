import type { Tracker } from '../app/tracker.ts';
import type { Second } from '../core/chance.ts';
import { coverForm } from './cover-form.ts';
import type { DiscardDialog } from './discard-dialog.ts';
import { say, set } from './dom.ts';
import { coveredWords, type HeldBlock, type HeldPicture } from './held-view.ts';
import type { TimerView } from './view.ts';
import { viewerFrame } from './viewer-frame.ts';

export type Viewer = { element: HTMLDialogElement; open(takenAt: Second): void; show(view: TimerView): void };

/** A picture that can be looked at: one of this computer, or the last one, which may have been sent. */
type Seen = { takenAt: Second; words: string; held: Held | null };
type Held = HeldPicture & { block: HeldBlock };

/**
 * A picture as large as the window allows, to be judged, covered or discarded. A block that is looked at is not sent.
 * A picture is known by its second: covering gives it another file, and a cut another block.
 */
export function pictureViewer(tracker: Tracker, discard: DiscardDialog): Viewer {
  const form = coverForm(cover, () => setCovering(false));
  const frame = viewerFrame(form.layer, form.element);
  const { dialog } = frame;
  let view: TimerView | null = null;
  let current: Seen | null = null;
  let covering = false;
  let lookedAt: string | null = null;

  function draw(): void {
    if (!view || !current || !dialog.open) return;
    const all = seenIn(view);
    const at = all.findIndex(({ takenAt }) => takenAt === current?.takenAt);
    current = all[at] ?? { ...current, held: null };
    const { held, words } = current;
    look(held?.block.id ?? null);
    void frame.load(current.takenAt, held?.file ?? null, () => bytesOf(held));
    say(frame.title, all.length > 1 && at >= 0 ? `${words} · ${at + 1} of ${all.length}` : words);
    say(frame.when, held ? held.block.when : 'Sent to your work diary');
    say(frame.work, held ? `${held.block.project} · ${held.block.description}` : '');
    say(frame.state, held ? stateWords(held) : 'It can be deleted there, with its time.');
    set(frame.previous, 'aria-disabled', at <= 0 ? 'true' : null);
    set(frame.next, 'aria-disabled', at >= all.length - 1 ? 'true' : null);
    const changeable = held?.block.changeable === true;
    if (!changeable && covering) setCovering(false);
    for (const button of [frame.cover, frame.discard]) set(button, 'hidden', !changeable);
    set(frame.online, 'hidden', changeable);
    set(dialog, 'data-covering', covering);
  }

  async function bytesOf(held: Held | null): Promise<Uint8Array<ArrayBuffer> | null> {
    if (held) return tracker.holding.read(held.file);
    return view?.picture?.takenAt === current?.takenAt ? (view?.picture?.bytes ?? null) : null;
  }

  function look(blockId: string | null): void {
    if (blockId === lookedAt) return;
    lookedAt = blockId;
    tracker.holding.lookAt(blockId);
  }

  function setCovering(on: boolean): void {
    covering = on;
    draw();
    if (on) {
      const mask = current?.held?.mask;
      form.begin(mask?.perMille ?? 0, mask?.reason ?? '', tracker.model.state?.policy.maskedPerMille ?? 1000);
    } else if (dialog.open) frame.cover.focus();
  }

  async function cover(...how: Parameters<Parameters<typeof coverForm>[0]>): Promise<string | null> {
    const held = current?.held;
    if (!held) return 'This picture has been sent. Delete it in the work diary online.';
    const refused = await tracker.holding.cover(held.block.id, held.takenAt, ...how);
    if (refused === null) setCovering(false);
    return refused;
  }

  function turn(by: 1 | -1): void {
    if (!view || covering) return;
    const all = seenIn(view);
    const next = all[all.findIndex(({ takenAt }) => takenAt === current?.takenAt) + by];
    if (!next) return;
    current = next;
    form.clear();
    draw();
  }

  dialog.addEventListener('keydown', ({ key, target }) => {
    // In a picture larger than its frame the arrow keys scroll.
    if (frame.isZoomed() && target === frame.stage) return;
    if (key === 'ArrowLeft') turn(-1);
    if (key === 'ArrowRight') turn(1);
  });
  dialog.addEventListener('cancel', event => {
    if (!covering) return;
    event.preventDefault();
    setCovering(false);
  });
  dialog.addEventListener('close', () => {
    look(null);
    covering = false;
    current = null;
    form.clear();
    frame.unload();
    void tracker.guest.makeRoom(false);
  });
  frame.previous.addEventListener('click', () => turn(-1));
  frame.next.addEventListener('click', () => turn(1));
  frame.cover.addEventListener('click', () => setCovering(true));
  frame.online.addEventListener('click', () => void tracker.openDiary());
  frame.discard.addEventListener('click', () => {
    if (current?.held) discard.ask(current.held.block, () => dialog.close());
  });

  return {
    element: dialog,
    open(takenAt) {
      const found = view && seenIn(view).find(seen => seen.takenAt === takenAt);
      if (!found) return;
      current = found;
      dialog.showModal();
      frame.close.focus();
      void tracker.guest.makeRoom(true);
      draw();
    },
    show(now) {
      view = now;
      draw();
    },
  };
}

/** Every picture that can be looked at, oldest first. */
function seenIn({ held, picture, pictureWords }: TimerView): Seen[] {
  const seen = held.blocks
    .flatMap(block => block.pictures.map(picture => ({ ...picture, block })))
    .map((held): Seen => ({ takenAt: held.takenAt, words: held.words, held }));
  if (picture && !seen.some(({ takenAt }) => takenAt === picture.takenAt)) {
    seen.push({ takenAt: picture.takenAt, words: pictureWords, held: null });
  }
  return seen.sort((a, b) => a.takenAt - b.takenAt);
}

function stateWords({ block, mask }: Held): string {
  const masked = mask ? [`${coveredWords(mask.perMille)}: ${mask.reason}`] : [];
  const stage = block.changeable ? [] : ['It may have reached the server: delete it in the work diary online'];
  return [...stage, ...block.marks, ...masked].join(' · ') || 'Not sent while you look at it';
}
