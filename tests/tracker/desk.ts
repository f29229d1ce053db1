/** A desk for window tests: a real X screen with something on it, Chromium, the double of the runtime, a server. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildTracker } from '../../tracker/build.ts';
import { openBrowser, whyNoBrowser } from '../support/browser.ts';
import { TrackerWindow } from '../support/journey-tracker.ts';
import { installed, paint, startScreen, type Screen } from '../support/screen.ts';
import { PASSWORD, startFakeServer, type FakeServer } from './fake-server.ts';

/** What this machine lacks for these tests; `null` when it has everything. */
export function whyNoDesk(): string | null {
  const missing = ['Xvfb', 'import', 'display', 'xprintidle'].filter(tool => !installed(tool));
  return missing.length > 0 ? `this machine has no ${missing.join(', ')}` : whyNoBrowser();
}

export class Desk extends TrackerWindow {
  server!: FakeServer;
  private screen!: Screen;

  /** Once for all tests. */
  async open(): Promise<void> {
    await buildTracker();
    this.screen = await startScreen();
    paint(this.screen.display);
    this.browser = await openBrowser();
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.screen.stop();
  }

  /** A fresh machine and a fresh server, for each test. */
  async fresh(): Promise<void> {
    this.dataFolder = await mkdtemp(join(tmpdir(), 'impact-time-'));
    this.server = await startFakeServer();
    this.env = { DISPLAY: this.screen.display, WAYLAND_DISPLAY: '' };
  }

  async clear(): Promise<void> {
    await this.kill();
    await this.server.close();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  /** Waits until a folder of the tracker's data is empty: its window does not wait for the disk. */
  async empties(folder: string): Promise<void> {
    while ((await readdir(join(this.dataFolder, 'impact-time', folder))).length > 0) await wait(20);
  }

  signIn(): Promise<void> {
    return this.signInTo(this.server.url, 'felix@example.org', PASSWORD);
  }
}
