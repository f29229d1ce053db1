/** Paints over parts of a picture that has not left the machine yet. What was under them is in no byte of the new one. */
import type { Policy } from '../../../src/wire/tracker.ts';
import type { Box } from '../core/mask.ts';
import { contextOf, sideBySide } from './drawing.ts';
import { encode, type Picture } from './picture.ts';

const INK = '#1c1f24';

/** @throws when the bytes are no picture */
export async function coverPicture(
  jpeg: Uint8Array<ArrayBuffer>,
  boxes: readonly Box[],
  rule: Policy['picture'],
): Promise<Picture> {
  const picture = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
  const canvas = sideBySide([picture], picture.width);
  const context = contextOf(canvas);
  context.fillStyle = INK;
  for (const { x, y, width, height } of boxes) {
    // Whole pixels, outwards: no edge lets through a shade of what it covers.
    const [left, top] = [Math.floor(x * canvas.width), Math.floor(y * canvas.height)];
    const [right, bottom] = [Math.ceil((x + width) * canvas.width), Math.ceil((y + height) * canvas.height)];
    context.fillRect(left, top, right - left, bottom - top);
  }
  return encode([canvas], canvas.width, rule);
}
