import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { CaptureFailure } from '../../src/wire/tracker.ts';
import type * as pictures from '../../tracker/src/adapters/picture.ts';
import { openBrowser, whyNoBrowser } from '../support/browser.ts';
import { policy } from './fake-server.ts';

/** What the page knows: the tracker's own code, and a way for bytes to come and go. */
declare const tested: typeof pictures & {
  bytesOf(base64: string): Uint8Array<ArrayBuffer>;
  base64Of(bytes: Uint8Array): string;
};
const PAGE = `
  export * from './picture.ts';
  export const bytesOf = base64 => Uint8Array.from(atob(base64), char => char.charCodeAt(0));
  export const base64Of = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
`;

type Colour = [r: number, g: number, b: number];
const BLACK: Colour = [0, 0, 0];
const RED: Colour = [200, 40, 40];
const BLUE: Colour = [40, 60, 200];

/** A display of one colour, with a patch of light in its middle. */
async function display(width: number, height: number, [r, g, b]: Colour, patch = 0): Promise<Buffer> {
  const plain = sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
  if (patch === 0) return plain.png().toBuffer();
  const light = { create: { width: patch, height: patch, channels: 3 as const, background: 'white' } };
  return plain
    .composite([{ input: light }])
    .png()
    .toBuffer();
}

/** What the picture shows at a point, as parts of its sides. */
async function colourAt(picture: Buffer, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  return [...data.subarray(at, at + 3)];
}

const isNear = (colour: number[], [r, g, b]: Colour) =>
  expect(Math.max(...[r, g, b].map((shade, i) => Math.abs(shade - colour[i]!))), colour.join()).to.be.below(16);

describe('the picture of a screen', function () {
  this.timeout(40_000);
  let browser: Browser;
  let page: Page;

  before(async function () {
    const missing = whyNoBrowser();
    if (missing) {
      console.log(`      skipped: ${missing}`);
      return this.skip();
    }
    const { outputFiles } = await build({
      stdin: { contents: PAGE, resolveDir: fileURLToPath(new URL('../../tracker/src/adapters', import.meta.url)) },
      ...{ bundle: true, write: false, format: 'iife', globalName: 'tested' },
    });
    browser = await openBrowser();
    page = await browser.newPage();
    // Hashes are computed in secure contexts only, such as a page of this machine.
    await page.route('**', route => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto('http://127.0.0.1/');
    await page.addScriptTag({ content: outputFiles[0]!.text });
  });
  after(() => browser?.close());

  /** Makes the picture in the browser, of what the tool printed. */
  async function pictureOf(screens: Buffer[], { blurred = false, rule = policy.picture } = {}) {
    const made = await page.evaluate(
      async ({ encoded, rule, blurred }): Promise<string | { jpeg: string; thumbnail: string }> => {
        const picture = await tested.makePicture(encoded.map(tested.bytesOf), rule, blurred);
        if (typeof picture === 'string') return picture;
        return {
          jpeg: tested.base64Of(picture.bytes),
          thumbnail: tested.base64Of(await tested.thumbnailOf(picture.bytes)),
        };
      },
      { encoded: screens.map(screen => screen.toString('base64')), rule, blurred },
    );
    return typeof made === 'string'
      ? { failure: made as CaptureFailure, jpeg: Buffer.alloc(0), thumbnail: Buffer.alloc(0) }
      : {
          failure: null,
          jpeg: Buffer.from(made.jpeg, 'base64'),
          thumbnail: Buffer.from(made.thumbnail, 'base64'),
        };
  }

  const sizeOf = async (jpeg: Buffer) => {
    const { width, height } = await sharp(jpeg).metadata();
    return [width, height];
  };

  it('shows several displays side by side, in their order, their upper edges in line', async () => {
    const { jpeg } = await pictureOf([await display(1280, 720, RED), await display(640, 360, BLUE)]);
    expect(await sizeOf(jpeg)).to.eql([1920, 720]);
    isNear(await colourAt(jpeg, 0.1, 0.9), RED);
    isNear(await colourAt(jpeg, 0.9, 0.1), BLUE);
    isNear(await colourAt(jpeg, 0.9, 0.9), BLACK);
  });

  it('has as many pixels for three displays as for one', async () => {
    const [one, three] = await Promise.all([
      pictureOf([await display(3840, 2160, RED)]),
      pictureOf([await display(5760, 1080, RED)]),
    ]);
    expect(await sizeOf(one.jpeg)).to.eql([1600, 900]);
    expect(await sizeOf(three.jpeg)).to.eql([2771, 520]);
  });

  it('is refused as black only when every display is', async () => {
    const [asleep, lit] = await Promise.all([display(1920, 1080, BLACK), display(1920, 1080, BLACK, 60)]);
    expect((await pictureOf([asleep])).failure).to.equal('black-image');
    expect((await pictureOf([asleep, asleep])).failure).to.equal('black-image');
    expect((await pictureOf([asleep, lit, asleep])).failure).to.equal(null);
  });

  it('sees the one display that is lit in a joined picture too', async () => {
    const three = await display(5760, 1080, BLACK, 70);
    expect((await pictureOf([three])).failure).to.equal(null);
    expect((await pictureOf([await display(5760, 1080, BLACK)])).failure).to.equal('black-image');
  });

  it('is a failure when one display’s picture cannot be read', async () => {
    const { failure } = await pictureOf([await display(640, 360, RED), Buffer.from('no picture')]);
    expect(failure).to.equal('capture-failed');
  });

  it('becomes worse, then narrower, until it is small enough, and gives up when it cannot', async () => {
    const noise = { type: 'gaussian' as const, sigma: 90, mean: 128 };
    const screen = await sharp({ create: { width: 640, height: 360, channels: 3, background: 'grey', noise } })
      .png()
      .toBuffer();
    const atMost = (maxBytes: number) => pictureOf([screen], { rule: { ...policy.picture, maxBytes } });
    const { jpeg } = await atMost(30_000);
    expect(jpeg.length).to.be.below(30_000);
    expect((await sizeOf(jpeg))[0]).to.be.below(640);
    expect((await atMost(100)).failure).to.equal('capture-failed');
  });

  it('comes with a small one for the notification', async () => {
    const { thumbnail } = await pictureOf([await display(1280, 720, RED)]);
    expect(await sizeOf(thumbnail)).to.eql([320, 180]);
    isNear(await colourAt(thumbnail, 0.5, 0.5), RED);
  });

  describe('of a blurred contract', () => {
    /** A window full of lines, each of the same words. */
    async function windowOf(words: string): Promise<Buffer> {
      const reader = await browser.newPage({ viewport: { width: 1280, height: 720 } });
      await reader.setContent(
        `<body style="margin:40px;font:32px/1.3 monospace;background:#fff">${`<div>${words}</div>`.repeat(15)}`,
      );
      const screen = await reader.screenshot();
      await reader.close();
      return screen;
    }

    /** How far apart two pictures are: the mean and the greatest distance of their pixels, from 0 to 255. */
    async function apart(a: Buffer, b: Buffer): Promise<{ mean: number; most: number }> {
      const [left, right] = await Promise.all([a, b].map(picture => sharp(picture).greyscale().raw().toBuffer()));
      const distances = [...left!].map((shade, i) => Math.abs(shade - right![i]!));
      return {
        mean: distances.reduce((sum, distance) => sum + distance, 0) / distances.length,
        most: distances.reduce((most, distance) => Math.max(most, distance), 0),
      };
    }

    it('does not tell one word from another, even in large letters', async () => {
      const screens = [
        await windowOf('Salary of Miller: 98200 per year'),
        await windowOf('Weekly report no. 17 for Janice'),
      ];
      const [sharp1, sharp2] = await Promise.all(screens.map(screen => pictureOf([screen])));
      expect((await apart(sharp1!.jpeg, sharp2!.jpeg)).mean).to.be.above(10);
      const [one, other] = await Promise.all(screens.map(screen => pictureOf([screen], { blurred: true })));
      expect((await apart(one!.jpeg, other!.jpeg)).mean).to.be.below(5);
      expect((await sharp(one!.jpeg).stats()).sharpness).to.be.below(1);
      expect((await sharp(one!.thumbnail).stats()).sharpness).to.be.below(sharpnessOfWords);
    });

    it('still tells windows apart', async () => {
      const { jpeg } = await pictureOf([await display(1280, 720, RED), await display(1280, 720, BLUE)], {
        blurred: true,
      });
      isNear(await colourAt(jpeg, 0.25, 0.5), RED);
      isNear(await colourAt(jpeg, 0.75, 0.5), BLUE);
    });
  });
});

/** A thumbnail of legible words has several times as much. */
const sharpnessOfWords = 3;
