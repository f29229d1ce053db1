/** Pictures for tests: small, cheap, and as different from each other as their seeds. */
import { createHash } from 'node:crypto';

const [WIDTH, HEIGHT] = [320, 180];

/** A clean baseline JPEG. Seeds more than one apart look different to the difference hash as well. */
export async function picture(seed = 1): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(pixels(seed), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 70 })
    .toBuffer();
}

export async function png(seed = 1): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(pixels(seed), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .png()
    .toBuffer();
}

/** One colour, and one pixel that makes it another file. */
export async function blankPicture(seed = 0): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const plain = Buffer.alloc(WIDTH * HEIGHT * 3, 30);
  plain[seed * 3] = 200;
  return sharp(plain, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A 16 x 9 board of grey fields whose shades follow from the seed. */
function pixels(seed: number): Buffer {
  const shades = Array.from({ length: 5 }, (_, part) => createHash('sha256').update(`${seed}/${part}`).digest());
  const shade = Buffer.concat(shades);
  const data = Buffer.alloc(WIDTH * HEIGHT * 3);
  for (let y = 0, at = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, at += 3)
      data.fill(shade[Math.floor(y / 20) * 16 + Math.floor(x / 20)]!, at, at + 3);
  }
  return data;
}
