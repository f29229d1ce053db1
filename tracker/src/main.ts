/** Starts the window: the adapters are put together here and nowhere else. */
import * as z from 'zod';
import { connect, deviceName, notify, onClose, openInBrowser } from './adapters/desktop.ts';
import { openDataFolder } from './adapters/files.ts';
import { watchIdle } from './adapters/idle.ts';
import { makePicture } from './adapters/picture.ts';
import { platform } from './adapters/platform.ts';
import { captureInto } from './adapters/screen.ts';
import { serverAt } from './adapters/server.ts';
import { everySecond } from './adapters/ticker.ts';
import { createTracker } from './app/tracker.ts';
import type { Outside } from './app/outside.ts';
import { secondOf } from './core/clock.ts';
import { createWindow } from './ui/window.ts';
import { viewOf } from './ui/view.ts';

// The content security policy forbids code made from strings, which the parsers would try for speed.
z.config({ jitless: true });
connect();
const folder = await openDataFolder();
const system = await platform();
const capture = captureInto(folder);

const outside: Outside = {
  disk: folder.disk,
  chance: () => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32,
  read: () => ({ monotonic: performance.now(), wall: Date.now() }),
  wait: time => new Promise(resolve => setTimeout(resolve, time)),
  server: serverAt,
  async photograph(rule, blurred) {
    const png = await capture(system);
    return typeof png === 'string' ? png : makePicture(png, rule, blurred);
  },
  device: deviceName,
  notify,
  openInBrowser,
};

const tracker = createTracker(outside, draw);
const show = createWindow(document.getElementById('window') ?? document.body, tracker);

function draw(): void {
  show(viewOf(tracker.model, secondOf(tracker.model.clock, performance.now())));
}

onClose(tracker.leave);
draw();
await tracker.open();
everySecond(tracker.second);
watchIdle(system, folder.path, idle => tracker.idle(idle / 1000));
