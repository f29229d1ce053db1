/** Chromium for tests, one for each file, and pages that remember everything that went wrong on them. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Person } from './world.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** What this machine lacks for tests in a browser; null when it has everything. */
export const whyNoBrowser = (): string | null => (CHROMIUM ? null : 'this machine has no Chromium');

/** Chromium heeds the last list only, so what Playwright has switched off is named again. */
const SWITCHED_OFF = [
  ...['AimEnabled', 'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync'],
  ...[
    'DestroyProfileOnBrowserClose',
    'HttpsFirstBalancedModeAutoEnable',
    'HttpsUpgrades',
    'LensOverlay',
    'MediaRouter',
  ],
  ...['NetworkTimeServiceQuerying', 'OptimizationHints', 'PaintHolding', 'PreconnectToSearch'],
  'ThirdPartyStoragePartitioning',
  // Pages of the address bar, which nobody sees here. Every new window would load two of them, in a process of their own.
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup'],
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM ?? '',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
      `--disable-features=${SWITCHED_OFF.join(',')}`,
    ],
  });

/** Wide enough for a page to lie as on a desk; what is not seen is not painted. */
const SCREEN = { width: 1280, height: 400 };

/** @property complaints errors of scripts and of the security policy, dialogs, and requests that failed */
export type Tab = { page: Page; complaints: string[] };

/**
 * A browser of its own for one person, signed in when `person` is given.
 * @param url where the server is
 */
export async function openTab(
  browser: Browser,
  url: string,
  person: Pick<Person, 'cookie'> | null,
  options: BrowserContextOptions = {},
): Promise<Tab> {
  const context = await browser.newContext({ baseURL: url, viewport: SCREEN, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(10_000);
  if (person) {
    const [name = '', value = ''] = person.cookie.split('=');
    await context.addCookies([{ name, value, url, httpOnly: true, sameSite: 'Lax' }]);
  }
  const page = await context.newPage();
  return { page, complaints: complaintsOf(page) };
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  const complain = (words: string): void => void complaints.push(`${words} (on ${page.url()})`);
  page.on('pageerror', error => complain(`script: ${error.message}`));
  page.on('console', message => {
    // What could not be loaded is told by the response below, with its address.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource'))
      complain(`console: ${message.text()}`);
  });
  page.on('requestfailed', request => {
    const why = request.failure()?.errorText ?? '';
    // Somebody who leaves a page does not wait for its pictures.
    if (why !== 'net::ERR_ABORTED') complain(`${request.url()} failed: ${why}`);
  });
  page.on('response', response => {
    // A page that says no is what a test looks at; anything a page loads has to be there.
    if (response.status() >= 400 && !response.request().isNavigationRequest())
      complain(`${response.url()} answered ${response.status()}`);
  });
  page.on('dialog', dialog => {
    complain(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return complaints;
}

/** Types into a field by its label and presses Enter or a button where the test says so. */
export async function signInThrough(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}
