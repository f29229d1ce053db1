/** The tracker's words for what the code calls by a name. A name without words does not compile. */
import type { CaptureFailure } from '../../../src/wire/tracker.ts';
import type { DescriptionFault } from '../core/description.ts';

/** What is wrong with the screen, and what to do about it. */
export const captureFailureWords: Record<CaptureFailure, string> = {
  'no-permission':
    'This system does not let Impact Time see the screen. Allow screen recording for it in the system settings, then try again.',
  'locked-screen': 'The screen was locked when the screenshot was due.',
  'black-image': 'The screenshot came out black. Wake the display, or allow screen recording in the system settings.',
  'no-capture-tool':
    'No program that takes screenshots was found. Install ImageMagick or scrot (X11) or grim (Wayland), then try again.',
  'capture-failed': 'The system could not take a screenshot.',
};

export const descriptionWords: Record<DescriptionFault, string> = {
  missing: 'Unprotected until it says what you work on.',
  'too-short': 'A little more, so that the client knows what was done.',
  'too-few-words': 'One more word, please.',
  vague: 'Too general to be protected. What exactly?',
};

export const captureNotice = (client: string | null): [title: string, text: string] => [
  'Screenshot taken',
  client === null ? 'It goes into your work diary.' : `It goes into your work diary for ${client}.`,
];

export const failureNotice = (failure: CaptureFailure): [title: string, text: string] => [
  'No screenshot',
  captureFailureWords[failure],
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

/** `14:05`. `at` in seconds. */
export const timeIn = (at: number, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at * 1000);

export const countWords = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
