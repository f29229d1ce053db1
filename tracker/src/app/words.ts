/** The tracker's words for what the code calls by a name. A name without words does not compile. */
import type { CaptureFailure, TrackerContract } from '../../../src/wire/tracker.ts';
import { dateFormat } from '../core/date-format.ts';
import type { PauseReason } from '../core/timer-state.ts';
import type { DescriptionFault } from '../core/description.ts';
import { plainName } from '../core/plain-name.ts';

/** What is wrong with the screen, and what to do about it. */
export const captureFailureWords: Record<CaptureFailure, string> = {
  'no-permission':
    'This system does not let Impact Time see the screen. Allow screen recording for it in the system settings, then try again.',
  'locked-screen': 'The screen was locked when the screenshot was due.',
  'black-image': 'The screenshot came out black. Wake the display, or allow screen recording in the system settings.',
  'no-capture-tool':
    'No program that takes screenshots was found. Install ImageMagick or scrot (X11) or grim (Wayland), then try again.',
  'capture-failed': 'The system could not take a screenshot.',
  'computer-slept': 'The computer went to sleep before the screenshot was due.',
  'no-room': 'There is no room for another screenshot. Get online, or make room on this computer’s disk.',
};

/** Names what is missing. */
export function descriptionWords(fault: DescriptionFault): string {
  switch (fault.kind) {
    case 'empty':
      return 'Unprotected until it says what you work on.';
    case 'vague':
      return `“${plainName(fault.words)}” alone does not say what was done.`;
    case 'too-short':
      return `${countWords(fault.missing, 'more character', 'more characters')}, so that the client knows what was done.`;
    case 'too-few-words':
      return `${fault.missing === 1 ? 'One more word' : `${fault.missing} more words`}, so that the client knows what was done.`;
  }
}

export const captureNotice: [title: string, text: string] = ['Screenshot taken', 'It goes into your work diary.'];

export const failureNotice = (failure: CaptureFailure): [title: string, text: string] => [
  'No screenshot',
  captureFailureWords[failure],
];

export const idleNotice: [title: string, text: string] = [
  'Still working?',
  'There was no input for a while. Say in the window whether the time counts; without an answer the timer stops.',
];

export const pauseWords: Record<PauseReason, string> = {
  slept: 'The computer slept.',
  locked: 'The screen was locked.',
  idle: 'There was no input and no answer.',
};

export const pauseNotice = (why: PauseReason): [title: string, text: string] => [
  'Timer stopped',
  `${pauseWords[why]} Press Start to go on.`,
];

/** `7:04:09`, for the running clock. */
export function clockWords(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `7 h 04 m`, `12 m`, `9 s`, for sums. Negative spans are shown as such. */
export function spanWords(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const sign = seconds < 0 ? '−' : '';
  if (minutes === 0) return `${sign}${Math.abs(seconds)} s`;
  if (minutes < 60) return `${sign}${minutes} m`;
  return `${sign}${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
}

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** `Fixed price $1,200.00 since 23 Nov 2026` */
export const fixedPriceWords = (
  { amountCents, since }: NonNullable<TrackerContract['fixedPrice']>,
  timeZone: string,
) => {
  const day = dateFormat('en-GB', timeZone, { day: 'numeric', month: 'short', year: 'numeric' });
  return `Fixed price ${dollars.format(amountCents / 100)} since ${day.format(new Date(since)).replace('Sept', 'Sep')}`;
};

/** `14:05`. `at` in seconds. */
export const timeIn = (at: number, timeZone: string) =>
  dateFormat('en-GB', timeZone, { hour: '2-digit', minute: '2-digit' }).format(at * 1000);

/** `Mon 16 Nov`. `at` in seconds. */
export const dayWords = (at: number, timeZone: string) =>
  dateFormat('en-GB', timeZone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at * 1000);

export const countWords = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
