/** What can be said of a picture by looking at it small. Rules only. */

/** At most this many of 64 bits differ between near-identical pictures. */
export const NEAR = 2;
/** (Almost) one colour: at most this share of pixels differs visibly from the middle one. */
const OTHER_SHARE = 0.002;
const VISIBLE = 12;

const [COLUMNS, ROWS] = [9, 8];

/**
 * 64-bit difference hash (after N. Krawetz, "Kind of like that", 2013): is each of 9 x 8 fields brighter than its right
 * neighbour? And whether the picture is blank.
 * @param pixels rows of `channels` bytes a pixel
 */
export function fingerprint(pixels: Uint8Array, width: number, height: number, channels: number) {
  const sums = new Float64Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  const levels = new Uint32Array(256);
  const columns = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * COLUMNS) / width));
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    for (let x = 0; x < width; x++, at += channels) {
      const brightness =
        channels < 3 ? pixels[at]! : (77 * pixels[at]! + 150 * pixels[at + 1]! + 29 * pixels[at + 2]!) >> 8;
      const field = row + columns[x]!;
      sums[field]! += brightness;
      counts[field]! += 1;
      levels[brightness]! += 1;
    }
  }
  return { dhash: differences(sums, counts), blank: isOneLevel(levels, width * height) };
}

function differences(sums: Float64Array, counts: Uint32Array): Buffer {
  const hash = Buffer.alloc(8);
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS - 1; x++) {
      const field = y * COLUMNS + x;
      const brighter = sums[field]! / counts[field]! > sums[field + 1]! / counts[field + 1]!;
      if (brighter) hash[y]! |= 1 << x;
    }
  }
  return hash;
}

function isOneLevel(levels: Uint32Array, pixels: number): boolean {
  let below = 0;
  const middle = levels.findIndex(count => (below += count) * 2 >= pixels);
  const near = levels.slice(Math.max(0, middle - VISIBLE), middle + VISIBLE + 1).reduce((sum, count) => sum + count, 0);
  return pixels - near <= pixels * OTHER_SHARE;
}

/** How many of 64 bits differ. */
export function distance(a: Buffer, b: Buffer): number {
  let bits = 0;
  for (let i = 0; i < 8; i++) for (let rest = a[i]! ^ b[i]!; rest > 0; rest &= rest - 1) bits++;
  return bits;
}

const IN_A_ROW = 6;
/** Of a block's first picture. */
export type Look = { inputSeconds: number; dhash: Buffer | null; maskedPerMille: number };

/**
 * Six blocks in a row without any input, all looking like this one. What was covered cannot tell that something moved,
 * so a box that wanders over a screen that stands still does not hide it.
 * @param before newest first
 */
export function isStandingStill(block: Look, before: readonly Look[]): boolean {
  const { dhash } = block;
  const row = [block, ...before.slice(0, IN_A_ROW - 1)];
  if (dhash === null || row.length < IN_A_ROW) return false;
  return row.every(look => {
    const near = NEAR + bitsBehind(look.maskedPerMille + block.maskedPerMille);
    return look.inputSeconds === 0 && look.dhash !== null && distance(look.dhash, dhash) <= near;
  });
}

/** How many of the 64 comparisons a mask can turn: each field it covers takes part in two. */
const bitsBehind = (perMille: number): number => Math.ceil((perMille / 1000) * ROWS * COLUMNS) * 2;
