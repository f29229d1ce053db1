/** Every form of a page, filled with hostile words. */
import type { Page } from 'playwright-core';
import { HOSTILE } from './hostile-words.ts';

/** @property place among the forms of its page @property fields into which one types and of which the answer keeps what was typed */
export type TypedForm = { place: number; method: string; action: string; fields: string[] };

/** Forms with fields to type in. Passwords are never printed again, and files are no words. */
export const formsOf = (page: Page): Promise<TypedForm[]> =>
  page.evaluate(() =>
    [...document.forms].flatMap((form, place) => {
      const fields = [...form.elements].flatMap(field =>
        (field instanceof HTMLTextAreaElement ||
          (field instanceof HTMLInputElement && !/hidden|radio|checkbox|file|password|submit/.test(field.type))) &&
        field.name
          ? [field.name]
          : [],
      );
      const { method, pathname: action } = { method: form.method, pathname: new URL(form.action).pathname };
      return fields.length > 0 ? [{ place, method, action, fields }] : [];
    }),
  );

/** Too long for anything, so that what is sent says no and is shown again. */
const TOO_LONG = HOSTILE + 'x'.repeat(3000);

/**
 * Sends it as somebody does who types. A form that only asks is asked for hostile choices as well, and may forget what cannot be.
 * @returns fields that should show again what was typed, and do not
 */
export async function sendHostile(page: Page, { place, method, action, fields }: TypedForm): Promise<string[]> {
  if (method === 'get') {
    const names = await page.evaluate(
      at => [...document.forms[at]!.elements].map(field => field.getAttribute('name') ?? ''),
      place,
    );
    await page.goto(`${action}?${new URLSearchParams(names.filter(Boolean).map(name => [name, HOSTILE]))}`, {
      waitUntil: 'domcontentloaded',
    });
    return [];
  }
  await page.evaluate(
    ({ place, words }) => {
      const form = document.forms[place]!;
      for (const field of form.elements)
        if (
          field instanceof HTMLTextAreaElement ||
          (field instanceof HTMLInputElement && !/hidden|radio|checkbox|file|submit/.test(field.type))
        ) {
          // A field of days or of numbers would take nothing else.
          if (field instanceof HTMLInputElement) field.type = 'text';
          field.value = words;
        }
    },
    { place, words: TOO_LONG },
  );
  await Promise.all([
    page.waitForResponse(answer => answer.request().method() === 'POST'),
    page.evaluate(at => {
      const form = document.forms[at]!;
      form.noValidate = true;
      form.requestSubmit(form.querySelector<HTMLButtonElement>('button:not([type=button])'));
    }, place),
  ]);
  await page.locator('[role=alert], [aria-invalid=true]').first().waitFor();
  return page.evaluate(
    ({ fields, words }) =>
      fields.filter(
        name =>
          ![...document.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)].some(({ value }) => value === words),
      ),
    { fields, words: TOO_LONG },
  );
}
