/** A desk for window tests: a real X screen with something on it, Chromium, the double of the runtime, a server. */
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { buildTracker } from '../../tracker/build.ts';
import { openBrowser, whyNoBrowser } from '../support/browser.ts';
import { faultsOf, OF_COLOURS } from '../support/journey-look.ts';
import { TrackerWindow } from '../support/journey-tracker.ts';
import { installed, paint, startScreen, type Screen } from '../support/screen.ts';
import { movableClock, moveClock, skipClock } from './page-clock.ts';
import { felix, PASSWORD, startFakeServer, toTheMiddleOfACell, type FakeServer } from './fake-server.ts';
import { itemAt } from './items.ts';

/** What this machine lacks for these tests; `null` when it has everything. */
export function whyNoDesk(): string | null {
  const missing = ['Xvfb', 'import', 'display', 'xprintidle'].filter(tool => !installed(tool));
  return missing.length > 0 ? `this machine has no ${missing.join(', ')}` : whyNoBrowser();
}

/**
 * The desk of a file's tests, there before them and gone after them; they are skipped where this machine lacks something.
 * @param prepare what the tests share; without it each of them begins with a fresh machine of its own
 */
export function openDesk(prepare?: (desk: Desk) => Promise<void>): Desk {
  const desk = new Desk();
  const missing = whyNoDesk();
  before(async function () {
    if (missing) {
      console.log(`      skipped: ${missing}`);
      return this.skip();
    }
    await desk.open();
    await prepare?.(desk);
  });
  after(async () => {
    if (missing) return;
    if (prepare) await desk.clear();
    await desk.close();
  });
  return desk;
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
    this.settings = { holdSeconds: 0 };
  }

  protected override async prepare(page: Page): Promise<void> {
    await page.addInitScript(movableClock);
  }

  /** Everything axe finds in the window as it is in the dark, and what the colours of light add, with the elements it is about. */
  async faults(): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['dark', 'light'] as const) {
      await this.page.emulateMedia({ colorScheme });
      const violations = await faultsOf(this.page, colorScheme === 'light' ? OF_COLOURS : undefined);
      found.push(
        ...violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      );
    }
    return found;
  }

  /** Lets so many seconds pass at once, on the machine and on the server, each with its tick. */
  async pass(seconds: number): Promise<void> {
    this.server.ahead += seconds * 1000;
    await this.page.evaluate(moveClock, seconds);
  }

  /** Goes on to where a fresh server begins, in one step: nothing runs that would miss the ticks in between. */
  async toTheMiddleOfACell(): Promise<void> {
    const ms = toTheMiddleOfACell(Date.now() + this.server.ahead);
    this.server.ahead += ms;
    await this.page.evaluate(skipClock, ms);
  }

  /** Puts so many blocks on this machine, as if they had waited for a connection. */
  async storeBlocks(many: number): Promise<void> {
    const owner = { server: this.server.url, personId: felix.id };
    for (let i = 0; i < many; i += 1) {
      const item = { ...itemAt(i * 10), owner };
      await writeFile(join(this.dataFolder, 'impact-time', 'queue', `${item.id}.json`), JSON.stringify(item));
    }
  }

  /** Gives the machine a tool that tells this idle time. The real one tells of a screen nobody can touch. */
  async idleFor(seconds: number): Promise<void> {
    const tools = join(this.dataFolder, 'bin');
    await mkdir(tools, { recursive: true });
    const tool = join(tools, 'xprintidle');
    await writeFile(`${tool}.new`, `#!/bin/sh\necho ${seconds * 1000}\n`);
    await chmod(`${tool}.new`, 0o755);
    await rename(`${tool}.new`, tool);
    this.env['PATH'] = `${tools}:${process.env['PATH'] ?? ''}`;
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
