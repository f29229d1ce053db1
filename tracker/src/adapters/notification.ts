/** Tells the person of each screenshot, with a small picture of what will be sent where the system can show one. */
import type { DataFolder } from './files.ts';
import { run } from './commands.ts';
import { notify } from './desktop.ts';
import { notificationCommands, SHOWN } from './notification-commands.ts';
import { thumbnailOf } from './picture.ts';
import type { Platform } from './platform.ts';

const FOLDER = 'capture';
const FILE = `${FOLDER}/${SHOWN}`;
const PATIENCE = 10_000;
/** Desktops read the file when they show it, which may be after the command has ended. */
const SHOWN_FOR = 10_000;

/** @param screenshot the JPEG that will be sent; blurred already where the contract says so */
export type Notify = (title: string, text: string, screenshot?: Uint8Array<ArrayBuffer>) => void;

/** Notifications never fail: one that cannot be shown is no reason to stop working. */
export function notifications(platform: Platform, { path, disk }: DataFolder): Notify {
  let last: Promise<unknown> = disk.remove(FILE).catch(() => undefined);

  async function show(screenshot: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const command = notificationCommands[platform];
    if (command === null) return false;
    await disk.writeBytes(FILE, await thumbnailOf(screenshot));
    const shown = (await run(command, `${path}/${FOLDER}`, PATIENCE)) === 0;
    if (shown) await new Promise(resolve => setTimeout(resolve, SHOWN_FOR));
    await disk.remove(FILE);
    return shown;
  }

  return (title, text, screenshot) => {
    if (!screenshot) return void notify(title, text);
    // One after the other: they share a file.
    last = last
      .then(() => show(screenshot))
      .catch(() => false)
      .then(shown => (shown ? undefined : notify(title, text)));
  };
}
