import check from 'lucide-static/icons/check.svg';
import upload from 'lucide-static/icons/upload.svg';
import type { Tracker } from '../app/tracker.ts';
import { el, icon, say, set } from './dom.ts';
import type { HeldList } from './held-list.ts';
import { refusedList } from './refused-list.ts';
import type { Part } from './work-form.ts';

/** Whether everything has arrived, and what waits: opens the list of what is on this computer. */
export function queueState(tracker: Tracker, list: HeldList): Part {
  const words = el('span', {});
  const state = el(
    'button',
    { class: 'quiet queue-state', type: 'button', title: 'What is on this computer' },
    icon(check),
    icon(upload),
    words,
  );
  // The button's countdown is not for reading aloud each second.
  const spoken = el('p', { class: 'unseen', role: 'status' });
  const refused = refusedList(tracker);
  state.addEventListener('click', () => list.open());
  return {
    element: el('section', { class: 'queue', 'aria-label': 'Sending' }, state, spoken, refused.element),
    show(view) {
      set(state, 'data-tone', view.held.state.tone);
      say(words, view.held.state.words);
      say(spoken, view.held.state.spoken);
      refused.show(view);
    },
  };
}
