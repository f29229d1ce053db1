import external from 'lucide-static/icons/external-link.svg';
import play from 'lucide-static/icons/play.svg';
import stop from 'lucide-static/icons/square.svg';
import type { Tracker } from '../app/tracker.ts';
import { brand } from './brand.ts';
import { el, icon, say, set } from './dom.ts';
import { discardDialog } from './discard-dialog.ts';
import { lastPicture } from './evidence.ts';
import { heldList } from './held-list.ts';
import { idlePrompt } from './idle-prompt.ts';
import { noticeActs, noticeList } from './notice-list.ts';
import { preflightList } from './preflight.ts';
import { otherProjects } from './projects.ts';
import { queueState } from './queue-state.ts';
import type { Screen } from './sign-in.ts';
import { onShortcut } from './shortcuts.ts';
import { totals } from './totals.ts';
import type { TimerView } from './view.ts';
import { pictureViewer } from './viewer.ts';
import type { WindowMenu } from './window-menu.ts';
import { workForm } from './work-form.ts';

/** The window's heart: the clock, what is worked on, and Start or Stop. */
export function timerScreen(tracker: Tracker, menu: WindowMenu): Screen<TimerView> {
  const person = el('span', { class: 'person' });
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
  const discard = discardDialog(tracker);
  const viewer = pictureViewer(tracker, discard);
  const list = heldList(tracker, viewer, discard);
  const dialogs = [list, viewer, discard, idlePrompt(tracker)];
  const acts = noticeActs(tracker, form.focusDescription);
  const notices = noticeList(acts);
  const preflight = preflightList(acts);
  const others = otherProjects(tracker);
  const sums = totals();
  const picture = lastPicture(viewer);
  const queue = queueState(tracker, list);
  const confirmed = el('p', { class: 'hint confirmed' });
  const parts = [notices, preflight, form, others, sums, picture, queue];

  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    if (tracker.model.timer.running) tracker.stop();
    else void tracker.start();
  });
  onShortcut('toggle', () => {
    if (element.isConnected) button.click();
  });
  diary.addEventListener('click', () => void tracker.openDiary());

  const element = el(
    'div',
    { class: 'timer' },
    el('header', {}, el('h1', {}, brand()), person, menu(true)),
    notices.element,
    el('section', { class: 'heart', 'aria-label': 'Timer' }, clock, status, button, preflight.element),
    form.element,
    others.element,
    empty,
    sums.element,
    el('footer', {}, el('div', { class: 'row' }, picture.element, queue.element), diary, confirmed),
    ...dialogs.map(dialog => dialog.element),
  );
  return {
    element,
    show(view) {
      for (const part of [...parts, ...dialogs]) part.show(view);
      set(element, 'data-running', view.running);
      say(person, view.person);
      say(clock, view.clock);
      say(status, view.status);
      say(label, view.start.label);
      set(button, 'aria-disabled', view.start.enabled ? null : 'true');
      say(confirmed, view.confirmed);
      for (const part of [form.element, preflight.element, button]) set(part, 'hidden', view.empty);
      set(empty, 'hidden', !view.empty);
    },
    focus: () => button.focus(),
  };
}
