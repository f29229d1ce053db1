import ellipsis from 'lucide-static/icons/ellipsis.svg';
import { el, icon, set } from './dom.ts';

export type MenuItem = { label: string; keys?: string; choose(): void };

/** A button that opens a menu. Arrow keys, Home and End walk in it; Escape and a click elsewhere close it. */
export function menuButton(label: string, items: readonly MenuItem[]): HTMLElement {
  const button = el(
    'button',
    { class: 'quiet', type: 'button', 'aria-label': label, title: label, 'aria-haspopup': 'menu' },
    icon(ellipsis),
  );
  const entries = items.map(({ label: text, keys, choose }) => {
    const entry = el('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, text);
    if (keys) entry.append(el('kbd', {}, keys));
    entry.addEventListener('click', () => {
      close();
      choose();
    });
    return entry;
  });
  const menu = el('div', { class: 'menu', role: 'menu', 'aria-label': label, hidden: true }, ...entries);
  const element = el('div', { class: 'menu-button' }, button, menu);

  function open(first = entries[0]): void {
    set(menu, 'hidden', false);
    set(button, 'aria-expanded', 'true');
    first?.focus();
    document.addEventListener('pointerdown', closeOutside);
  }

  /** The focus returns to the button, from where a dialog that opens next gives it back too. */
  function close(): void {
    if (menu.hidden) return;
    set(menu, 'hidden', true);
    set(button, 'aria-expanded', 'false');
    document.removeEventListener('pointerdown', closeOutside);
    button.focus();
  }

  function closeOutside({ target }: Event): void {
    if (!element.contains(target as Node)) close();
  }

  const keys: Record<string, (at: number) => void> = {
    ArrowDown: at => entries[(at + 1) % entries.length]?.focus(),
    ArrowUp: at => entries.at(at <= 0 ? -1 : at - 1)?.focus(),
    Home: () => entries[0]?.focus(),
    End: () => entries.at(-1)?.focus(),
    Escape: close,
    Tab: close,
  };
  button.addEventListener('click', () => (menu.hidden ? open() : close()));
  button.addEventListener('keydown', event => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowUp' ? entries.at(-1) : entries[0]);
  });
  menu.addEventListener('keydown', event => {
    const act = keys[event.key];
    if (!act) return;
    // Tab goes on from the button, as it would without a menu.
    if (event.key !== 'Tab') event.preventDefault();
    act(entries.indexOf(document.activeElement as HTMLButtonElement));
  });
  return element;
}
