/** The window on the desktop: shown, put away, remembered where it was, ended. */
import { app, events, window as native } from '@neutralinojs/lib';
import type { About, Desktop } from '../app/desktop.ts';
import { placeInside, type Place } from '../core/place.ts';
import { HIDDEN, startWithSystem } from './autostart.ts';
import { run } from './commands.ts';
import type { DataFolder } from './files.ts';
import type { LogFile } from './log-file.ts';
import type { Platform } from './platform.ts';
import type { Tray } from './tray.ts';
import { viewingRoom } from './viewing-room.ts';
import { display, keepPlace, lastPlace, put, putInside } from './window-place.ts';

/** A panel that starts together with the tracker may take so long to offer its tray. */
const TRAY_TRIES = 10;
const TRAY_WAIT = 2000;

/** Run in the folder that is to be shown, so that no path is part of the command. */
export const folderCommands: Record<Platform, string> = {
  windows: 'explorer .',
  macos: 'open .',
  x11: 'xdg-open .',
  wayland: 'xdg-open .',
};

export type GuestWindow = Desktop & {
  show(): Promise<void>;
  /** The first time: shown, or left in the tray when the system started the tracker. */
  appear(): Promise<void>;
};

/** The runtime starts with a hidden window: it is shown when there is something to see, and where it was left. */
export function guestWindow({ path, disk }: DataFolder, platform: Platform, tray: Tray, log: LogFile): GuestWindow {
  let visible = false;
  const room = viewingRoom(platform);
  const keep = async () => {
    if (visible && !room.isTaken()) await keepPlace(disk).catch(() => undefined);
  };
  if (!isLinux(platform)) void events.on('windowBlur', keep);

  async function show(): Promise<void> {
    const place = visible ? null : await lastPlace(disk);
    if (isLinux(platform)) await showOnLinux(place, visible);
    else {
      await native.show();
      await native.unminimize();
      await native.focus();
      await putInside(place);
    }
    // Only now: until then it is where the system put it, and that is not to be remembered.
    visible = true;
  }

  async function putAway(): ReturnType<Desktop['putAway']> {
    await keep();
    const seen = await tray.isSeen();
    if (!seen && !isLinux(platform)) {
      await native.minimize();
      return 'minimised';
    }
    visible = false;
    await native.hide();
    return seen ? 'tray' : 'background';
  }

  async function appear(): Promise<void> {
    if (!window.NL_ARGS.includes(HIDDEN)) return show();
    for (let i = 0; i < TRAY_TRIES && !visible; i += 1) {
      if (await tray.isSeen()) return;
      await new Promise(resolve => setTimeout(resolve, TRAY_WAIT));
    }
    if (visible || isLinux(platform)) return;
    await show();
    await native.minimize();
  }

  return {
    show,
    appear,
    putAway,
    makeRoom: room.give,
    async exit() {
      await keep();
      await app.exit(0);
    },
    startWithSystem: on => startWithSystem(platform, path, on),
    async openFolder() {
      await run(folderCommands[platform], path, 10_000);
    },
    log,
    about: aboutThis(path),
  };
}

/**
 * On Linux the runtime calls GTK from a thread of its own, all but for `window.show`: a visible window that is moved,
 * resized, minimised or brought forward was seen to paint no more. So it is placed while it is hidden, and one that is
 * visible already is taken off the screen and shown anew.
 */
async function showOnLinux(place: Place | null, visible: boolean): Promise<void> {
  if (place) await put(placeInside(place, display()));
  if (visible && !document.hasFocus()) await native.hide();
  await native.show();
}

const isLinux = (platform: Platform) => platform === 'x11' || platform === 'wayland';

const aboutThis = (folder: string): About => ({
  version: window.NL_APPVERSION,
  runtime: `Neutralino ${window.NL_VERSION}`,
  folder,
});
