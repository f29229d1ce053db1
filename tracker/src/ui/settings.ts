import type { Tracker } from '../app/tracker.ts';
import { settingsFrom, typedFrom, type SettingsFaults, type TypedSettings } from '../app/settings-form.ts';
import { el, say, set } from './dom.ts';

export type Dialog = { element: HTMLDialogElement; open(): void };

/** What the person may choose. Saved as a whole, or not at all; what was typed stays until then. */
export function settingsDialog(tracker: Tracker): Dialog {
  const idle = numberField(
    'idle-minutes',
    'Without input, ask after',
    'minutes',
    'You then say whether that time counts.',
  );
  const hold = numberField(
    'hold-seconds',
    'Hold screenshots for',
    'seconds',
    'Time to look at a screenshot before it is sent.',
  );
  const start = checkField(
    'start-with-system',
    'Start with the system',
    'It waits in the tray and tracks nothing until you press Start.',
  );
  const tray = checkField(
    'close-to-tray',
    'Keep running when the window is closed',
    'In the tray, or minimised where there is none.',
  );
  const fields = { idleMinutes: idle, holdSeconds: hold, startWithSystem: start, closeToTray: tray };
  const cancel = el('button', { class: 'secondary', type: 'button' }, 'Cancel');
  const save = el('button', { class: 'primary', type: 'submit' }, 'Save');
  const form = el(
    'form',
    { novalidate: true },
    el('h2', { id: 'settings-title' }, 'Settings'),
    ...[idle, hold, start, tray].map(({ element }) => element),
    el('div', { class: 'row' }, cancel, save),
  );
  const dialog = el('dialog', { class: 'settings', 'aria-labelledby': 'settings-title' }, form);

  const typed = (): TypedSettings => ({
    idleMinutes: idle.input.value,
    holdSeconds: hold.input.value,
    startWithSystem: start.input.checked,
    closeToTray: tray.input.checked,
  });

  function showFaults(faults: SettingsFaults): void {
    for (const name of Object.keys(fields) as (keyof typeof fields)[]) {
      const { input, fault } = fields[name];
      say(fault, faults[name] ?? '');
      set(input, 'aria-invalid', faults[name] === undefined ? null : 'true');
    }
    dialog.querySelector<HTMLInputElement>('[aria-invalid]')?.focus();
  }

  async function submit(): Promise<void> {
    const read = settingsFrom(typed());
    if ('faults' in read) return showFaults(read.faults);
    const refused = await tracker.guest.choose(read.settings);
    if (refused === null) dialog.close();
    else showFaults({ startWithSystem: refused });
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    void submit();
  });
  cancel.addEventListener('click', () => dialog.close());

  return {
    element: dialog,
    open() {
      const { idleMinutes, holdSeconds, startWithSystem, closeToTray } = typedFrom(tracker.model.settings);
      idle.input.value = idleMinutes;
      hold.input.value = holdSeconds;
      start.input.checked = startWithSystem;
      tray.input.checked = closeToTray;
      showFaults({});
      dialog.showModal();
    },
  };
}

type Field = { element: HTMLElement; input: HTMLInputElement; fault: HTMLElement };

function numberField(id: string, label: string, unit: string, help: string): Field {
  const { hint, fault, described } = wordsOf(id, help);
  const input = el('input', {
    id,
    inputmode: 'numeric',
    maxlength: '4',
    autocomplete: 'off',
    'aria-describedby': described,
  });
  const line = el('div', { class: 'number' }, input, el('span', {}, unit));
  return { element: el('div', { class: 'field' }, el('label', { for: id }, label), line, fault, hint), input, fault };
}

function checkField(id: string, label: string, help: string): Field {
  const { hint, fault, described } = wordsOf(id, help);
  const input = el('input', { id, type: 'checkbox', 'aria-describedby': described });
  return { element: el('div', { class: 'check' }, input, el('label', { for: id }, label), fault, hint), input, fault };
}

function wordsOf(id: string, help: string) {
  const hint = el('p', { id: `${id}-hint`, class: 'hint' }, help);
  const fault = el('p', { id: `${id}-fault`, class: 'problem', role: 'alert' });
  return { hint, fault, described: `${id}-fault ${id}-hint` };
}
