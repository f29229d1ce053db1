/** The tracker's window in Chromium: the real client library over a double of the native runtime. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Settings } from '../../tracker/src/app/settings.ts';
import { startDouble, type Double } from './neutralino-double.ts';

const RESOURCES = fileURLToPath(new URL('../../tracker/resources', import.meta.url));

const WINDOW = { width: 380, height: 560 };

/** What a person had chosen on a machine before the tracker ran there first; the rest takes its defaults. */
export async function choose(dataFolder: string, settings: Partial<Settings>): Promise<void> {
  const folder = join(dataFolder, 'impact-time');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'settings.json');
  if (!existsSync(file)) await writeFile(file, JSON.stringify(settings));
}

export class TrackerWindow {
  double!: Double;
  page!: Page;
  browser!: Browser;
  /** Where this machine keeps what the tracker writes; it outlives the window. */
  dataFolder!: string;
  env: Record<string, string> = {};
  /** Nothing is held, unless the hold is what a test is about. */
  settings: Partial<Settings> = { holdSeconds: 0 };

  /** The display this window is on; as large as the window itself unless a test says otherwise. */
  screenSize = WINDOW;

  /** Opens the window, as its runtime would. @param args of the program */
  async boot(args: readonly string[] = []): Promise<void> {
    await choose(this.dataFolder, this.settings);
    this.double = await startDouble({ resources: RESOURCES, dataFolder: this.dataFolder, env: this.env, args });
    const context = await this.browser.newContext({
      viewport: WINDOW,
      screen: this.screenSize,
      reducedMotion: 'reduce',
    });
    this.page = await context.newPage();
    await this.prepare(this.page);
    await this.page.goto(this.double.url);
  }

  /** What a page gets before it opens. */
  protected async prepare(_page: Page): Promise<void> {}

  /** Ends runtime and window at once. Harmless when they have ended. */
  async kill(): Promise<void> {
    await this.page.context().close();
    await this.double.kill();
  }

  async signInTo(server: string, email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByLabel('Server').fill(server);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByLabel('Select Project').waitFor();
  }

  async work(description = 'Checkout form validation'): Promise<void> {
    await this.page.getByLabel('Task Description').fill(description);
    await this.page.getByRole('button', { name: 'Start' }).click();
    await this.page.getByRole('button', { name: 'Stop' }).waitFor();
  }

  /** Waits until the clock shows at least one second, so that there is a block. */
  async workedASecond(): Promise<void> {
    await this.page.waitForFunction(() => /[1-9]$/.test(document.querySelector('.clock')?.textContent ?? ''));
  }

  async stop(): Promise<void> {
    await this.page.getByRole('button', { name: 'Stop' }).click();
    await this.page.getByRole('button', { name: 'Start' }).waitFor();
  }

  /** Waits for words in the window. */
  sees(words: string | RegExp): Promise<void> {
    return this.page.getByText(words).first().waitFor();
  }
}
