/** Reads a long list a page at a time: each page begins after the last row of the one before. */
export async function* paged<Row>(
  size: number,
  read: (after: Row | null, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  let last: Row | null = null;
  for (;;) {
    const page: Row[] = await read(last, size);
    if (page.length > 0) yield page;
    if (page.length < size) return;
    last = page.at(-1)!;
  }
}
