import type { Shot } from '../core/open-block.ts';
import type { Item } from '../core/queue.ts';

/** The captures of an item, with the files of their pictures. */
export function shotsOf({ block, pictures }: Item): Shot[] {
  const files = [...pictures];
  return block.captures.map((capture): Shot => {
    const takenAt = Date.parse(capture.takenAt) / 1000;
    if ('failure' in capture) return { takenAt, failure: capture.failure };
    const { sha256, mask } = capture;
    return { takenAt, file: files.shift() ?? '', sha256, ...(mask && { mask }) };
  });
}
