/** Blocks that were chosen together: how an address names them. Rules only. */
import type { EpochSeconds } from '../kernel/time.ts';

/** A day of 25 hours, each cell shared by two. More is no choice a person makes on a page. */
export const MAX_CHOSEN = 300;
const MAX_SPAN_SECONDS = 8 * 86_400;

/**
 * @param given `block` of an address, once or several times, or a form's field with commas
 * @returns when the blocks began, oldest first, each once; null when that is not a choice of one week's blocks
 */
export function chosenFrom(given: unknown): EpochSeconds[] | null {
  const texts = (Array.isArray(given) ? given : [given]).flatMap(one =>
    typeof one === 'string' ? one.split(',') : [],
  );
  if (texts.length === 0 || texts.length > MAX_CHOSEN || !texts.every(text => /^\d{1,10}$/.test(text))) return null;
  const starts = [...new Set(texts.map(Number))].sort((a, b) => a - b);
  return starts.at(-1)! - starts[0]! <= MAX_SPAN_SECONDS ? starts : null;
}

/** The query of an address that names these blocks. */
export const chosenQuery = (starts: readonly EpochSeconds[]): string => `block=${starts.join(',')}`;
