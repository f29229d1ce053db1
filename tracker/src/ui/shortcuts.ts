const MAC = /Mac/.test(navigator.userAgent);
const command = (key: string) => (MAC ? `⌘${key}` : `Ctrl+${key}`);

export type ShortcutAct = 'toggle' | 'settings';

/** Keys that work anywhere in the window, as About lists them. */
export const shortcuts: readonly { act: ShortcutAct; key: string; words: string; keys: string }[] = [
  { act: 'toggle', key: 'Enter', words: 'Start or stop', keys: MAC ? '⌘↩' : 'Ctrl+Enter' },
  { act: 'settings', key: ',', words: 'Settings', keys: command(',') },
];

export const keysFor = (act: ShortcutAct): string => shortcuts.find(shortcut => shortcut.act === act)?.keys ?? '';

/** Listens for the keys of one act; a dialog that is open has the keyboard to itself. */
export function onShortcut(act: ShortcutAct, does: () => void): void {
  document.addEventListener('keydown', event => {
    if (!(MAC ? event.metaKey : event.ctrlKey) || event.altKey || event.shiftKey || event.repeat) return;
    if (shortcuts.find(({ key }) => key === event.key)?.act !== act || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    does();
  });
}
