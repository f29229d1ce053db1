/** What hands do to boxes over a picture. Sides are parts of the picture's sides, from 0 to 1. */
import { withinPicture, type Box } from './mask.ts';

/** No box is smaller: it could not be seen, nor taken hold of. */
export const SMALLEST = 0.01;
/** Where a box made without a pointer begins: in the middle, large enough for a line or two of words. */
export const FIRST_BOX: Box = { x: 0.35, y: 0.44, width: 0.3, height: 0.12 };

/** The same box elsewhere, as far as the picture's edge. */
export const moved = (box: Box, right: number, down: number): Box => ({
  ...box,
  x: Math.min(1 - box.width, Math.max(0, box.x + right)),
  y: Math.min(1 - box.height, Math.max(0, box.y + down)),
});

/** The same box with its lower right corner elsewhere, as far as the picture's edge. */
export const stretched = (box: Box, right: number, down: number): Box => ({
  ...box,
  width: Math.min(1 - box.x, Math.max(SMALLEST, box.width + right)),
  height: Math.min(1 - box.y, Math.max(SMALLEST, box.height + down)),
});

/** The box between two corners; `null` when it is too small to have been meant. */
export function drawn(from: { x: number; y: number }, to: { x: number; y: number }): Box | null {
  const box = withinPicture({ x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y });
  return box.width < SMALLEST || box.height < SMALLEST ? null : box;
}
