import type { Tracker } from '../app/tracker.ts';
import { el, say } from './dom.ts';
import type { HeldBlock } from './held-view.ts';
import type { TimerView } from './view.ts';

export type DiscardDialog = {
  element: HTMLDialogElement;
  /** @param done called when the block is gone */
  ask(block: HeldBlock, done?: () => void): void;
  show(view: TimerView): void;
};

/** Says what goes with a block before it goes: its time, what that is worth, and its screenshots. */
export function discardDialog(tracker: Tracker): DiscardDialog {
  const what = el('p', {});
  const words = el('p', { class: 'hint' });
  const problem = el('p', { class: 'problem', role: 'alert' });
  const cancel = el('button', { class: 'secondary', type: 'button' }, 'Keep it');
  const go = el('button', { class: 'danger', type: 'button' });
  const dialog = el(
    'dialog',
    { class: 'discard', role: 'alertdialog', 'aria-labelledby': 'discard-title', 'aria-describedby': 'discard-words' },
    el('h2', { id: 'discard-title' }, 'Discard this block?'),
    what,
    el('div', { id: 'discard-words' }, words),
    problem,
    el('div', { class: 'row' }, cancel, go),
  );
  let asked: { block: HeldBlock; done: () => void } | null = null;
  let busy = false;

  function draw({ when, worth, pictures, running }: HeldBlock): void {
    const shots = ['', ' and its screenshot', ' and its screenshots'][Math.min(2, pictures.length)] ?? '';
    say(what, when);
    say(
      words,
      `This time${shots} will be deleted, and nothing is sent. It cannot be undone.${running ? ' The timer goes on.' : ''}`,
    );
    say(go, `Discard ${worth}`);
  }

  async function discard(): Promise<void> {
    if (!asked || busy) return;
    busy = true;
    const { block, done } = asked;
    const refused = await tracker.holding
      .discard(block.id)
      .catch(() => 'This computer’s disk did not delete it. Please try again.');
    busy = false;
    if (refused !== null) return say(problem, refused);
    dialog.close();
    done();
  }

  cancel.addEventListener('click', () => dialog.close());
  go.addEventListener('click', () => void discard());
  dialog.addEventListener('close', () => (asked = null));

  return {
    element: dialog,
    ask(block, done = () => undefined) {
      asked = { block, done };
      say(problem, '');
      draw(block);
      dialog.showModal();
      cancel.focus();
    },
    show({ held }) {
      const block = asked && held.blocks.find(({ id }) => id === asked?.block.id);
      // A running block goes on while the question stands.
      if (block) draw(block);
    },
  };
}
