import type { CaptureFailure } from '../wire/tracker.ts';

/** Why there is no picture, as both sides read it. */
export const failureWords: Record<CaptureFailure, string> = {
  'no-permission': 'The system did not allow the tracker to take a picture of the screen.',
  'locked-screen': 'The screen was locked.',
  'black-image': 'The picture was black.',
  'no-capture-tool': 'The computer has no tool to take a picture of the screen.',
  'capture-failed': 'The picture could not be taken.',
  'computer-slept': 'The computer went to sleep before the picture was due.',
  'no-room': 'The freelancer’s computer had no room for another picture.',
};
