/** A desk for window tests: a real X screen with something on it, Chromium, the double of the runtime, a server. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { buildTracker } from '../../tracker/build.ts';
import { startDouble, type Double } from '../support/neutralino-double.ts';
import { PASSWORD, startFakeServer, type FakeServer } from './fake-server.ts';

export const RESOURCES = fileURLToPath(new URL('../../tracker/resources', import.meta.url));
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);

const installed = (tool: string) => spawnSync('which', [tool]).status === 0;

/** What this machine lacks for these tests; `null` when it has everything. */
export function whyNoDesk(): string | null {
  const missing = ['Xvfb', 'import', 'display', 'xprintidle'].filter(tool => !installed(tool));
  if (!CHROMIUM) missing.push('Chromium');
  return missing.length > 0 ? `this machine has no ${missing.join(', ')}` : null;
}

/** A real X screen, 1280 x 800, on a display number that was free. */
export async function startScreen(): Promise<{ display: string; stop(): void }> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-noreset', '-screen', '0', '1280x800x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    server.once('exit', () => reject(new Error('Xvfb did not start')));
  });
  return { display: `:${number}`, stop: () => void server.kill() };
}

/** Covers the screen with a picture; a bare one is black. */
export const paint = (display: string) =>
  spawnSync('display', ['-window', 'root', 'gradient:#dde6f0-#3a4a6a'], { env: { ...process.env, DISPLAY: display } });

export class Desk {
  server!: FakeServer;
  double!: Double;
  page!: Page;
  dataFolder!: string;
  env: Record<string, string> = {};
  private browser!: Browser;
  private screen!: { display: string; stop(): void };

  /** Once for all tests. */
  async open(): Promise<void> {
    await buildTracker();
    this.screen = await startScreen();
    paint(this.screen.display);
    this.browser = await chromium.launch({
      executablePath: CHROMIUM ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
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

  /** Opens the tracker's window, as its runtime would. */
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

  async signIn(): Promise<void> {
    await this.page.getByLabel('E-mail').fill('felix@example.org');
    await this.page.getByLabel('Password').fill(PASSWORD);
    await this.page.getByLabel('Server').fill(this.server.url);
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
