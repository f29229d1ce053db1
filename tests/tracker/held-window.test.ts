import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { openDesk } from './desk.ts';

describe('what is held on this computer, in the tracker’s window', function () {
  this.timeout(60_000);
  const desk = openDesk(ready);

  /** A machine with nothing on it, and somebody who has signed in. */
  async function ready(): Promise<void> {
    await desk.fresh();
    desk.settings = { holdSeconds: 120, idleAfterSeconds: 180 };
    await desk.idleFor(0);
    desk.screenSize = { width: 1280, height: 800 };
    await desk.boot();
    await desk.signIn();
  }

  /** Each test finds the window as `ready` leaves it. One that failed, or leaves something open, leaves a new one. */
  afterEach(async function () {
    const failed = this.currentTest?.state === 'failed';
    if (!failed && (await tidied().catch(() => false))) return;
    await desk.clear();
    await ready();
  });

  /** Lets everything go that is held. @returns whether the window is as it was: no dialog, no timer, nothing that waits */
  async function tidied(): Promise<boolean> {
    if (desk.server.trouble || (await desk.page.getByRole('alertdialog').count()) > 0) return false;
    for (let open = 0; open < 3 && (await desk.page.locator('dialog[open]').count()) > 0; open += 1)
      await desk.page.keyboard.press('Escape');
    if (await button('Stop').isVisible()) return false;
    await desk.idleFor(0);
    // Every hold is over by then.
    await desk.toTheMiddleOfACell();
    await desk.sees('All sent');
    await desk.empties('queue');
    desk.server.kept.clear();
    desk.double.opened.length = 0;
    return true;
  }

  const button = (name: string | RegExp) => desk.page.getByRole('button', { name });
  const list = () => desk.page.getByRole('dialog', { name: 'On this computer' });
  const sent = () => [...desk.server.kept.values()];
  const onDisk = () => readdir(join(desk.dataFolder, 'impact-time', 'queue'));

  /** A finished block with a picture, held. */
  async function workABlock(): Promise<void> {
    await desk.work();
    await desk.pass(30);
    await desk.stop();
    await desk.sees(/^1 held /);
  }

  const openList = () => desk.page.getByTitle('What is on this computer').click();
  async function viewIt(): Promise<void> {
    await openList();
    await list()
      .getByRole('button', { name: /^View the screenshot/ })
      .click();
    await desk.page.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('.sheet img')?.naturalWidth ?? 0) > 0,
    );
  }

  it('a block stays for two minutes, says so, and then goes', async () => {
    await workABlock();
    await desk.pass(80);
    expect(sent()).to.eql([]);
    await openList();
    await list()
      .getByText(/^Held, \d:\d\d left$/)
      .waitFor();
    await desk.pass(60);
    await desk.sees('Nothing waits here: everything has been sent.');
    expect(sent()).to.have.length(1);
  });

  it('Send now ends the hold', async () => {
    await workABlock();
    await openList();
    await button('Send now').click();
    await desk.sees('All sent');
    expect(sent()).to.have.length(1);
  });

  it('a block that is looked at is not sent until the viewer is closed', async () => {
    await workABlock();
    await viewIt();
    await desk.pass(300);
    await desk.page.waitForTimeout(300);
    expect(sent()).to.eql([]);
    await desk.page.keyboard.press('Escape');
    await desk.pass(2);
    await desk.sees('All sent');
    expect(sent()).to.have.length(1);
  });

  it('the window is not resized on Linux, where the runtime could hang', async () => {
    await workABlock();
    await viewIt();
    await button('Close').last().click();
    expect(desk.double.calls).to.not.include('window.setSize');
  });

  it('after a kill during the hold nothing leaves before a new hold is over', async () => {
    await workABlock();
    await desk.kill();
    await desk.boot();
    await desk.sees(/^1 held /);
    await desk.pass(110);
    await desk.sees(/^1 held 0:/);
    expect(sent()).to.eql([]);
    await desk.pass(15);
    await desk.sees('All sent');
    expect(sent()).to.have.length(1);
  });

  it('covers parts for good: only the covered picture is on disk and only it leaves', async () => {
    await workABlock();
    await expectSoon(async () => (await onDisk()).some(name => name.endsWith('.jpg')));
    const [before] = (await onDisk()).filter(name => name.endsWith('.jpg'));
    const plain = await pixelsOf(join(desk.dataFolder, 'impact-time', 'queue', before ?? ''));
    await viewIt();
    await button('Cover parts').click();
    await drawBox({ x: 0.1, y: 0.1 }, { x: 0.5, y: 0.4 });
    await desk.sees(/^1[123] % covered$/);
    await desk.page.getByLabel('Why is it covered?').fill('Another client’s <b>work</b>');
    await button('Cover for good').click();
    await desk.sees(/^1[123] % covered: Another client’s <b>work<\/b>$/);
    await expectSoon(async () => !(await onDisk()).includes(before ?? ''));
    await desk.page.keyboard.press('Escape');
    await button('Send now').click();
    await desk.sees('All sent');

    const [kept] = sent();
    const picture = kept?.pictures[0] ?? Buffer.alloc(0);
    expect(kept?.block.captures[0]).to.deep.include({
      sha256: createHash('sha256').update(picture).digest('hex'),
      mask: { perMille: maskOf(kept?.block.captures[0]), reason: 'Another client’s <b>work</b>' },
    });
    expect(maskOf(kept?.block.captures[0])).to.be.within(110, 130);
    const covered = await pixelsOf(picture);
    const shades = covered.within({ x: 0.12, y: 0.12 }, { x: 0.48, y: 0.38 });
    expect(Math.max(...shades) - Math.min(...shades), 'one colour').to.be.below(12);
    expect(covered.farthestFrom(plain, { x: 0, y: 0.5 }, { x: 1, y: 1 }), 'what is not covered').to.be.below(16);
  });

  it('boxes are added, moved, made larger and removed with keys alone; the share follows', async () => {
    await workABlock();
    await viewIt();
    const { keyboard } = desk.page;
    await button('Cover parts').press('Enter');
    await keyboard.press('Enter');
    await desk.page.getByLabel('Box 1: 35 % from the left, 44 % from the top, 30 % wide, 12 % high').waitFor();
    await desk.sees('4 % covered');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowUp');
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+ArrowDown');
    await desk.page.getByLabel('Box 1: 36 % from the left, 43 % from the top, 30 % wide, 14 % high').waitFor();
    await desk.sees('5 % covered');
    await keyboard.press('Delete');
    await desk.sees('Draw over what is private');
    expect(await desk.page.evaluate(() => document.activeElement?.textContent.trim())).to.equal('Add a box');
  });

  it('a box is moved, stretched and taken away with the pointer', async () => {
    await workABlock();
    await viewIt();
    await button('Cover parts').click();
    await drawBox({ x: 0.2, y: 0.2 }, { x: 0.4, y: 0.4 });
    await drawBox({ x: 0.3, y: 0.3 }, { x: 0.5, y: 0.5 });
    await boxAt(40, 40, 20, 20);
    await drawBox({ x: 0.6, y: 0.6 }, { x: 0.8, y: 0.7 });
    await boxAt(40, 40, 40, 30);
    await button('Remove box').click();
    await desk.sees('Draw over what is private');
  });

  it('covering too much is said before it is done, and a reason is asked for without losing the boxes', async () => {
    await workABlock();
    await viewIt();
    await button('Cover parts').click();
    await drawBox({ x: 0.02, y: 0.02 }, { x: 0.9, y: 0.9 });
    await desk.sees('More than 40 % covered: this block will not be protected.');
    await desk.page.getByLabel('Why is it covered?').fill('ab');
    await button('Cover for good').click();
    await desk.sees('Please say why, in 3 to 120 characters.');
    expect(await desk.page.getByLabel('Why is it covered?').inputValue()).to.equal('ab');
    expect(await desk.page.locator('.cover-box').count()).to.equal(1);
    await button('Personal data').click();
    await button('Cover for good').click();
    await desk.sees(/^7[6-9] % covered: Personal data$/);
  });

  it('discarding says what goes, and then the block and its picture are gone', async () => {
    await workABlock();
    await openList();
    await button(/^Discard /).click();
    await desk.sees(/its screenshot will be deleted/);
    await button(/^Discard \d+ s, \$0\.\d\d$/).click();
    await desk.sees('Nothing waits here: everything has been sent.');
    await desk.empties('queue');
    await desk.pass(200);
    expect(sent()).to.eql([]);
  });

  it('discarding the running block leaves the timer running', async () => {
    await desk.work();
    await desk.pass(60);
    await openList();
    await button(/^Discard /).click();
    await desk.sees(/The timer goes on/);
    await button(/^Discard \d.*\$/).click();
    await button('Close').last().click();
    await button('Stop').waitFor();
    await desk.pass(5);
    await desk.stop();
    await openList();
    await button('Send now').click();
    await desk.sees('Nothing waits here: everything has been sent.');
    const worked = sent().reduce((sum, { block }) => sum + block.seconds, 0);
    expect(worked).to.be.within(5, 40);
  });

  it('after sending the last picture can still be seen, and is deleted online', async () => {
    await workABlock();
    await openList();
    await button('Send now').click();
    await desk.sees('All sent');
    await desk.empties('queue');
    await desk.page.keyboard.press('Escape');
    await button('View the last screenshot').click();
    await desk.sees('Sent to your work diary');
    await desk.page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('.sheet img')?.naturalWidth === 1280,
    );
    expect(await button('Cover parts').isVisible()).to.equal(false);
    await button('Delete it in the work diary online').click();
    await expectSoon(() => desk.double.opened.length === 1);
  });

  it('a week without a connection lists the newest fifty and says so', async () => {
    desk.server.trouble = 'hang-up';
    await desk.kill();
    await desk.storeBlocks(200);
    await desk.boot();
    await desk.sees(/^200 held /);
    await openList();
    await desk.sees('The newest 50 of 200 blocks are shown. The older ones go first.');
    expect(await list().getByRole('listitem').count()).to.equal(50);
  });

  it('asks about time without input; no stray key answers, and silence stops at the last input', async () => {
    await desk.work();
    await desk.idleFor(190);
    await desk.pass(200);
    await desk.sees('Were you working?');
    await desk.sees(/^No input since \d\d:\d\d \(3 m\)\.$/);
    for (const key of ['Enter', 'Space', 'Escape', 'Escape', 'y']) await desk.page.keyboard.press(key);
    await desk.page.getByRole('alertdialog', { name: 'Were you working?' }).waitFor();
    await desk.sees(/^Without an answer the timer stops at \d\d:\d\d in \d\d s\.$/);
    await desk.pass(62);
    await button('Start').waitFor();
    // Every hold is over by then.
    await desk.toTheMiddleOfACell();
    await desk.sees('All sent');
    expect(sent().reduce((sum, { block }) => sum + block.seconds, 0)).to.be.within(5, 60);
  });

  it('keeps idle time marked as what it is', async () => {
    await desk.work();
    await desk.idleFor(190);
    await desk.pass(200);
    await button('Keep it, marked as idle').click();
    await desk.stop();
    await openList();
    await list()
      .getByText(/Without input, kept: not protected/)
      .first()
      .waitFor();
    await button('Send now').click();
    await desk.sees('Nothing waits here: everything has been sent.');
    const idle = sent().filter(({ block }) => block.idle);
    expect(idle.reduce((sum, { block }) => sum + block.seconds, 0)).to.be.within(180, 230);
  });

  it('discards idle time and goes on', async () => {
    await desk.work();
    await desk.idleFor(190);
    await desk.pass(200);
    await button(/^Discard 3 m/).click();
    await button('Stop').waitFor();
    await desk.idleFor(0);
    await desk.pass(20);
    await desk.stop();
    // What was worked before the pause and after it, each with its picture: held, or sent already.
    const held = async () => (await onDisk()).filter(name => name.endsWith('.json')).length;
    await expectSoon(async () => (await held()) + sent().length === 2);
    await openList();
    await button('Send now').click();
    await desk.sees('Nothing waits here: everything has been sent.');
    expect(sent().some(({ block }) => block.idle)).to.equal(false);
    expect(sent().reduce((sum, { block }) => sum + block.seconds, 0)).to.be.within(20, 80);
  });

  it('has no accessibility fault in the list, the viewer, the boxes, the two questions', async () => {
    await workABlock();
    await desk.work();
    await openList();
    expect(await desk.faults()).to.eql([]);
    await button(/^Discard /)
      .last()
      .click();
    expect(await desk.faults()).to.eql([]);
    await button('Keep it').click();
    await list()
      .getByRole('button', { name: /^View the screenshot/ })
      .first()
      .click();
    expect(await desk.faults()).to.eql([]);
    await button('Cover parts').click();
    await button('Add a box').click();
    expect(await desk.faults()).to.eql([]);
    await desk.idleFor(190);
    await desk.pass(200);
    await desk.sees('Were you working?');
    expect(await desk.faults()).to.eql([]);
  });

  type Point = { x: number; y: number };

  /** Drags from one place of the picture to another, in parts of its sides. */
  async function drawBox(from: Point, to: Point): Promise<void> {
    const { x, y, width, height } = (await desk.page.locator('.sheet img').boundingBox())!;
    await desk.page.mouse.move(x + from.x * width, y + from.y * height);
    await desk.page.mouse.down();
    await desk.page.mouse.move(x + to.x * width, y + to.y * height, { steps: 4 });
    await desk.page.mouse.up();
  }

  /** Waits until the one box lies there, in per cent and to a pixel or two. */
  async function boxAt(...expected: number[]): Promise<void> {
    await expectSoon(async () => {
      const told = (await desk.page.locator('.cover-box').getAttribute('aria-label')) ?? '';
      const parts = [...told.matchAll(/(\d+) %/g)].map(([, part]) => Number(part));
      return expected.every((part, i) => Math.abs(part - (parts[i] ?? NaN)) <= 1);
    });
  }

  async function expectSoon(happened: () => boolean | Promise<boolean>): Promise<void> {
    for (let i = 0; i < 100 && !(await happened()); i += 1) await desk.page.waitForTimeout(50);
    expect(await happened()).to.equal(true);
  }
});

const maskOf = (capture: unknown) => (capture as { mask?: { perMille: number } } | undefined)?.mask?.perMille;

async function pixelsOf(picture: string | Buffer) {
  const bytes = typeof picture === 'string' ? await readFile(picture) : picture;
  const { data, info } = await sharp(bytes).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const places = (from: { x: number; y: number }, to: { x: number; y: number }) => {
    const found: number[] = [];
    for (let y = Math.ceil(from.y * info.height); y < to.y * info.height; y += 3) {
      for (let x = Math.ceil(from.x * info.width); x < to.x * info.width; x += 3) found.push(y * info.width + x);
    }
    return found;
  };
  type Corner = { x: number; y: number };
  return {
    data,
    /** The shades between two corners, in parts of the sides. */
    within: (from: Corner, to: Corner) => places(from, to).map(at => data[at]!),
    farthestFrom: (other: { data: Buffer }, from: Corner, to: Corner) =>
      places(from, to).reduce((most, at) => Math.max(most, Math.abs(data[at]! - other.data[at]!)), 0),
  };
}
