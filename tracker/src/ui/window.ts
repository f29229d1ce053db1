/** Puts the right screen into the window and keeps it up to date. */
import type { Tracker } from '../app/tracker.ts';
import { brand } from './brand.ts';
import { el } from './dom.ts';
import { signInScreen, type Screen } from './sign-in.ts';
import { timerScreen } from './timer-screen.ts';
import type { View } from './view.ts';
import { windowMenu } from './window-menu.ts';

/** @returns shows a view; screens are built once, so that what was typed stays */
export function createWindow(root: HTMLElement, tracker: Tracker): (view: View) => void {
  const words = (title: string, text: string) =>
    el('div', { class: 'plain' }, brand(), el('h1', {}, title), el('p', {}, text));
  const plain = {
    opening: words('One moment', 'Looking for work that was not sent yet.'),
    elsewhere: words(
      'Already open',
      'Impact Time runs in another window. Use that one, or close it and open this again.',
    ),
  };
  const menu = windowMenu(tracker);
  const screens = { 'sign-in': signInScreen(tracker, menu), timer: timerScreen(tracker, menu) };
  let shown: View['screen'] | null = null;

  return view => {
    const screen = screenOf(view);
    const fresh = view.screen !== shown;
    if (fresh) {
      shown = view.screen;
      root.replaceChildren(screen?.element ?? plain[view.screen as keyof typeof plain]);
    }
    if (view.screen === 'sign-in') screens['sign-in'].show(view);
    if (view.screen === 'timer') screens.timer.show(view);
    if (fresh) screen?.focus();
  };

  function screenOf(view: View): Screen<never> | null {
    if (view.screen === 'sign-in' || view.screen === 'timer') return screens[view.screen];
    return null;
  }
}
