/** A real X screen (Xvfb) for windows, with a picture on it that can be recognised in a screenshot. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Screen = { display: string; stop(): void };
type Colour = readonly [number, number, number];

export const installed = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

export const WIDTH = 1280;
export const HEIGHT = 800;

/** Starts a screen of 1280 x 800 on a display number that was free. */
export async function startScreen(): Promise<Screen> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-noreset', '-screen', '0', `${WIDTH}x${HEIGHT}x24`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    server.once('exit', () => reject(new Error('Xvfb did not start')));
  });
  return { display: `:${number}`, stop: () => void server.kill() };
}

/** Covers the screen with something ImageMagick knows, a file or a pattern. A bare screen is black. */
export const paint = (display: string, what = 'gradient:#dde6f0-#3a4a6a') =>
  spawnSync('display', ['-window', 'root', what], { env: { ...process.env, DISPLAY: display } });

const FIELD = 160;
const COLUMNS = WIDTH / FIELD;
const ROWS = HEIGHT / FIELD;
/** No two fields beside each other look alike, and no row or column repeats another. */
const colourOf = (column: number, row: number): Colour => [
  30 + column * 28,
  40 + row * 45,
  30 + ((column * 3 + row * 5) % 8) * 28,
];

/** Covers the screen with a board of forty coloured fields. */
export async function paintBoard(display: string): Promise<void> {
  const { default: sharp } = await import('sharp');
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0, at = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1, at += 3) pixels.set(colourOf(Math.floor(x / FIELD), Math.floor(y / FIELD)), at);
  }
  const folder = await mkdtemp(join(tmpdir(), 'impact-time-board-'));
  const file = join(folder, 'board.png');
  await sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toFile(file);
  paint(display, file);
  await rm(folder, { recursive: true });
}

/** The fields of the board that a picture shows in another colour, as `column,row`. @param picture PNG or JPEG of the whole screen, in any size */
export async function fieldsThatDiffer(picture: Buffer): Promise<string[]> {
  const { default: sharp } = await import('sharp');
  const [width, height] = [COLUMNS * 8, ROWS * 8];
  const pixels = await sharp(picture).resize(width, height, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  const differ: string[] = [];
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const at = ((row * 8 + 4) * width + column * 8 + 4) * 3;
      const far = colourOf(column, row).some((shade, channel) => Math.abs(shade - pixels[at + channel]!) > 12);
      if (far) differ.push(`${column},${row}`);
    }
  }
  return differ;
}
