import { createHash } from 'node:crypto';
import { expect } from 'chai';
import sharp from 'sharp';
import { Refused } from '../../src/kernel/errors.ts';
import { distance } from '../../src/diary/fingerprint.ts';
import { readPictureHeader } from '../../src/diary/picture-header.ts';
import { examine, pictureRefusalWords, type Examined } from '../../src/diary/picture.ts';
import { blankPicture, picture, png } from '../support/pictures.ts';

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** Left half red, right half blue. */
const halves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'red' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: 'blue' } }, left: width / 2, top: 0 },
  ]);
async function colourAt(bytes: Buffer, x: number, y: number): Promise<string> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const [r = 0, g = 0, b = 0] = data.subarray((y * info.width + x) * info.channels);
  return r > 200 && g > 200 && b > 200 ? 'white' : r > 200 ? 'red' : b > 200 ? 'blue' : `${r} ${g} ${b}`;
}
const sizeOf = async (bytes: Buffer) => {
  const { width, height, format } = await sharp(bytes).metadata();
  return { width, height, format };
};

async function refusalOf(bytes: Buffer): Promise<string> {
  try {
    await examine(bytes);
    return 'taken';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect([error.words, error.status]).to.deep.equal([
      pictureRefusalWords[error.code as keyof typeof pictureRefusalWords],
      422,
    ]);
    return error.code;
  }
}

/** What is kept is always a picture that could be sent to us again and would be kept as it is. */
function expectReencoded(examined: Examined, received: Buffer): void {
  expect(examined.received).to.deep.equal(sha256(received));
  expect(examined.keptHash).to.deep.equal(sha256(examined.kept));
  expect(readPictureHeader(examined.kept)).to.include({ format: 'jpeg', clean: true });
}

describe('A picture that arrives', () => {
  it('as a clean JPEG is kept byte for byte, whatever it shows', async () => {
    for (const bytes of [await picture(1), await blankPicture(), await halves(2400, 900).jpeg().toBuffer()]) {
      const examined = await examine(bytes);
      expect(examined.kept).to.equal(bytes);
      expect([examined.received, examined.keptHash]).to.deep.equal([sha256(bytes), null]);
    }
  });

  it('has a thumbnail 320 wide at most, with nothing in it but the picture', async () => {
    const wide = await examine(await halves(1600, 900).jpeg().toBuffer());
    expect(await sizeOf(wide.thumb)).to.deep.equal({ width: 320, height: 180, format: 'jpeg' });
    const small = await examine(await halves(200, 100).jpeg().toBuffer());
    expect(await sizeOf(small.thumb)).to.include({ width: 200, height: 100 });
    expect(readPictureHeader(wide.thumb)).to.include({ clean: true });
    expect([await colourAt(wide.thumb, 20, 90), await colourAt(wide.thumb, 300, 90)]).to.deep.equal(['red', 'blue']);
  });

  it('with EXIF loses all of it, place and camera included, and is turned as it said', async () => {
    const camera = { IFD0: { Make: 'SpyCam', Copyright: 'Felix' }, IFD3: { GPSLatitude: '48/1 12/1 0/1' } };
    const bytes = await halves(400, 200).jpeg().withExif(camera).withMetadata({ orientation: 6 }).toBuffer();
    expect(bytes.includes('Exif')).to.equal(true);
    const examined = await examine(bytes);
    expectReencoded(examined, bytes);
    for (const word of ['Exif', 'SpyCam', 'Felix']) {
      expect([examined.kept.includes(word), examined.thumb.includes(word)], word).to.deep.equal([false, false]);
    }
    expect(await sizeOf(examined.kept)).to.deep.equal({ width: 200, height: 400, format: 'jpeg' });
    expect(await colourAt(examined.kept, 100, 20)).to.equal('red');
    expect(await colourAt(examined.kept, 100, 380)).to.equal('blue');
  });

  it('with a comment, or with something after its end, loses it', async () => {
    const bytes = await picture(3);
    const comment = Buffer.from([0xff, 0xfe, 0x00, 0x08, ...Buffer.from('secret')]);
    const withComment = Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
    for (const sent of [withComment, Buffer.concat([bytes, Buffer.from('secret')])]) {
      const examined = await examine(sent);
      expectReencoded(examined, sent);
      expect(examined.kept.includes('secret')).to.equal(false);
    }
  });

  it('as a PNG becomes a JPEG at most 1920 wide; a smaller one keeps its size', async () => {
    const sizes = [
      [3840, 2160, 1920, 1080],
      [1920, 1080, 1920, 1080],
      [800, 3000, 800, 3000],
    ] as const;
    for (const [width, height, keptWidth, keptHeight] of sizes) {
      const bytes = await halves(width, height).png().toBuffer();
      const examined = await examine(bytes);
      expectReencoded(examined, bytes);
      expect(await sizeOf(examined.kept)).to.deep.equal({ width: keptWidth, height: keptHeight, format: 'jpeg' });
      expect(await colourAt(examined.kept, 10, 10)).to.equal('red');
    }
  });

  it('as a PNG in grey, with a palette or see-through comes in; what is see-through is white', async () => {
    const grey = await sharp(await png(2))
      .greyscale()
      .png()
      .toBuffer();
    const palette = await sharp(await png(2))
      .png({ palette: true, colours: 256, dither: 0 })
      .toBuffer();
    const clear = await sharp({
      create: { width: 200, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    for (const bytes of [grey, palette, clear]) expectReencoded(await examine(bytes), bytes);
    expect(await colourAt((await examine(clear)).kept, 50, 50)).to.equal('white');
  });

  it('with a text chunk of a PNG loses it', async () => {
    const bytes = await sharp(await png(2))
      .withExif({ IFD0: { Copyright: 'Felix' } })
      .png()
      .toBuffer();
    expect(bytes.includes('Felix')).to.equal(true);
    expect((await examine(bytes)).kept.includes('Felix')).to.equal(false);
  });

  it('looks the same as PNG and as JPEG of any quality, and unlike another picture', async () => {
    const source = await png(5);
    const jpegs = await Promise.all([40, 70, 95].map(quality => sharp(source).jpeg({ quality }).toBuffer()));
    const looks = await Promise.all([source, ...jpegs].map(async bytes => (await examine(bytes)).dhash));
    for (const look of looks) expect(distance(look, looks[0]!)).to.be.at.most(2);
    expect(distance((await examine(await png(9))).dhash, looks[0]!)).to.be.above(10);
  });

  it('of one colour is blank; a window on a plain desktop is not', async () => {
    expect((await examine(await blankPicture())).blank).to.equal(true);
    expect((await examine(await picture(1))).blank).to.equal(false);
    const window = await sharp({ create: { width: 1600, height: 900, channels: 3, background: '#222' } })
      .composite([{ input: { create: { width: 200, height: 120, channels: 3, background: '#fff' } }, left: 0, top: 0 }])
      .jpeg()
      .toBuffer();
    expect((await examine(window)).blank).to.equal(false);
  });

  const refused: [what: string, bytes: () => Promise<Buffer>, code: string][] = [
    ['CMYK JPEG', () => halves(200, 100).toColourspace('cmyk').jpeg().toBuffer(), 'unsupported-picture'],
    ['progressive JPEG', () => halves(200, 100).jpeg({ progressive: true }).toBuffer(), 'unsupported-picture'],
    ['16-bit PNG', () => halves(200, 100).toColourspace('rgb16').png().toBuffer(), 'unsupported-picture'],
    ['interlaced PNG', () => halves(200, 100).png({ progressive: true }).toBuffer(), 'unsupported-picture'],
    ['WebP', () => halves(200, 100).webp().toBuffer(), 'not-a-picture'],
    ['GIF', () => halves(200, 100).gif().toBuffer(), 'not-a-picture'],
    ['TIFF', () => halves(200, 100).tiff().toBuffer(), 'not-a-picture'],
    ['JPEG below 64 pixels', () => halves(60, 100).jpeg().toBuffer(), 'picture-too-small'],
    ['JPEG whose scan is cut in half', async () => broken(await picture(4), 0.5), 'damaged-picture'],
    ['JPEG whose scan is noise', async () => noise(await picture(4)), 'damaged-picture'],
    ['PNG whose pixels are noise', async () => noise(await png(4)), 'damaged-picture'],
  ];
  for (const [what, bytes, code] of refused) {
    it(`(${what}) is refused: ${code}`, async () => {
      expect(await refusalOf(await bytes())).to.equal(code);
    });
  }

  /** Cut off, but with an end. */
  const broken = (bytes: Buffer, share: number): Buffer =>
    Buffer.concat([bytes.subarray(0, Math.floor(bytes.length * share)), Buffer.from([0xff, 0xd9])]);
  const noise = (bytes: Buffer): Buffer => {
    const made = Buffer.from(bytes);
    for (let at = Math.floor(made.length * 0.4); at < made.length - 40; at++) made[at] = (at * 37) % 255;
    return made;
  };
});
