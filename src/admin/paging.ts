/** Lists of the back office go on by key: after a row, never at a count. */

/** A row's number in an address; null when there is none, or it is none. */
export const keyIn = (text: unknown): number | null =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;

export const searchIn = (text: unknown): string => (typeof text === 'string' ? text.trim().slice(0, 100) : '');

/** `/admin/people?query=ada`, without what is empty. */
export function hrefOf(path: string, asked: Record<string, string | number | null>): string {
  const given = Object.entries(asked).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/**
 * @param found the newest first, one more than a page when there are more
 * @param asked what else the address says
 */
export function keyed<Row extends { id: number }>(
  found: Row[],
  page: number,
  path: string,
  asked: Record<string, string | number | null>,
): { shown: Row[]; olderHref: string | null } {
  const shown = found.slice(0, page);
  const last = found.length > page ? shown.at(-1) : undefined;
  return { shown, olderHref: last ? hrefOf(path, { ...asked, before: last.id }) : null };
}
