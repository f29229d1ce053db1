/** What has happened that the person should know, most pressing first. Each says what to do, or that nothing is to be done. */
import type { Second } from '../core/chance.ts';
import { plainName } from '../core/plain-name.ts';
import type { Model } from '../app/model.ts';
import { isOld } from '../app/reminder.ts';
import { MOST_PICTURES, picturesWaiting } from '../app/timekeeping.ts';
import { othersWaiting } from '../app/waiting.ts';
import { pauseWords, timeIn } from '../app/words.ts';

export type NoticeAct =
  'sign-in' | 'try-capture' | 'start-anyway' | 'try-again' | 'download' | 'open-diary' | 'describe' | 'still-holds';
export type Notice = { tone: 'warn' | 'bad' | 'info'; words: string; acts: { act: NoticeAct; label: string }[] };

export function noticesOf(model: Model): Notice[] {
  return [...troubles(model), ...happenings(model)];
}

function troubles(model: Model): Notice[] {
  const { diskFails, queue, problem, suspended } = model;
  const notices: Notice[] = [];
  const say = (words: string, ...acts: Notice['acts']) => notices.push({ tone: 'bad', words, acts });
  if (diskFails) {
    say('This computer’s disk takes no more data. Make room: work is kept in memory until then, and only there.');
  }
  if (queue.hold === 'sign-in') {
    say(suspended ?? 'Your session has ended. Everything is kept here until you sign in again.', {
      act: 'sign-in',
      label: 'Sign in',
    });
  }
  if (queue.hold === 'update') {
    const words = 'This version is too old for the server. Everything is kept here; please download the new one.';
    say(words, { act: 'download', label: 'Download' }, { act: 'try-again', label: 'Try again' });
  }
  if (problem) say(problem);
  return notices;
}

function happenings(model: Model): Notice[] {
  const { timer, paused, recoveredUntil, standing } = model;
  const notices: Notice[] = [];
  const say = (tone: Notice['tone'], words: string, ...acts: Notice['acts']) => notices.push({ tone, words, acts });
  const until = (at: Second) => timeIn(at, model.session?.person.timeZone ?? 'UTC');
  const pictures = picturesWaiting(model);
  if (pictures >= MOST_PICTURES / 2) {
    const count = new Intl.NumberFormat('en-GB').format(pictures);
    say('warn', `${count} screenshots wait on this computer. Get online, or save them to a file.`);
  }
  if (paused && !timer.running) {
    const kept = `The work until ${until(paused.until)} is kept, nothing after it counts. Start goes on.`;
    say('info', `${pauseWords[paused.why]} ${kept}`);
  }
  if (recoveredUntil !== null) {
    say('info', `The tracker was ended while the timer ran. The work until ${until(recoveredUntil)} is kept.`);
  }
  if (timer.running && standing && isOld(standing)) {
    const words = `Still “${plainName(standing.description)}”? Say what is new, so that the client can follow.`;
    say('info', words, { act: 'describe', label: 'Say it' }, { act: 'still-holds', label: 'Still the same' });
  }
  for (const words of othersWaiting(model)) say('info', words);
  return notices;
}
