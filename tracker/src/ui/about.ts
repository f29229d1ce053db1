import type { Tracker } from '../app/tracker.ts';
import { aboutView } from './about-view.ts';
import { el } from './dom.ts';
import type { Dialog } from './settings.ts';
import { shortcuts } from './shortcuts.ts';

/** Which version this is, whom it speaks to, and where it keeps things. */
export function aboutDialog(tracker: Tracker): Dialog {
  const facts = el('dl', {});
  const folder = el('button', { class: 'secondary', type: 'button' }, 'Open folder');
  const close = el('button', { class: 'secondary', type: 'button' }, 'Close');
  const keys = el('dl', {}, ...shortcuts.map(({ words, keys: pressed }) => row(words, el('kbd', {}, pressed))));
  const title = el('h2', { id: 'about-title', tabindex: '-1' }, 'About Impact Time');
  const dialog = el(
    'dialog',
    { class: 'about', 'aria-labelledby': 'about-title' },
    title,
    facts,
    el('h3', {}, 'Keys'),
    keys,
    el('div', { class: 'row' }, folder, close),
  );
  folder.addEventListener('click', () => void tracker.guest.openFolder());
  close.addEventListener('click', () => dialog.close());
  return {
    element: dialog,
    open() {
      facts.replaceChildren(
        ...aboutView(tracker.model, tracker.guest.about).map(({ name, value }) => row(name, value)),
      );
      dialog.showModal();
      // Read from its beginning, also where it has to be scrolled.
      title.focus();
    },
  };
}

const row = (name: string, value: Node | string) => el('div', {}, el('dt', {}, name), el('dd', {}, value));
