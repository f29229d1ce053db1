import alert from 'lucide-static/icons/triangle-alert.svg';
import info from 'lucide-static/icons/info.svg';
import type { Tracker } from '../app/tracker.ts';
import { el, icon, whenChanged } from './dom.ts';
import type { Notice, NoticeAct } from './notices.ts';
import type { Part } from './work-form.ts';

/** What the person should know, as icon, words and what can be done about it. */
export function noticeList(tracker: Tracker): Part {
  const acts: Record<NoticeAct, () => void> = {
    'sign-in': () => void tracker.signOut(),
    'try-capture': () => void tracker.start(),
    'start-anyway': () => void tracker.start(true),
    'try-again': () => void tracker.tryAgain(),
  };
  const element = el('div', { class: 'notices', 'aria-live': 'polite' });
  const draw = whenChanged((notices: Notice[]) => {
    element.replaceChildren(
      ...notices.map(notice => {
        const buttons = notice.acts.map(({ act, label }) => {
          const button = el('button', { class: 'quiet', type: 'button' }, label);
          button.addEventListener('click', acts[act]);
          return button;
        });
        const words = el(
          'p',
          {},
          notice.words,
          ...(buttons.length > 0 ? [el('span', { class: 'acts' }, ...buttons)] : []),
        );
        return el(
          'div',
          { class: 'notice', 'data-tone': notice.tone },
          icon(notice.tone === 'info' ? info : alert),
          words,
        );
      }),
    );
  });
  return { element, show: view => draw(view.notices) };
}
