import type { Tracker } from '../app/tracker.ts';
import { el, say, set } from './dom.ts';

export type SaveToFile = { button: HTMLElement; answer: HTMLElement; show(offered: boolean): void };

/** For a computer that never gets online: what waits, in files for the web page. */
export function saveToFile(tracker: Tracker): SaveToFile {
  const button = el('button', { class: 'secondary', type: 'button' }, 'Save to a file');
  const answer = el('p', { class: 'hint', role: 'status', hidden: '' });
  let saving = false;

  async function save(): Promise<void> {
    if (saving) return;
    saving = true;
    tell('Saving …');
    // It answers in words, whether it worked or not.
    const { words } = await tracker.exportWaiting();
    tell(words);
    saving = false;
  }

  function tell(words: string): void {
    say(answer, words);
    set(answer, 'hidden', false);
  }

  button.addEventListener('click', () => void save());
  return {
    button,
    answer,
    show(offered) {
      set(button, 'hidden', !offered && button !== document.activeElement);
    },
  };
}
