/** Starts the window: the adapters are put together here and nowhere else. */
import * as z from 'zod';
import { coverPicture } from './adapters/cover.ts';
import { connect, deviceName, onClose, openInBrowser } from './adapters/desktop.ts';
import { openDataFolder } from './adapters/files.ts';
import { guestWindow } from './adapters/guest-window.ts';
import { logFileIn } from './adapters/log-file.ts';
import { notifications } from './adapters/notification.ts';
import { makePicture, sha256 } from './adapters/picture.ts';
import { platform } from './adapters/platform.ts';
import { watchPresence } from './adapters/presence.ts';
import { openSaveFolder } from './adapters/save-folder.ts';
import { captureScreens } from './adapters/screen.ts';
import { serverAt } from './adapters/server.ts';
import { everySecond } from './adapters/ticker.ts';
import { openTray } from './adapters/tray.ts';
import { errorLine, linesBetween, noted } from './app/log-lines.ts';
import { createTracker } from './app/tracker.ts';
import type { Outside } from './app/outside.ts';
import { secondOf } from './core/clock.ts';
import { trayOf } from './ui/tray-view.ts';
import { createWindow } from './ui/window.ts';
import { viewOf } from './ui/view.ts';

// The content security policy forbids code made from strings, which the parsers would try for speed.
z.config({ jitless: true });
connect();
const folder = await openDataFolder();
const system = await platform();
let locked = false;
const tray = await openTray(system, folder.path, id => void tracker.guest.trayItem(id));
const log = logFileIn(folder.path, () => new Date());
const desktop = guestWindow(folder, system, tray, log);

const outside: Outside = {
  disk: folder.disk,
  chance: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  read: () => ({ monotonic: performance.now(), wall: Date.now() }),
  wait: time => new Promise(resolve => setTimeout(resolve, time)),
  server: serverAt,
  async photograph(rule, blurred) {
    if (locked) return 'locked-screen';
    const screens = await captureScreens(system, folder.path);
    return typeof screens === 'string' ? screens : makePicture(screens, rule, blurred);
  },
  sha256,
  cover: coverPicture,
  device: deviceName,
  notify: notifications(system, folder),
  showWindow: () => void desktop.show(),
  openInBrowser,
  desktop,
  saveFolder: openSaveFolder,
};

const tracker = createTracker(outside, draw);
const show = createWindow(document.getElementById('window') ?? document.body, tracker);

let logged = noted(tracker.model);

function draw(): void {
  const view = viewOf(tracker.model, secondOf(tracker.model.clock, performance.now()));
  show(view);
  // A second start shows none beside the first one's.
  if (view.screen !== 'opening') tray.show(trayOf(tracker.model, view));
  const happened = noted(tracker.model);
  linesBetween(logged, happened).forEach(log);
  logged = happened;
}

addEventListener('error', ({ error }) => log(errorLine(error)));
addEventListener('unhandledrejection', ({ reason }) => log(errorLine(reason)));
await onClose(tracker.guest.closeWindow);
log(`window opened, version ${desktop.about.version}`);
draw();
// A window that cannot open its work still has to be seen.
await tracker.open().finally(() => void desktop.appear());
everySecond(tracker.second);
watchPresence(system, folder.path, presence => {
  locked = presence.locked;
  tracker.idle(presence.idleSeconds);
  tracker.locked(locked);
});
