import type { CaptureFailure } from '../../../src/wire/tracker.ts';
import { printedPictures } from '../core/printed-pictures.ts';
import { captureCommands, NOT_ALLOWED } from './capture-commands.ts';
import { NO_SUCH_COMMAND, read, TOOK_TOO_LONG } from './commands.ts';
import type { Platform } from './platform.ts';

const PATIENCE = 15_000;

/** What the displays show, as JPEG or PNG: one picture of them all, or one of each, from left to right. */
export type Screens = readonly Uint8Array<ArrayBuffer>[];

/**
 * Takes a picture of everything on the screen, or says why there is none. It comes through a pipe and lies in memory only.
 * @param cwd any folder that is there
 */
export async function captureScreens(platform: Platform, cwd: string): Promise<Screens | CaptureFailure> {
  let failure: CaptureFailure = 'no-capture-tool';
  for (const command of captureCommands[platform]) {
    const { exitCode, printed } = await read(command, cwd, PATIENCE);
    if (exitCode === NOT_ALLOWED) return 'no-permission';
    if (NO_SUCH_COMMAND.includes(exitCode)) continue;
    const screens = exitCode === 0 ? printedPictures(printed) : null;
    if (screens) return screens;
    // macOS fails only when the person has not allowed screen recording.
    failure = platform === 'macos' ? 'no-permission' : 'capture-failed';
    if (exitCode === TOOK_TOO_LONG) break;
  }
  return failure;
}
