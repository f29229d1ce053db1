/** Makes the picture that travels: small enough, baseline JPEG, nothing in it but the screen. */
import type { CaptureFailure, Policy } from '../../../src/wire/tracker.ts';
import { onlyThePicture } from '../core/jpeg.ts';
import { joinedSize, widthAt, widthWithin } from '../core/picture-size.ts';
import { isDark, sideBySide, type Image } from './drawing.ts';
import type { Screens } from './screen.ts';

export type Picture = { bytes: Uint8Array<ArrayBuffer>; sha256: string };

/** Each try after the first is that much worse, or that much narrower. */
const WORSE = 0.08;
const NARROWER = 0.8;
/** The server takes nothing narrower. */
const NARROWEST = 64;
/** A blurred picture is this many pixels high before it is stretched: windows can be told apart, words cannot. */
const BLURRED_HEIGHT = 24;
const THUMB_WIDTH = 320;
const THUMB_QUALITY = 0.7;

/**
 * One picture of all displays, side by side. A display that shows nothing is as welcome as any other, as long as one of
 * them shows something.
 * @param blurred for contracts that keep blurred evidence; done here, before anything is written to disk
 */
export async function makePicture(
  screens: Screens,
  rule: Policy['picture'],
  blurred: boolean,
): Promise<Picture | CaptureFailure> {
  const displays: ImageBitmap[] = [];
  try {
    for (const screen of screens) displays.push(await createImageBitmap(new Blob([screen])));
    if (displays.every(isDark)) return 'black-image';
    const whole = joinedSize(displays);
    const images = blurred ? [sideBySide(displays, widthAt(BLURRED_HEIGHT, whole))] : displays;
    return await encode(images, widthWithin(whole, rule.maxWidth), rule);
  } catch {
    return 'capture-failed';
  } finally {
    displays.forEach(display => display.close());
  }
}

/**
 * Encodes from `quality` down to `minQuality` and then narrower until it is below `maxBytes`, cleans it and computes its
 * hash.
 * @param width in pixels, of the first try
 * @throws when it cannot be made small enough
 */
export async function encode(images: readonly Image[], width: number, rule: Policy['picture']): Promise<Picture> {
  let quality = rule.quality;
  for (let wide = width; wide >= NARROWEST;) {
    const bytes = onlyThePicture(await jpegOf(images, wide, quality));
    if (bytes.length < rule.maxBytes) return { bytes, sha256: await sha256(bytes) };
    if (quality > rule.minQuality) quality = Math.max(rule.minQuality, quality - WORSE);
    else wide = Math.round(wide * NARROWER);
  }
  throw new Error('The picture could not be made small enough');
}

/** The same picture as small as a notification shows it. */
export async function thumbnailOf(jpeg: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const picture = await createImageBitmap(new Blob([jpeg]));
  const thumbnail = await jpegOf([picture], Math.min(picture.width, THUMB_WIDTH), THUMB_QUALITY);
  picture.close();
  return thumbnail;
}

async function jpegOf(images: readonly Image[], width: number, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const jpeg = await sideBySide(images, width).convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await jpeg.arrayBuffer());
}

/** In hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
