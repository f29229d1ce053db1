/** Draws pictures of displays, in memory only. */
import { isBlack } from '../core/black.ts';
import { joinedSize } from '../core/picture-size.ts';

export type Image = ImageBitmap | OffscreenCanvas;

/** Pictures side by side, scaled to so many pixels in all. */
export function sideBySide(images: readonly Image[], width: number): OffscreenCanvas {
  const whole = joinedSize(images);
  // WebKit leaves out most pixels when it shrinks a lot at once; by halves every one counts.
  if (whole.width > 2 * width) return sideBySide([sideBySide(images, Math.ceil(whole.width / 2))], width);
  const scale = width / whole.width;
  const canvas = new OffscreenCanvas(width, Math.max(1, Math.round(whole.height * scale)));
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  let left = 0;
  for (const image of images) {
    context.drawImage(image, left * scale, 0, image.width * scale, image.height * scale);
    left += image.width;
  }
  return canvas;
}

/** Displays are looked at this wide; */
const GLANCE = 512;
/** in so many parts, because one picture may show several displays of which all but one sleep. */
const [COLUMNS, ROWS] = [4, 3];

/** Whether nothing is to be seen anywhere in a picture. */
export function isDark(image: Image): boolean {
  const small = sideBySide([image], Math.min(image.width, GLANCE));
  const context = contextOf(small);
  const [width, height] = [Math.ceil(small.width / COLUMNS), Math.ceil(small.height / ROWS)];
  for (let x = 0; x < small.width; x += width) {
    for (let y = 0; y < small.height; y += height) {
      const [wide, high] = [Math.min(width, small.width - x), Math.min(height, small.height - y)];
      if (!isBlack(context.getImageData(x, y, wide, high).data)) return false;
    }
  }
  return true;
}

export function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This system cannot draw pictures');
  return context;
}
