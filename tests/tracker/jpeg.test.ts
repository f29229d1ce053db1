import { expect } from 'chai';
import fc from 'fast-check';
import sharp from 'sharp';
import { NotAJpeg, onlyThePicture } from '../../tracker/src/core/jpeg.ts';

const segment = (marker: number, text: string) => {
  const body = Buffer.from(text, 'latin1');
  return Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
};
const noise = () =>
  sharp({
    create: {
      width: 64,
      height: 48,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });
const markersOf = (jpeg: Uint8Array) => {
  const found: number[] = [];
  for (let at = 2; at < jpeg.length && jpeg[at] === 0xff;) {
    const marker = jpeg[at + 1] ?? 0;
    found.push(marker);
    if (marker === 0xda) break;
    at += 2 + ((jpeg[at + 2] ?? 0) << 8) + (jpeg[at + 3] ?? 0);
  }
  return found;
};

describe('a picture before it is hashed', () => {
  let plain: Buffer;
  let laden: Buffer;
  before(async () => {
    const encoded = await noise().jpeg({ quality: 70 }).toBuffer();
    const jfif = segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0');
    plain = Buffer.concat([encoded.subarray(0, 2), jfif, encoded.subarray(2)]);
    // A profile, a place, a comment with a false end inside, and something after the end.
    laden = Buffer.concat([
      plain.subarray(0, 2),
      jfif,
      segment(0xe1, 'Exif\0\0GPS 48.2082 N'),
      segment(0xe2, 'ICC_PROFILE\0a profile'),
      segment(0xfe, 'taken by \xff\xd9 somebody'),
      encoded.subarray(2),
      Buffer.from('the window title was …'),
    ]);
  });

  it('keeps its image and loses profile, place, comment and whatever follows the end', async () => {
    const clean = onlyThePicture(laden);
    expect(Buffer.from(clean).equals(plain)).to.equal(true);
    expect(markersOf(clean).filter(marker => marker >= 0xe0)).to.eql([0xe0]);
    const [a, b] = await Promise.all([sharp(clean).raw().toBuffer(), sharp(laden).raw().toBuffer()]);
    expect(a.equals(b)).to.equal(true);
  });

  it('is left alone when it is clean', () => {
    expect(Buffer.from(onlyThePicture(plain)).equals(plain)).to.equal(true);
  });

  it('keeps every scan of a progressive picture', async () => {
    const progressive = await noise().jpeg({ progressive: true, optimiseScans: true }).withMetadata().toBuffer();
    const clean = onlyThePicture(progressive);
    const [a, b] = await Promise.all([sharp(clean).raw().toBuffer(), sharp(progressive).raw().toBuffer()]);
    expect(a.equals(b)).to.equal(true);
  });

  it('is refused when it is no JPEG or is cut short, and never read past its end', () => {
    for (const bytes of [new Uint8Array(), Buffer.from('GIF89a'), laden.subarray(0, 300), laden.subarray(0, 30)]) {
      expect(() => onlyThePicture(bytes)).to.throw(NotAJpeg);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        const jpeg = Uint8Array.from([0xff, 0xd8, ...bytes]);
        try {
          expect(onlyThePicture(jpeg).length).to.be.at.most(jpeg.length);
        } catch (error) {
          expect(error).to.be.instanceOf(NotAJpeg);
        }
      }),
    );
  });
});
