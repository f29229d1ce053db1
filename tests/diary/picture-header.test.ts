import { expect } from 'chai';
import { pngWithoutExtras, readPictureHeader, type PictureRefusal } from '../../src/diary/picture-header.ts';

/** A segment of a JPEG: marker, length, body. */
function segment(marker: number, body: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([Buffer.from([0xff, marker]), length, body]);
}
function sof(marker: number, { width = 640, height = 360, depth = 8, components = 3 } = {}): Buffer {
  const size = Buffer.alloc(6);
  size.writeUInt8(depth, 0);
  size.writeUInt16BE(height, 1);
  size.writeUInt16BE(width, 3);
  size.writeUInt8(components, 5);
  return segment(marker, Buffer.concat([size, Buffer.alloc(components * 3, 1)]));
}
const SOI = Buffer.from([0xff, 0xd8]);
const EOI = Buffer.from([0xff, 0xd9]);
const JFIF = segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex'));
const DQT = segment(0xdb, Buffer.alloc(65, 1));
const DHT = segment(0xc4, Buffer.alloc(20, 1));
const DRI = segment(0xdd, Buffer.from([0, 4]));
const SOS = segment(0xda, Buffer.alloc(10));
const SCAN = Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd7, 0x78]);
const jpeg = (...parts: Buffer[]): Buffer => Buffer.concat([SOI, ...parts]);
/** A whole, clean one with something between its head and its scan. */
const jpegWith = (...extra: Buffer[]): Buffer => jpeg(JFIF, ...extra, DQT, sof(0xc0), DHT, SOS, SCAN, EOI);
const exif = segment(0xe1, Buffer.from('Exif\0\0MM'));

const clean = { format: 'jpeg', width: 640, height: 360, clean: true };
const unclean = { ...clean, clean: false };
type Expected = PictureRefusal | object;

describe('The header of a JPEG', () => {
  const cases: [what: string, bytes: Buffer, expected: Expected][] = [
    ['nothing but the picture', jpegWith(), clean],
    ['no JFIF segment', jpeg(DQT, sof(0xc0), DHT, SOS, SCAN, EOI), clean],
    ['grey', jpeg(sof(0xc0, { components: 1 }), SOS, SCAN, EOI), clean],
    ['restart intervals', jpegWith(DRI), clean],
    ['fill bytes at the end of its scan', jpeg(sof(0xc0), SOS, SCAN, Buffer.from([0xff, 0xff]), EOI), clean],
    ['EXIF', jpegWith(exif), unclean],
    ['a comment', jpegWith(segment(0xfe, Buffer.from('secret place'))), unclean],
    ['a colour profile', jpegWith(segment(0xe2, Buffer.from('ICC_PROFILE\0'))), unclean],
    ['an Adobe segment', jpegWith(segment(0xee, Buffer.from('Adobe\0d\0\0\0\0\0'))), unclean],
    [
      'a thumbnail in its JFIF segment',
      jpeg(
        segment(0xe0, Buffer.concat([Buffer.from('4a46494600010100000100010404', 'hex'), Buffer.alloc(48)])),
        sof(0xc0),
        SOS,
        SCAN,
        EOI,
      ),
      unclean,
    ],
    ['a JFXX thumbnail', jpegWith(segment(0xe0, Buffer.from('JFXX\0\x10picture'))), unclean],
    ['an APP0 that only has the length of JFIF', jpegWith(segment(0xe0, Buffer.from('EVIL\x00123456789'))), unclean],
    ['a byte after its end', Buffer.concat([jpegWith(), Buffer.from([0])]), unclean],
    ['a ZIP after its end', Buffer.concat([jpegWith(), Buffer.from('PK\x03\x04')]), unclean],
    ['a second picture after its end', Buffer.concat([jpegWith(), jpegWith()]), unclean],
    ['markers inside a comment', jpegWith(segment(0xfe, Buffer.concat([EOI, SOS, sof(0xc2), EOI]))), unclean],
    ['a size inside a table', jpegWith(segment(0xdb, sof(0xc0, { width: 9000 }))), clean],
    ['a progressive frame', jpeg(JFIF, sof(0xc2), SOS, SCAN, EOI), 'unsupported-picture'],
    ['an extended frame', jpeg(JFIF, sof(0xc1), SOS, SCAN, EOI), 'unsupported-picture'],
    ['a lossless frame', jpeg(JFIF, sof(0xc3), SOS, SCAN, EOI), 'unsupported-picture'],
    ['arithmetic coding', jpeg(JFIF, sof(0xc9), SOS, SCAN, EOI), 'unsupported-picture'],
    ['12 bits', jpeg(sof(0xc0, { depth: 12 }), SOS, SCAN, EOI), 'unsupported-picture'],
    ['four colours (CMYK)', jpeg(sof(0xc0, { components: 4 }), SOS, SCAN, EOI), 'unsupported-picture'],
    ['two components', jpeg(sof(0xc0, { components: 2 }), SOS, SCAN, EOI), 'unsupported-picture'],
    ['a second scan', jpeg(sof(0xc0), SOS, SCAN, SOS, SCAN, EOI), 'unsupported-picture'],
    ['a second scan after a table', jpeg(sof(0xc0), SOS, SCAN, DHT, SOS, SCAN, EOI), 'unsupported-picture'],
    [
      'a line count after its scan',
      jpeg(sof(0xc0), SOS, SCAN, segment(0xdc, Buffer.alloc(2)), EOI),
      'unsupported-picture',
    ],
    ['an unknown segment', jpegWith(segment(0xcc, Buffer.alloc(4))), 'unsupported-picture'],
    ['two frames', jpeg(sof(0xc0), sof(0xc0), SOS, SCAN, EOI), 'damaged-picture'],
    ['a scan before its frame', jpeg(JFIF, SOS, SCAN, EOI, sof(0xc0)), 'damaged-picture'],
    ['no scan', jpeg(JFIF, sof(0xc0), EOI), 'damaged-picture'],
    ['no end', jpeg(sof(0xc0), SOS, SCAN), 'damaged-picture'],
    ['half an end', jpeg(sof(0xc0), SOS, SCAN, Buffer.from([0xff])), 'damaged-picture'],
    ['nothing but its first bytes', Buffer.concat([SOI, Buffer.from([0xff, 0xe0])]), 'not-a-picture'],
    [
      'a segment that is longer than the file',
      jpeg(JFIF, Buffer.from([0xff, 0xdb, 0xff, 0xff, 1, 2, 3, 4])),
      'damaged-picture',
    ],
    ['a segment of length 1', jpeg(Buffer.from([0xff, 0xdb, 0x00, 0x01, 0xff, 0xd9])), 'damaged-picture'],
    ['a segment of length 0', jpeg(Buffer.from([0xff, 0xdb, 0x00, 0x00, 0xff, 0xd9])), 'damaged-picture'],
    ['a byte between two segments', jpeg(JFIF, Buffer.from([0]), sof(0xc0), SOS, SCAN, EOI), 'damaged-picture'],
    ['a frame too short to tell its size', jpeg(segment(0xc0, Buffer.alloc(8, 8)), SOS, SCAN, EOI), 'damaged-picture'],
    ['no width', jpeg(sof(0xc0, { width: 0 }), SOS, SCAN, EOI), 'damaged-picture'],
    ['no height', jpeg(sof(0xc0, { height: 0 }), SOS, SCAN, EOI), 'damaged-picture'],
  ];
  for (const [what, bytes, expected] of cases) {
    it(`with ${what} is ${typeof expected === 'string' ? expected : expected === clean ? 'clean' : 'taken, but not clean'}`, () => {
      expect(readPictureHeader(bytes)).to.deep.equal(expected);
    });
  }

  const withoutLength = { 'a fill byte': [0xff], 'a TEM marker': [0xff, 0x01], 'a restart marker': [0xff, 0xd0] };
  for (const [what, bytes] of Object.entries(withoutLength)) {
    it(`with ${what}, after which a decoder reads another frame than we do, is unsupported-picture`, () => {
      // We would take the next two bytes for a length and skip what the decoder sees: 3000 progressive scans, say.
      const hidden = Buffer.concat([Buffer.from(bytes), sof(0xc2), Buffer.alloc(70_000)]);
      const shownAt = 2 + hidden.readUInt16BE(2);
      const whole = jpeg(hidden.subarray(0, shownAt), sof(0xc0), SOS, SCAN, EOI);
      expect(readPictureHeader(whole)).to.equal('unsupported-picture');
    });
  }

  it('cut off anywhere is never taken', () => {
    const whole = jpegWith(exif);
    for (let length = 0; length < whole.length; length++) {
      expect(readPictureHeader(whole.subarray(0, length)), `${length} bytes`).to.be.a('string');
    }
  });
});

/** A chunk of a PNG. The checksum is the decoder's affair. */
function chunk(type: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), body, Buffer.from('crc!')]);
}
type Ihdr = {
  width?: number;
  height?: number;
  depth?: number;
  colour?: number;
  compression?: number;
  filter?: number;
  interlace?: number;
};
function ihdr({
  width = 640,
  height = 360,
  depth = 8,
  colour = 2,
  compression = 0,
  filter = 0,
  interlace = 0,
}: Ihdr = {}): Buffer {
  const body = Buffer.alloc(13);
  body.writeUInt32BE(width, 0);
  body.writeUInt32BE(height, 4);
  body.set([depth, colour, compression, filter, interlace], 8);
  return chunk('IHDR', body);
}
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const IDAT = chunk('IDAT', Buffer.from('pixels'));
const IEND = chunk('IEND');
const png = (...chunks: Buffer[]): Buffer => Buffer.concat([SIGNATURE, ...chunks]);
const pngOf = (head: Ihdr): Buffer => png(ihdr(head), IDAT, IEND);
const lying = (length: number): Buffer => {
  const made = Buffer.from(IDAT);
  made.writeUInt32BE(length, 0);
  return made;
};

describe('The header of a PNG', () => {
  const taken = { format: 'png', width: 640, height: 360, clean: false };
  const cases: [what: string, bytes: Buffer, expected: Expected][] = [
    ...[0, 2, 3, 4, 6].map((colour): [string, Buffer, Expected] => [`colour type ${colour}`, pngOf({ colour }), taken]),
    ['several IDAT chunks', png(ihdr(), IDAT, IDAT, IDAT, IEND), taken],
    ['a full palette', png(ihdr({ colour: 3 }), chunk('PLTE', Buffer.alloc(768)), IDAT, IEND), taken],
    ['texts and profiles', png(ihdr(), chunk('iCCP'), chunk('zTXt'), IDAT, chunk('eXIf'), IEND), taken],
    ['something after its end', Buffer.concat([pngOf({}), Buffer.from('<script>')]), taken],
    ['16 bits', pngOf({ depth: 16 }), 'unsupported-picture'],
    ['1 bit', pngOf({ depth: 1, colour: 0 }), 'unsupported-picture'],
    ['interlace', pngOf({ interlace: 1 }), 'unsupported-picture'],
    ['an unknown interlace', pngOf({ interlace: 2 }), 'unsupported-picture'],
    ['colour type 1', pngOf({ colour: 1 }), 'unsupported-picture'],
    ['animation', png(ihdr(), chunk('acTL', Buffer.alloc(8)), IDAT, IEND), 'unsupported-picture'],
    ['an unknown compression', pngOf({ compression: 1 }), 'damaged-picture'],
    ['an unknown filter', pngOf({ filter: 1 }), 'damaged-picture'],
    ['no width', pngOf({ width: 0 }), 'damaged-picture'],
    ['no height', pngOf({ height: 0 }), 'damaged-picture'],
    ['no pixels', png(ihdr(), IEND), 'damaged-picture'],
    ['no end', png(ihdr(), IDAT), 'damaged-picture'],
    ['two headers', png(ihdr(), ihdr(), IDAT, IEND), 'damaged-picture'],
    ['something before its header', png(chunk('tEXt'), ihdr(), IDAT, IEND), 'damaged-picture'],
    ['a header of 12 bytes', png(chunk('IHDR', Buffer.alloc(12, 8)), IDAT, IEND), 'damaged-picture'],
    ['a palette of 257 colours', png(ihdr(), chunk('PLTE', Buffer.alloc(771)), IDAT, IEND), 'damaged-picture'],
    ['a palette of a third of a colour', png(ihdr(), chunk('PLTE', Buffer.alloc(4)), IDAT, IEND), 'damaged-picture'],
    ['a chunk longer than the file', png(ihdr(), lying(7 + IEND.length), IEND), 'damaged-picture'],
    ['a chunk of 4 GB', png(ihdr(), lying(0xffffffff), IEND), 'damaged-picture'],
    ['a chunk of a negative length', png(ihdr(), lying(0x80000000), IEND), 'damaged-picture'],
    ['a chunk that swallows the end', png(ihdr(), lying(6 + IEND.length), IEND), 'damaged-picture'],
    ['its signature only', SIGNATURE, 'not-a-picture'],
    ['half a header', pngOf({}).subarray(0, 20), 'damaged-picture'],
  ];
  for (const [what, bytes, expected] of cases) {
    it(`with ${what} is ${typeof expected === 'string' ? expected : 'taken, to be re-encoded'}`, () => {
      expect(readPictureHeader(bytes)).to.deep.equal(expected);
    });
  }

  it('cut off anywhere is never taken', () => {
    const whole = pngOf({});
    for (let length = 0; length < whole.length; length++) {
      expect(readPictureHeader(whole.subarray(0, length)), `${length} bytes`).to.be.a('string');
    }
  });

  it('and its pixels are all that reach a decoder', () => {
    const [palette, clear] = [chunk('PLTE', Buffer.alloc(3)), chunk('tRNS', Buffer.alloc(1))];
    const extras = ['tEXt', 'zTXt', 'iTXt', 'iCCP', 'eXIf', 'gAMA', 'pHYs', 'tIME', 'fcTL', 'evIL'].map(type =>
      chunk(type),
    );
    const full = png(ihdr(), ...extras, palette, clear, IDAT, ...extras, IDAT, IEND);
    expect(pngWithoutExtras(Buffer.concat([full, Buffer.from('more')]))).to.deep.equal(
      png(ihdr(), palette, clear, IDAT, IDAT, IEND),
    );
  });
});

describe('A picture', () => {
  const ofSize = (width: number, height: number): [string, Buffer][] => [
    ['JPEG', jpeg(sof(0xc0, { width, height }), SOS, SCAN, EOI)],
    ['PNG', pngOf({ width, height })],
  ];
  const sizes: [width: number, height: number, refusal: PictureRefusal | null][] = [
    [64, 64, null],
    [63, 64, 'picture-too-small'],
    [64, 63, 'picture-too-small'],
    [1, 1, 'picture-too-small'],
    [8192, 64, null],
    [8193, 64, 'picture-too-large'],
    [64, 8193, 'picture-too-large'],
    [8193, 1, 'picture-too-large'],
    [4000, 4200, null],
    [4001, 4200, 'picture-too-large'],
    [3840, 2160, null],
    [5120, 2880, null],
    [65_535, 65_535, 'picture-too-large'],
  ];
  for (const [width, height, refusal] of sizes) {
    for (const [format, bytes] of ofSize(width, height)) {
      it(`of ${width} x ${height} as ${format} is ${refusal ?? 'taken'}`, () => {
        const header = readPictureHeader(bytes);
        if (refusal) expect(header).to.equal(refusal);
        else expect(header).to.include({ width, height });
      });
    }
  }

  it('of four thousand million pixels on a side is too large, and no number overflows', () => {
    expect(readPictureHeader(pngOf({ width: 0xffffffff, height: 0xffffffff }))).to.equal('picture-too-large');
  });

  const others: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0xff])],
    ['a GIF', Buffer.from('GIF89a\x40\x01\xb4\0', 'latin1')],
    ['a WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a PDF', Buffer.from('%PDF-1.7')],
    ['HTML', Buffer.from('<!doctype html><script>')],
    ['a JPEG after a space', Buffer.concat([Buffer.from(' '), jpegWith()])],
    [
      'a PNG whose signature lost its line end',
      Buffer.concat([Buffer.from('89504e470a1a0a', 'hex'), ihdr(), IDAT, IEND]),
    ],
  ];
  for (const [what, bytes] of others) {
    it(`is not ${what}`, () => {
      expect(readPictureHeader(bytes)).to.equal('not-a-picture');
    });
  }
});
