/** Boxes a person draws over a picture. Sides are parts of the picture's sides, from 0 to 1. */
export type Box = { x: number; y: number; width: number; height: number };

/** Keeps a box inside the picture, whichever way it was drawn. */
export function withinPicture({ x, y, width, height }: Box): Box {
  const span = (from: number, length: number): [from: number, length: number] => {
    const [a, b] = [from, from + length].map(side => Math.min(1, Math.max(0, side))).sort((a, b) => a - b) as [
      number,
      number,
    ];
    return [a, b - a];
  };
  const [left, wide] = span(x, width);
  const [top, high] = span(y, height);
  return { x: left, y: top, width: wide, height: high };
}

/** The part of the picture under the boxes, in thousandths rounded up; where boxes lie over each other it counts once. */
export function coveredPerMille(boxes: readonly Box[]): number {
  const columns = edges(boxes.flatMap(({ x, width }) => [x, x + width]));
  const rows = edges(boxes.flatMap(({ y, height }) => [y, y + height]));
  let covered = 0;
  for (const [left, right] of columns) {
    for (const [top, bottom] of rows) {
      const isUnder = boxes.some(
        ({ x, y, width, height }) => x <= left && right <= x + width && y <= top && bottom <= y + height,
      );
      if (isUnder) covered += (right - left) * (bottom - top);
    }
  }
  // Sums of fractions are a hair off: an area of exactly 40 % is 400.
  return Math.min(1000, Math.ceil(covered * 1000 - 1e-6));
}

function edges(sides: readonly number[]): [from: number, to: number][] {
  const sorted = [...new Set(sides)].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i): [number, number] => [sorted[i]!, to]);
}
