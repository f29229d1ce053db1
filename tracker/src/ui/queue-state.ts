import check from 'lucide-static/icons/check.svg';
import upload from 'lucide-static/icons/upload.svg';
import refusedIcon from 'lucide-static/icons/circle-x.svg';
import type { Tracker } from '../app/tracker.ts';
import { countWords } from '../app/words.ts';
import { el, icon, say, set, whenChanged } from './dom.ts';
import type { TimerView } from './view.ts';
import type { Part } from './work-form.ts';

/** Whether everything has arrived; what waits; what the server does not take, and why. */
export function queueState(tracker: Tracker): Part {
  const words = el('span', {});
  const state = el('span', { class: 'queue-state', role: 'status' }, icon(check), icon(upload), words);
  const refusedWords = el('span', {});
  const why = el('button', { class: 'quiet', type: 'button' }, icon(refusedIcon), refusedWords);
  const list = el('ul', {});
  const close = el('button', { class: 'secondary', type: 'button' }, 'Close');
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'refused-title' },
    el('h2', { id: 'refused-title' }, 'Not taken by the server'),
    el('p', { class: 'hint' }, 'These blocks are not in your work diary and are not paid.'),
    list,
    el('div', { class: 'row' }, close),
  );
  why.addEventListener('click', () => dialog.showModal());
  close.addEventListener('click', () => dialog.close());

  const draw = whenChanged((refused: TimerView['refused']) => {
    say(refusedWords, `${countWords(refused.length, 'refused', 'refused')}: why`);
    set(why, 'hidden', refused.length === 0);
    if (refused.length === 0 && dialog.open) dialog.close();
    list.replaceChildren(
      ...refused.map(({ id, what, why: reason }) => {
        const seen = el('button', { class: 'quiet', type: 'button' }, 'Take off the list');
        seen.addEventListener('click', () => void tracker.dismiss(id));
        return el('li', {}, el('strong', {}, what), el('span', {}, reason), seen);
      }),
    );
  });

  return {
    element: el('section', { class: 'queue', 'aria-label': 'Sending' }, state, why, dialog),
    show({ queue, refused }) {
      set(state, 'data-tone', queue.tone);
      say(words, queue.words);
      draw(refused);
    },
  };
}
