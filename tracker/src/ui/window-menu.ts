import type { Tracker } from '../app/tracker.ts';
import { aboutDialog } from './about.ts';
import { menuButton } from './menu.ts';
import { settingsDialog } from './settings.ts';
import { keysFor, onShortcut } from './shortcuts.ts';

/** Makes a button for a screen's header. */
export type WindowMenu = (signedIn: boolean) => HTMLElement;

/** What concerns the window and not the work. The dialogs belong to the page, whatever screen is shown. */
export function windowMenu(tracker: Tracker): WindowMenu {
  const settings = settingsDialog(tracker);
  const about = aboutDialog(tracker);
  document.body.append(settings.element, about.element);
  onShortcut('settings', () => settings.open());

  return signedIn =>
    menuButton('Menu', [
      { label: 'Settings', keys: keysFor('settings'), choose: () => settings.open() },
      { label: 'About', choose: () => about.open() },
      ...(signedIn ? [{ label: 'Sign out', choose: () => void tracker.signOut() }] : []),
      { label: 'Quit', choose: () => void tracker.guest.quit() },
    ]);
}
