import type { Tracker } from '../app/tracker.ts';
import type { SignInView } from './view.ts';
import { el, say, set, whenChanged } from './dom.ts';
import { brand } from './brand.ts';
import type { WindowMenu } from './window-menu.ts';

export type Screen<V> = { element: HTMLElement; show(view: V): void; focus(): void };

/** Address, e-mail and password, and a code for those who have an authenticator. What went wrong stands above the button and is spoken. */
export function signInScreen(tracker: Tracker, menu: WindowMenu): Screen<SignInView> {
  const address = el('input', { id: 'address', autocomplete: 'off', spellcheck: 'false', inputmode: 'url' });
  const email = el('input', { id: 'email', type: 'email', autocomplete: 'username', required: true });
  const password = el('input', { id: 'password', type: 'password', autocomplete: 'current-password', required: true });
  const code = el('input', { id: 'code', autocomplete: 'one-time-code', spellcheck: 'false', maxlength: '40' });
  const asked = el(
    'div',
    { class: 'asked-code', hidden: true },
    el('label', { for: 'code' }, 'Code of your authenticator'),
    code,
  );
  const problem = el('p', { class: 'problem', role: 'alert' });
  const download = el('button', { class: 'secondary wide', type: 'button' }, 'Download the new version');
  const waiting = el('div', { class: 'hint' });
  const again = el('p', {});
  const back = el('button', { class: 'quiet back', type: 'button' }, 'Back to the timer');
  const button = el('button', { class: 'primary wide', type: 'submit' }, 'Sign in');
  const form = el(
    'form',
    { class: 'sign-in', novalidate: true },
    menu(false),
    el('div', { class: 'welcome' }, brand(), el('h1', {}, 'Sign in'), again),
    el('label', { for: 'email' }, 'E-mail'),
    email,
    el('label', { for: 'password' }, 'Password'),
    password,
    asked,
    el('label', { for: 'address' }, 'Server'),
    address,
    problem,
    button,
    download,
    back,
    waiting,
  );
  download.addEventListener('click', () => void tracker.openDownload());
  back.addEventListener('click', () => tracker.signInAgain(false));
  form.addEventListener('submit', event => {
    event.preventDefault();
    const missing = [email, password, ...(asked.hidden ? [] : [code])].find(input => input.value === '');
    if (missing) missing.focus();
    else void submit();
  });

  async function submit(): Promise<void> {
    await tracker.signIn({ address: address.value, email: email.value, password: password.value, code: code.value });
    code.value = '';
    if (tracker.model.stage === 'signed-in') password.value = '';
    else if (tracker.model.codeNeeded) code.focus();
  }

  const drawWaiting = whenChanged((sentences: string[]) =>
    waiting.replaceChildren(...sentences.map(words => el('p', {}, words))),
  );

  let shown = '';
  return {
    element: form,
    show(view) {
      if (shown !== view.address) address.value = shown = view.address;
      if (email.value === '' && document.activeElement !== email) email.value = view.email;
      set(asked, 'hidden', !view.asksCode);
      say(problem, view.problem ?? '');
      drawWaiting(view.waiting);
      say(again, view.again ?? 'Track your work in two clicks.');
      set(back, 'hidden', view.again === null);
      set(download, 'hidden', !view.outdated);
      say(button, view.busy ? 'Signing in …' : 'Sign in');
      set(button, 'aria-disabled', view.busy ? 'true' : null);
    },
    focus: () => (email.value === '' ? email : password).focus(),
  };
}
