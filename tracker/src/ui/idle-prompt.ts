import type { Tracker } from '../app/tracker.ts';
import type { AskingView } from './asking-view.ts';
import { el, say } from './dom.ts';
import type { TimerView } from './view.ts';
import type { Part } from './work-form.ts';

/**
 * Asks whether time without input was work. It comes up by itself, perhaps under hands that type into another program,
 * so neither answer has the focus: a stray key answers nothing. Silence keeps what is certain.
 */
export function idlePrompt(tracker: Tracker): Part {
  const title = el('h2', { id: 'idle-title', tabindex: '-1' }, 'Were you working?');
  const fact = el('p', { id: 'idle-fact' });
  const keep = answerButton('Keep it, marked as idle', 'idle-keep', () => tracker.answerIdle(true));
  const discard = answerButton('Discard it', 'idle-discard', () => tracker.answerIdle(false));
  const countdown = el('p', { class: 'countdown', role: 'timer' });
  const spoken = el('p', { class: 'unseen', role: 'status' });
  say(keep.hint, 'Your client sees that there was no input. This time is not protected.');
  const dialog = el(
    'dialog',
    { class: 'idle', role: 'alertdialog', 'aria-labelledby': 'idle-title', 'aria-describedby': 'idle-fact' },
    title,
    fact,
    ...[keep, discard].flatMap(({ button, hint }) => [button, hint]),
    countdown,
    spoken,
  );
  // Some engines close a dialog at the second Escape whatever `cancel` says, so the key never gets there.
  dialog.addEventListener('keydown', event => {
    if (event.key === 'Escape') event.preventDefault();
  });
  dialog.addEventListener('cancel', event => event.preventDefault());

  function ask({ since, span, discarded, left }: AskingView): void {
    say(fact, `No input since ${since} (${span}).`);
    say(discard.button, `Discard ${discarded}`);
    say(discard.hint, `The work until ${since} is kept, and the timer goes on from now.`);
    say(countdown, `Without an answer the timer stops at ${since} in ${left} s.`);
    say(spoken, left <= 10 ? '10 seconds left to answer' : left <= 30 ? '30 seconds left to answer' : '');
    if (dialog.open) return;
    dialog.showModal();
    title.focus();
  }

  return {
    element: dialog,
    show({ asking }: TimerView) {
      if (asking) ask(asking);
      else if (dialog.open) dialog.close();
    },
  };
}

function answerButton(label: string, hintId: string, answer: () => void) {
  const hint = el('p', { id: hintId, class: 'hint' });
  const button = el('button', { class: 'secondary wide', type: 'button', 'aria-describedby': hintId }, label);
  button.addEventListener('click', answer);
  return { button, hint };
}
