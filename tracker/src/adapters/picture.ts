/** Makes the picture that travels: small enough, baseline JPEG, nothing in it but the screen. */
import type { CaptureFailure, Policy } from '../../../src/wire/tracker.ts';
import { isBlack } from '../core/black.ts';
import { onlyThePicture } from '../core/jpeg.ts';

export type Picture = { bytes: Uint8Array<ArrayBuffer>; sha256: string };

/** Each try after the first is that much worse, or that much narrower. */
const WORSE = 0.08;
const NARROWER = 0.8;
/** A blurred picture is this many pixels wide before it is stretched: windows can be told apart, words cannot. */
const BLURRED_WIDTH = 64;

/**
 * Scales to `maxWidth`, encodes from `quality` down to `minQuality` and then narrower until it is below `maxBytes`, cleans
 * it and computes its hash.
 * @param blurred for contracts that keep blurred evidence; done here, before anything is written to disk
 */
export async function makePicture(
  png: Uint8Array<ArrayBuffer>,
  rule: Policy['picture'],
  blurred: boolean,
): Promise<Picture | CaptureFailure> {
  const screen = await createImageBitmap(new Blob([png], { type: 'image/png' })).catch(() => null);
  if (!screen) return 'capture-failed';
  if (isBlack(pixelsOf(scaled(screen, Math.min(screen.width, 256))))) return 'black-image';
  let width = Math.min(screen.width, rule.maxWidth);
  let quality = rule.quality;
  for (;;) {
    const drawn = blurred ? scaled(scaled(screen, BLURRED_WIDTH), width) : scaled(screen, width);
    const jpeg = await drawn.convertToBlob({ type: 'image/jpeg', quality });
    const bytes = onlyThePicture(new Uint8Array(await jpeg.arrayBuffer()));
    if (bytes.length < rule.maxBytes) return { bytes, sha256: await sha256(bytes) };
    if (quality > rule.minQuality) quality = Math.max(rule.minQuality, quality - WORSE);
    else width = Math.round(width * NARROWER);
  }
}

function scaled(image: ImageBitmap | OffscreenCanvas, width: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, Math.max(1, Math.round((image.height * width) / image.width)));
  const context = drawing(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const pixelsOf = (canvas: OffscreenCanvas) => drawing(canvas).getImageData(0, 0, canvas.width, canvas.height).data;

function drawing(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This system cannot draw pictures');
  return context;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
