/** How a page looks to everybody: what axe finds, and whether it scrolls sideways. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

type Fault = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number];
type Axe = { run(what: Document, options: object): Promise<{ violations: Fault[] }> };

const { resolve } = createRequire(import.meta.url);
const AXE = readFileSync(createRequire(resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of axe that another scheme of colours can break. */
export const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page as it is now. Our pages have no frames, so axe looks at them where they are: it is put into each page
 * once, and names only what is wrong, which is a part of the work of a whole report.
 * @param rules all of them, unless some are named
 */
export async function faultsOf(page: Page, rules?: readonly string[]): Promise<Fault[]> {
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(
    async rules => {
      const { axe } = globalThis as typeof globalThis & { axe: Axe };
      const found = await axe.run(document, { resultTypes: ['violations'], ...(rules && { runOnly: rules }) });
      return found.violations;
    },
    rules && [...rules],
  );
}

/** What axe calls serious or critical, with the element it is about. */
export const seriousFaults = async (page: Page): Promise<string[]> => seriousOf(await faultsOf(page));

/** The one fault that the colours of another scheme can bring. */
export const poorContrast = async (page: Page): Promise<string[]> => seriousOf(await faultsOf(page, OF_COLOURS));

const seriousOf = (faults: Fault[]): string[] =>
  faults
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));

/** By how many pixels the page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
