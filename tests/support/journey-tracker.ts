/** The tracker's window in Chromium: the real client library over a double of the native runtime. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { startDouble, type Double } from './neutralino-double.ts';

const RESOURCES = fileURLToPath(new URL('../../tracker/resources', import.meta.url));

export class TrackerWindow {
  double!: Double;
  page!: Page;
  browser!: Browser;
  /** Where this machine keeps what the tracker writes; it outlives the window. */
  dataFolder!: string;
  env: Record<string, string> = {};

  /** Opens the window, as its runtime would. */
  async boot(): Promise<void> {
    this.double = await startDouble({ resources: RESOURCES, dataFolder: this.dataFolder, env: this.env });
    const context = await this.browser.newContext({ viewport: { width: 380, height: 560 } });
    this.page = await context.newPage();
    await this.page.goto(this.double.url);
  }

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
