import type { CaptureFailure } from '../../../src/wire/tracker.ts';
import { run } from './commands.ts';
import { captureCommands, CAPTURED, NO_SUCH_COMMAND } from './capture-commands.ts';
import type { DataFolder } from './files.ts';
import type { Platform } from './platform.ts';

const PATIENCE = 15_000;

/** A PNG of the whole screen, or why there is none. The tool's file is gone when this returns. */
export type Capture = (platform: Platform) => Promise<Uint8Array<ArrayBuffer> | CaptureFailure>;

/** Captures are taken one after the other: they share a file. */
export function captureInto({ path, disk }: DataFolder): Capture {
  let last: Promise<unknown> = Promise.resolve();
  const file = `capture/${CAPTURED}`;

  async function capture(platform: Platform): Promise<Uint8Array<ArrayBuffer> | CaptureFailure> {
    try {
      for (const command of captureCommands[platform]) {
        const exitCode = await run(command, `${path}/capture`, PATIENCE);
        if (NO_SUCH_COMMAND.includes(exitCode)) continue;
        const png = exitCode === 0 ? await disk.readBytes(file) : null;
        if (png) return png;
        // macOS fails only when the person has not allowed screen recording.
        return platform === 'macos' ? 'no-permission' : 'capture-failed';
      }
      return 'no-capture-tool';
    } finally {
      await disk.remove(file);
    }
  }

  return platform => {
    const captured = last.then(() => capture(platform));
    last = captured.catch(() => undefined);
    return captured;
  };
}
