/** The question about time without input, as the window shows it. */
import type { Second } from '../core/chance.ts';
import type { Model } from '../app/model.ts';
import { spanWords, timeIn } from '../app/words.ts';
import { exactWords } from './held-view.ts';

export type AskingView = {
  since: string;
  /** How long there was no input. */
  span: string;
  /** What goes when the time is discarded. */
  discarded: string;
  /** Seconds until the timer stops by itself. */
  left: number;
};

/** @returns `null` when nothing is asked */
export function askingView({ timer, session }: Model, now: Second): AskingView | null {
  if (!timer.asking || !session) return null;
  const { since, askedAt } = timer.asking;
  const idle = Math.max(0, now - since);
  return {
    since: timeIn(since, session.person.timeZone),
    span: spanWords(idle),
    discarded: exactWords(idle),
    left: Math.max(0, timer.rules.idleAnswer - (now - askedAt)),
  };
}
