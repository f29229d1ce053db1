import { expect } from 'chai';
import fc from 'fast-check';
import { distance, fingerprint, isStandingStill, NEAR } from '../../src/diary/fingerprint.ts';

/** A grey picture of one byte a pixel. */
const grey = (width: number, height: number, shade: (x: number, y: number) => number): Uint8Array =>
  Uint8Array.from({ length: width * height }, (_, at) => shade(at % width, Math.floor(at / width)));
const inGrey = (width: number, height: number, shade: (x: number, y: number) => number) =>
  fingerprint(grey(width, height, shade), width, height, 1);

const [WIDTH, HEIGHT] = [320, 180];

describe('The fingerprint of a picture', () => {
  it('has a bit for each field that is brighter than its right neighbour', () => {
    expect(inGrey(9, 8, x => 255 - x * 20).dhash).to.deep.equal(Buffer.alloc(8, 0xff));
    expect(inGrey(9, 8, x => x * 20).dhash).to.deep.equal(Buffer.alloc(8, 0));
    expect(inGrey(9, 8, () => 100).dhash).to.deep.equal(Buffer.alloc(8, 0));
    const onlyFirst = inGrey(9, 8, (x, y) => (x === 0 && y < 2 ? 200 : 100));
    expect(onlyFirst.dhash.toString('hex')).to.equal('0101000000000000');
    const onlyLast = inGrey(9, 8, (x, y) => (x === 7 && y === 7 ? 200 : 100));
    expect(onlyLast.dhash.toString('hex')).to.equal('0000000000000080');
  });

  it('is that of its fields’ means, whatever its size', () => {
    const board = (x: number, y: number, width: number, height: number): number =>
      ((Math.floor((x * 9) / width) * 37 + Math.floor((y * 8) / height) * 91) * 53) % 200;
    const small = inGrey(9, 8, (x, y) => board(x, y, 9, 8));
    const large = inGrey(WIDTH, HEIGHT, (x, y) => board(x, y, WIDTH, HEIGHT));
    expect(large.dhash).to.deep.equal(small.dhash);
  });

  it('sees colours as bright as people do, and no transparency', () => {
    const colours = (channels: number, left: number[], right: number[]) => {
      const pixels = Uint8Array.from({ length: 72 * channels }, (_, at) => {
        const x = Math.floor(at / channels) % 9;
        return (x % 2 === 0 ? left : right)[at % channels]!;
      });
      return fingerprint(pixels, 9, 8, channels).dhash[0];
    };
    const [green, blue, red] = [
      [0, 200, 0],
      [0, 0, 200],
      [200, 0, 0],
    ] as const;
    expect(colours(3, [...green], [...red])).to.equal(0b01010101);
    expect(colours(3, [...blue], [...red])).to.equal(0b10101010);
    expect(colours(4, [...green, 0], [...green, 255])).to.equal(0);
    expect(colours(2, [100, 0], [90, 255])).to.equal(0b01010101);
  });

  it('says blank of one colour, and of almost one colour', () => {
    const pixels = WIDTH * HEIGHT;
    const differing = (count: number, shade: number) =>
      inGrey(WIDTH, HEIGHT, (x, y) => (y * WIDTH + x < count ? shade : 100)).blank;
    expect(differing(0, 0)).to.equal(true);
    expect(differing(Math.floor(pixels * 0.002), 255)).to.equal(true);
    expect(differing(Math.floor(pixels * 0.002) + 1, 255)).to.equal(false);
    expect(differing(pixels / 3, 112), 'a difference nobody sees').to.equal(true);
    expect(differing(pixels / 3, 113), 'a difference one can see').to.equal(false);
  });

  it('does not say blank of black letters on white', () => {
    expect(inGrey(WIDTH, HEIGHT, (x, y) => (x % 20 === 0 && y % 20 === 0 ? 0 : 255)).blank).to.equal(false);
  });
});

describe('The distance between two fingerprints', () => {
  const hash = fc.uint8Array({ minLength: 8, maxLength: 8 }).map(bytes => Buffer.from(bytes));

  it('counts the bits that differ', () => {
    expect(distance(Buffer.alloc(8), Buffer.alloc(8))).to.equal(0);
    expect(distance(Buffer.alloc(8), Buffer.alloc(8, 0xff))).to.equal(64);
    expect(distance(Buffer.from('8000000000000001', 'hex'), Buffer.alloc(8))).to.equal(2);
  });

  it('is the same both ways, and that of their difference written in binary', () => {
    fc.assert(
      fc.property(hash, hash, (a, b) => {
        const ones = [...a].map((byte, place) => (byte ^ b[place]!).toString(2).replaceAll('0', '')).join('').length;
        expect([distance(a, b), distance(b, a)]).to.deep.equal([ones, ones]);
      }),
    );
  });
});

describe('Standing still', () => {
  /** A fingerprint with so many bits set. */
  const look = (bits: number, inputSeconds = 0, maskedPerMille = 0) => ({
    inputSeconds,
    maskedPerMille,
    dhash: Buffer.from([(1 << bits) - 1, 0, 0, 0, 0, 0, 0, 0]),
  });
  const times = <T>(count: number, value: T): T[] => Array<T>(count).fill(value);
  const noPicture = { inputSeconds: 0, maskedPerMille: 0, dhash: null };
  /** A picture with a mask of this size, and so many bits unlike the others. */
  const masked = (maskedPerMille: number, bits: number) => look(bits, 0, maskedPerMille);

  const cases: [
    what: string,
    block: Parameters<typeof isStandingStill>[0],
    before: ReturnType<typeof look>[] | object[],
    still: boolean,
  ][] = [
    ['six blocks in a row that look the same, without input', look(0), times(5, look(0)), true],
    ['only five', look(0), times(4, look(0)), false],
    ['six that differ by two bits', look(0), times(5, look(NEAR)), true],
    ['six, one of which differs by three bits', look(0), [...times(4, look(0)), look(NEAR + 1)], false],
    ['six, this one with input', look(0, 1), times(5, look(0)), false],
    ['six, the first with input', look(0), [...times(4, look(0)), look(0, 1)], false],
    ['input only before the six', look(0), [...times(5, look(0)), look(0, 100)], true],
    ['another picture only before the six', look(0), [...times(5, look(0)), look(8)], true],
    ['six, one without a picture', look(0), [...times(2, look(0)), noPicture, ...times(2, look(0))], false],
    ['this one without a picture', noPicture, times(5, look(0)), false],
    ['nothing before', look(0), [], false],
    ['six with a small box that wanders', masked(10, 0), times(5, masked(10, NEAR + 4)), true],
    ['six with small boxes, one unlike what they could hide', masked(10, 0), times(5, masked(10, NEAR + 5)), false],
    ['six, one of which is covered all over', look(0), [...times(4, look(0)), masked(1000, 8)], true],
    ['six that are covered all over', masked(1000, 0), times(5, masked(1000, 8)), true],
    ['six with boxes, one with input', masked(10, 0), [...times(4, masked(10, 0)), look(0, 1, 10)], false],
  ];
  for (const [what, block, before, still] of cases) {
    it(`is ${still ? '' : 'not '}seen in ${what}`, () => {
      expect(isStandingStill(block, before as ReturnType<typeof look>[])).to.equal(still);
    });
  }
});
