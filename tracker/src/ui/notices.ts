/** What the person should know now, most pressing first. Each says what to do, or that nothing is to be done. */
import type { TrackerContract } from '../../../src/wire/tracker.ts';
import type { Second } from '../core/chance.ts';
import type { Model } from '../app/model.ts';
import { chosenTotals } from '../app/sums.ts';
import { captureFailureWords, timeIn } from '../app/words.ts';

export type NoticeAct = 'sign-in' | 'try-capture' | 'start-anyway' | 'try-again';
export type Notice = { tone: 'warn' | 'bad' | 'info'; words: string; acts: { act: NoticeAct; label: string }[] };

export function noticesOf(model: Model, contract: TrackerContract | null, now: Second): Notice[] {
  const notices: Notice[] = [];
  const say = (tone: Notice['tone'], words: string, ...acts: Notice['acts']) => notices.push({ tone, words, acts });
  if (model.diskFails) {
    say(
      'bad',
      'This computer’s disk takes no more data. Make room: work is kept in memory until then, and only there.',
    );
  }
  if (model.queue.hold === 'sign-in') {
    say('bad', 'Your session has ended. Everything is kept here until you sign in again.', {
      act: 'sign-in',
      label: 'Sign in',
    });
  }
  if (model.queue.hold === 'update') {
    say('bad', 'This version is too old for the server. Everything is kept here; please download the new one.', {
      act: 'try-again',
      label: 'Try again',
    });
  }
  if (model.captureFailure && !model.timer.running && !model.captureTested) {
    say(
      'bad',
      captureFailureWords[model.captureFailure],
      { act: 'try-capture', label: 'Try again' },
      { act: 'start-anyway', label: 'Start unprotected' },
    );
  } else if (model.captureFailure) {
    say('warn', `${captureFailureWords[model.captureFailure]} This block is not protected.`);
  }
  if (model.problem) say('bad', model.problem);
  if (model.reached === false) {
    say('warn', 'Offline. Keep working: everything is sent later.');
  }
  if (model.slept && !model.timer.running) {
    say('info', 'Paused while the computer slept. Nothing of that time was counted; press Start to go on.');
  }
  if (model.recoveredUntil !== null && model.session) {
    const until = timeIn(model.recoveredUntil, model.session.person.timeZone);
    say('info', `The tracker was ended while the timer ran. The work until ${until} is kept.`);
  }
  if (contract && (chosenTotals(model, now)?.left ?? 1) <= 0) {
    say('warn', 'Weekly limit reached: more time is kept, not billed.');
  }
  return notices;
}
