/** How a page looks to everybody: what axe finds, and whether it scrolls sideways. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe calls serious or critical, with the element it is about. */
export const seriousFaults = (page: Page): Promise<string[]> => faultsOf(new AxeBuilder({ page }));

/** The one fault that the colours of another scheme can bring. */
export const poorContrast = (page: Page): Promise<string[]> =>
  faultsOf(new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));

async function faultsOf(axe: AxeBuilder): Promise<string[]> {
  // Our pages have no frames, so nothing has to be put together on a page of its own.
  const { violations } = await axe.setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

/** By how many pixels the page is wider than its window. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
