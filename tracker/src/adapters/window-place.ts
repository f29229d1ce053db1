/** The window comes back where it was left. The runtime's own memory writes only at a clean end and knows no displays. */
import { window as native } from '@neutralinojs/lib';
import * as z from 'zod';
import { readJson, replaceText, type Disk } from '../core/disk.ts';
import { placeInside, type Place } from '../core/place.ts';

const FILE = 'place.json';
/** So long a window manager may take to put a window where it wants it. */
const SETTLED = 300;

const saved = z.object({ x: z.int(), y: z.int(), width: z.int().min(200), height: z.int().min(200) });

/** Where the window was left; `null` at the first start, when the runtime centres it. */
export async function lastPlace(disk: Disk): Promise<Place | null> {
  return saved.safeParse(await readJson(disk, FILE)).data ?? null;
}

/** Writes down where the window is; it has to be on the screen. */
export async function keepPlace(disk: Disk): Promise<void> {
  await replaceText(disk, FILE, JSON.stringify(await currentPlace()));
}

/**
 * Puts a window that is shown to the wanted place, or near it where a display is gone or has become smaller. Window
 * managers choose a place of their own for a window that comes up, so it is moved once that is done.
 * @param wanted `null` to leave it where it is, as far as that is on a display
 */
export async function putInside(wanted: Place | null): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, SETTLED));
  const place = await currentPlace();
  const inside = placeInside(wanted ?? place, display());
  if (JSON.stringify(inside) !== JSON.stringify(place)) await put(inside);
}

/** Where the window is, in what the system counts in. */
export async function currentPlace(): Promise<Place> {
  const [at, size] = await Promise.all([native.getPosition(), native.getSize()]);
  return { x: at.x ?? 0, y: at.y ?? 0, width: size.width ?? 0, height: size.height ?? 0 };
}

/** macOS centres a window whose size is set, so it is moved last. */
export async function put({ x, y, width, height }: Place): Promise<void> {
  await native.setSize({ width, height });
  await native.move(x, y);
}

/**
 * The part of the nearest display that windows may use. The page knows it; the runtime knows how large displays are but
 * not where they lie. Windows counts in pixels, the others and the page in points.
 */
export function display(): Place {
  const { availLeft, availTop, availWidth, availHeight } = screen as Screen & Record<'availLeft' | 'availTop', number>;
  const scale = String(window.NL_OS) === 'Windows' ? devicePixelRatio : 1;
  const counted = (points: number) => Math.round(points * scale);
  return { x: counted(availLeft), y: counted(availTop), width: counted(availWidth), height: counted(availHeight) };
}
