import logOut from 'lucide-static/icons/log-out.svg';
import external from 'lucide-static/icons/external-link.svg';
import play from 'lucide-static/icons/play.svg';
import stop from 'lucide-static/icons/square.svg';
import type { Tracker } from '../app/tracker.ts';
import { brand } from './brand.ts';
import { el, icon, say, set } from './dom.ts';
import { lastPicture } from './evidence.ts';
import { noticeList } from './notice-list.ts';
import { queueState } from './queue-state.ts';
import type { Screen } from './sign-in.ts';
import { totals } from './totals.ts';
import type { TimerView } from './view.ts';
import { workForm } from './work-form.ts';

/** The window's heart: the clock, what is worked on, and Start or Stop. */
export function timerScreen(tracker: Tracker): Screen<TimerView> {
  const person = el('span', { class: 'person' });
  const leave = el(
    'button',
    { class: 'quiet', type: 'button', title: 'Sign out', 'aria-label': 'Sign out' },
    icon(logOut),
  );
  const clock = el('div', { class: 'clock', role: 'timer' });
  const status = el('div', { class: 'status', role: 'status' });
  const label = el('span', {});
  const button = el('button', { class: 'go', type: 'button' }, icon(play), icon(stop), label);
  const diary = el('button', { class: 'secondary wide', type: 'button' }, 'Manage Work Diary Online', icon(external));
  const empty = el(
    'div',
    { class: 'empty' },
    el('h2', {}, 'No contracts yet'),
    el('p', {}, 'Once a client has hired you and you have accepted the offer, the project is listed here.'),
  );
  const form = workForm(tracker);
  const parts = [noticeList(tracker), form, totals(), lastPicture(), queueState(tracker)];
  const [notices, , sums, picture, queue] = parts.map(({ element }) => element);

  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    if (tracker.model.timer.running) tracker.stop();
    else void tracker.start();
  });
  leave.addEventListener('click', () => void tracker.signOut());
  diary.addEventListener('click', () => void tracker.openDiary());

  const element = el(
    'div',
    { class: 'timer' },
    el('header', {}, el('h1', {}, brand()), person, leave),
    notices ?? '',
    el('section', { class: 'heart', 'aria-label': 'Timer' }, clock, status, button),
    form.element,
    empty,
    sums ?? '',
    el('footer', {}, el('div', { class: 'row' }, picture ?? '', queue ?? ''), diary),
  );
  return {
    element,
    show(view) {
      for (const part of parts) part.show(view);
      set(element, 'data-running', view.running);
      say(person, view.person);
      say(clock, view.clock);
      say(status, view.status);
      say(label, view.start.label);
      set(button, 'aria-disabled', view.start.enabled ? null : 'true');
      for (const part of [form.element, button]) set(part, 'hidden', view.empty);
      set(empty, 'hidden', !view.empty);
    },
    focus: () => button.focus(),
  };
}
