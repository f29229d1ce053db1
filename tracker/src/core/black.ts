/** Brightness from 0 to 255 below which a pixel shows nothing. */
const DARK = 12;
/** A dark desktop has a cursor, a clock, a border: that many pixels in a thousand are brighter than black. */
const BRIGHT_PER_THOUSAND = 1;

/**
 * Whether a screen is black, as a machine without permission or with a sleeping display gives it.
 * @param rgba four bytes a pixel
 */
export function isBlack(rgba: Uint8ClampedArray | Uint8Array): boolean {
  const pixels = rgba.length / 4;
  let bright = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    if (Math.max(rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0) >= DARK) bright += 1;
  }
  return bright * 1000 <= pixels * BRIGHT_PER_THOUSAND;
}
