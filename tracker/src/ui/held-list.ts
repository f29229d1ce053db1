import type { Tracker } from '../app/tracker.ts';
import { el, say, set } from './dom.ts';
import { heldRow, type HeldRow } from './held-row.ts';
import type { HeldBlock } from './held-view.ts';
import type { DiscardDialog } from './discard-dialog.ts';
import { saveToFile } from './save-to-file.ts';
import type { TimerView } from './view.ts';
import type { Viewer } from './viewer.ts';

export type HeldList = { element: HTMLDialogElement; open(): void; show(view: TimerView): void };

/** Everything on this computer that no server has yet. Drawn only while it is open. */
export function heldList(tracker: Tracker, viewer: Viewer, discard: DiscardDialog): HeldList {
  const hint = el('p', { class: 'hint' });
  const list = el('ul', {});
  const more = el('p', { class: 'hint' });
  const send = el('button', { class: 'secondary', type: 'button' }, 'Send now');
  const save = saveToFile(tracker);
  const close = el('button', { class: 'secondary', type: 'button' }, 'Close');
  const dialog = el(
    'dialog',
    { class: 'held', 'aria-labelledby': 'held-title' },
    el('h2', { id: 'held-title' }, 'On this computer'),
    hint,
    list,
    more,
    save.answer,
    el('div', { class: 'row' }, save.button, send, close),
  );
  const rows = new Map<string, HeldRow>();
  let last: TimerView | null = null;

  send.addEventListener('click', () => {
    tracker.holding.sendNow();
    close.focus();
  });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => drawRows([]));

  function draw({ held }: TimerView): void {
    say(
      hint,
      held.blocks.length > 0
        ? 'Look at each screenshot, cover parts of it, or discard it with its time before it is sent.'
        : 'Nothing waits here: everything has been sent.',
    );
    say(more, held.more ?? '');
    set(more, 'hidden', held.more === null);
    set(send, 'hidden', !held.holds);
    save.show(held.unreached);
    drawRows(held.blocks);
  }

  /** A row lives as long as its block, so that the focus and its picture stay while the seconds go by. */
  function drawRows(blocks: readonly HeldBlock[]): void {
    const hadFocus = list.contains(document.activeElement);
    for (const [id, row] of rows) {
      if (blocks.some(block => block.id === id)) continue;
      row.end();
      row.element.remove();
      rows.delete(id);
    }
    for (const block of blocks) {
      if (!rows.has(block.id))
        rows.set(
          block.id,
          heldRow(tracker, view, block => discard.ask(block)),
        );
      rows.get(block.id)?.show(block);
    }
    blocks.forEach(({ id }, i) => {
      const { element } = rows.get(id)!;
      // What stands in its place is not moved: it would lose the focus.
      if (list.children[i] !== element) list.insertBefore(element, list.children[i] ?? null);
    });
    if (hadFocus && dialog.open && !list.contains(document.activeElement)) close.focus();
  }

  function view({ pictures }: HeldBlock): void {
    if (pictures[0]) viewer.open(pictures[0].takenAt);
  }

  return {
    element: dialog,
    open() {
      dialog.showModal();
      close.focus();
      if (last) draw(last);
    },
    show(view) {
      last = view;
      if (dialog.open) draw(view);
    },
  };
}
