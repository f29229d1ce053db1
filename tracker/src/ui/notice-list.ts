import alert from 'lucide-static/icons/triangle-alert.svg';
import info from 'lucide-static/icons/info.svg';
import type { Tracker } from '../app/tracker.ts';
import { el, icon, whenChanged } from './dom.ts';
import type { Notice, NoticeAct } from './notices.ts';
import type { Part } from './work-form.ts';

export type Acts = Record<NoticeAct, () => void>;

/** What the buttons beside words do. @param focusDescription takes the person to the words that are old */
export const noticeActs = (tracker: Tracker, focusDescription: () => void): Acts => ({
  'sign-in': () => tracker.signInAgain(true),
  'try-capture': () => void tracker.start(),
  'start-anyway': () => void tracker.start(true),
  'try-again': () => void tracker.tryAgain(),
  download: () => void tracker.openDownload(),
  'open-diary': () => void tracker.openDiary(),
  describe: focusDescription,
  'still-holds': () => tracker.stillHolds(),
});

/** The buttons that stand after words, in a row; nothing without any. */
export function actButtons(offered: Notice['acts'], acts: Acts): HTMLElement[] {
  if (offered.length === 0) return [];
  const buttons = offered.map(({ act, label }) => {
    const button = el('button', { class: 'quiet', type: 'button' }, label);
    button.addEventListener('click', acts[act]);
    return button;
  });
  return [el('span', { class: 'acts' }, ...buttons)];
}

/** What the person should know, as icon, words and what can be done about it. */
export function noticeList(acts: Acts): Part {
  const element = el('div', { class: 'notices', 'aria-live': 'polite' });
  const draw = whenChanged((notices: Notice[]) => {
    element.replaceChildren(
      ...notices.map(({ tone, words, acts: offered }) =>
        el(
          'div',
          { class: 'notice', 'data-tone': tone },
          icon(tone === 'info' ? info : alert),
          el('p', {}, words, ...actButtons(offered, acts)),
        ),
      ),
    );
  });
  return { element, show: view => draw(view.notices) };
}
