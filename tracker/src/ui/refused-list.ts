import refusedIcon from 'lucide-static/icons/circle-x.svg';
import type { Tracker } from '../app/tracker.ts';
import { countWords } from '../app/words.ts';
import { el, icon, say, set, whenChanged } from './dom.ts';
import type { TimerView } from './view.ts';
import type { Part } from './work-form.ts';

/** What the server does not take, and why. Nothing to see while there is nothing. */
export function refusedList(tracker: Tracker): Part {
  const words = el('span', {});
  const why = el('button', { class: 'quiet', type: 'button' }, icon(refusedIcon), words);
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
    say(words, `${countWords(refused.length, 'refused', 'refused')}: why`);
    set(why, 'hidden', refused.length === 0);
    if (refused.length === 0 && dialog.open) dialog.close();
    list.replaceChildren(
      ...refused.map(({ id, what, why: reason, next }) => {
        const seen = el('button', { class: 'quiet', type: 'button' }, 'Take off the list');
        seen.addEventListener('click', () => void tracker.dismiss(id));
        const step = next === null ? [] : [el('span', { class: 'hint' }, next)];
        return el('li', {}, el('strong', {}, what), el('span', {}, reason), ...step, seen);
      }),
    );
  });

  return { element: el('div', { class: 'refused' }, why, dialog), show: ({ refused }) => draw(refused) };
}
