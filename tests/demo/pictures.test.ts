import { expect } from 'chai';
import sharp from 'sharp';
import { openPainter, type Painter } from '../../src/demo/pictures/painter.ts';
import type { Moment } from '../../src/demo/pictures/scene.ts';
import { scenes, type SceneName } from '../../src/demo/pictures/scenes/index.ts';

const names = Object.keys(scenes) as SceneName[];
const moment = (step: number, more: Partial<Moment> = {}): Moment => ({
  at: new Date(Date.parse('2026-11-17T08:03:00Z') + step * 600_000),
  zone: 'Europe/Berlin',
  step,
  ...more,
});

/** The marker segments of a JPEG up to its picture data, and whether anything follows its end. */
function segments(jpeg: Buffer): { markers: number[]; jfif: boolean; endsAtEnd: boolean } {
  const markers: number[] = [];
  let at = 2;
  while (markers.at(-1) !== 0xda) {
    expect(jpeg[at], `marker at byte ${at}`).to.equal(0xff);
    markers.push(jpeg.readUInt8(at + 1));
    at += 2 + jpeg.readUInt16BE(at + 2);
  }
  const scans = jpeg.subarray(at).toString('latin1').split('\xff\xda').length;
  expect(scans, 'scans').to.equal(1);
  return {
    markers,
    jfif: jpeg.toString('latin1', 6, 10) === 'JFIF',
    endsAtEnd: jpeg.readUInt16BE(jpeg.length - 2) === 0xffd9,
  };
}

/** Grey values of the work on the screen, without the bar that holds the clock. */
const work = (jpeg: Buffer): Promise<Buffer> =>
  sharp(jpeg).extract({ left: 0, top: 40, width: 1600, height: 800 }).greyscale().raw().toBuffer();

function share(one: Buffer, other: Buffer): number {
  let changed = 0;
  for (let i = 0; i < one.length; i++) if (Math.abs((one[i] ?? 0) - (other[i] ?? 0)) > 24) changed++;
  return changed / one.length;
}

describe('the painted screenshots of the demo', function () {
  this.timeout(60_000);
  let painter: Painter;
  const painted = new Map<SceneName, Buffer>();

  before(async () => {
    painter = openPainter();
    for (const name of names) painted.set(name, await painter.paint(name, moment(4)));
  });
  after(() => painter.close());

  for (const name of names) {
    describe(scenes[name].title, () => {
      const picture = () => painted.get(name) ?? Buffer.alloc(0);

      it('is a baseline JPEG of 1600 x 900 below 250 kB with a JFIF header and nothing else', async () => {
        const { width, height, format, isProgressive } = await sharp(picture()).metadata();
        expect({ width, height, format, isProgressive }).to.deep.equal({
          width: 1600,
          height: 900,
          format: 'jpeg',
          isProgressive: false,
        });
        expect(picture().length).to.be.within(40_000, 249_999);
        const { markers, jfif, endsAtEnd } = segments(picture());
        expect(jfif && endsAtEnd).to.equal(true);
        expect(markers.filter(marker => marker >= 0xe0 || marker === 0xc0)).to.deep.equal([0xe0, 0xc0]);
      });

      it('is far from one colour', async () => {
        const { channels, entropy } = await sharp(picture()).stats();
        expect(Math.max(...channels.map(({ stdev }) => stdev))).to.be.above(15);
        expect(entropy).to.be.above(1);
      });

      it('shows other work ten minutes later, not only another time', async () => {
        const later = await painter.paint(name, moment(5));
        expect(share(await work(picture()), await work(later))).to.be.above(0.0005);
      });

      it('comes with six or more descriptions that the rules call good', () => {
        const { tasks } = scenes[name];
        expect(tasks.length).to.be.within(6, 10);
        for (const task of tasks) expect(task).to.match(/^(?=.{12,120}$)\S+ \S+/);
      });
    });
  }

  it('gives the same bytes for the same scene and moment', async () => {
    for (const name of names)
      expect((await painter.paint(name, moment(4))).equals(painted.get(name) ?? Buffer.alloc(0)), name).to.equal(true);
  });

  it('shows the clock of the freelancer’s own zone', async () => {
    const there = await painter.paint('shopCode', moment(4, { zone: 'Pacific/Auckland' }));
    expect(there.equals(painted.get('shopCode') ?? Buffer.alloc(0))).to.equal(false);
  });

  it('is 1600 x 1000 on the laptop', async () => {
    const { width, height } = await sharp(
      await painter.paint('reportWriting', moment(4, { desk: 'laptop' })),
    ).metadata();
    expect([width, height]).to.deep.equal([1600, 1000]);
  });

  it('can be blank, as an example of what is not protected', async () => {
    const { channels } = await sharp(await painter.paint('blank', moment(0))).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).to.be.below(1);
  });

  it('says what is wrong instead of painting with a clock of an unknown zone', async () => {
    const answer = await painter
      .paint('shopCode', moment(0, { zone: 'Nowhere/Land' }))
      .catch((problem: unknown) => problem);
    expect(answer)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/Nowhere\/Land/);
  });
});
