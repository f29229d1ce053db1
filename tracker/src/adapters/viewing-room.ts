/**
 * A larger window for as long as a picture is looked at, on Windows. On Linux and macOS the runtime resizes windows from a
 * thread that may not: under Linux its window was seen to hang. There the person makes it larger, and the picture follows.
 */
import { window as native } from '@neutralinojs/lib';
import { currentPlace, display, put, putInside } from './window-place.ts';
import type { Place } from '../core/place.ts';
import type { Platform } from './platform.ts';

/** Enough for a screen's picture to be judged, with its words and buttons below. */
const [WIDTH, HEIGHT] = [1040, 800];

export type ViewingRoom = { isTaken(): boolean; give(on: boolean): Promise<void> };

/** A window that is larger already stays as it is; one that was made larger gets its place back. */
export function viewingRoom(platform: Platform): ViewingRoom {
  let before: Place | null = null;
  let taken = false;
  let last = Promise.resolve();

  async function grow(): Promise<void> {
    const place = await currentPlace();
    const { width, height } = display();
    const large = { width: Math.min(WIDTH, width), height: Math.min(HEIGHT, height) };
    if (place.width >= large.width && place.height >= large.height) return;
    before = place;
    await native.setSize({ width: Math.max(place.width, large.width), height: Math.max(place.height, large.height) });
    await putInside(null);
  }

  async function shrink(): Promise<void> {
    if (before) await put(before);
    before = null;
  }

  return {
    isTaken: () => taken,
    /** One after the other, in the order they were asked for. A system that does not resize its windows is no fault. */
    give(on) {
      if (platform !== 'windows') return last;
      last = last.then(() => (on ? grow() : shrink())).catch(() => undefined);
      // The small place is remembered until the window has it again.
      if (on) taken = true;
      else void last.then(() => (taken = before !== null));
      return last;
    },
  };
}
