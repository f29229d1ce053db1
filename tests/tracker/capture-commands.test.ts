import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { captureCommands } from '../../tracker/src/adapters/capture-commands.ts';
import { printedPictures } from '../../tracker/src/core/printed-pictures.ts';
import { HEIGHT, installed, paint, startScreen, WIDTH, type Screen } from '../support/screen.ts';

describe('what a screenshot tool prints', () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9]);
  const png = Buffer.from('89504e470d0a1a0a0000000049454e44ae426082', 'hex');
  const printed = (...pictures: Buffer[]) => pictures.map(picture => picture.toString('base64')).join('\n');

  it('is one picture a line, in order', () => {
    expect(printedPictures(printed(jpeg))?.map(bytes => Buffer.from(bytes))).to.eql([jpeg]);
    expect(printedPictures(`${printed(png, jpeg)}\r\n\n`)?.map(bytes => Buffer.from(bytes))).to.eql([png, jpeg]);
  });

  const broken: [what: string, printed: string][] = [
    ['nothing', ''],
    ['no base64', 'import: unable to open X server `:9`'],
    ['no picture', printed(Buffer.from('<svg/>'))],
    ['half a picture', printed(jpeg.subarray(0, 7))],
    ['a PNG without its end', printed(png.subarray(0, -4))],
    ['a whole picture and half a one', printed(jpeg, png.subarray(0, -1))],
  ];
  for (const [what, text] of broken) {
    it(`is a failure when it is ${what}`, () => expect(printedPictures(text)).to.equal(null));
  }
});

/** Each command of X11 on a real screen; those of other systems have not run here. */
describe('the commands that take a screenshot', function () {
  let screen: Screen;
  let folder: string;

  before(async function () {
    if (!installed('Xvfb') || !installed('display')) {
      console.log('      skipped: this machine has no Xvfb or no ImageMagick');
      return this.skip();
    }
    screen = await startScreen();
    paint(screen.display);
  });
  after(() => screen?.stop());
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'impact-time-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const shell = (command: string, env: Record<string, string> = {}) =>
    spawnSync('/bin/sh', ['-c', command], {
      cwd: folder,
      env: { ...process.env, DISPLAY: screen.display, XDG_RUNTIME_DIR: folder, ...env },
      maxBuffer: 64_000_000,
      encoding: 'utf8',
    });
  const toolOf = (command: string) => /^command -v ([a-z-]+)/.exec(command)![1]!;

  for (const command of captureCommands.x11) {
    const tool = toolOf(command);
    it(`print the whole screen and leave no file: ${tool}`, async function () {
      if (!installed(tool)) return this.skip();
      const [picture, ...more] = printedPictures(shell(command).stdout) ?? [];
      expect(more).to.eql([]);
      const { width, height } = await sharp(picture).metadata();
      expect([width, height]).to.eql([WIDTH, HEIGHT]);
      expect((await sharp(picture).stats()).isOpaque).to.equal(true);
      expect(await readdir(folder)).to.eql([]);
    });

    it(`print no picture without a screen: ${tool}`, function () {
      if (!installed(tool)) return this.skip();
      expect(printedPictures(shell(command, { DISPLAY: ':999' }).stdout)).to.equal(null);
    });
  }

  it('say with their exit code that a tool is missing', () => {
    for (const command of [...captureCommands.x11, ...captureCommands.wayland])
      expect(shell(command, { PATH: folder }).status, command).to.equal(127);
  });

  it('keep a file in memory only where a tool must have one, and no longer than they run', async () => {
    const tools = await mkdtemp(join(tmpdir(), 'impact-time-tools-'));
    const gnome = captureCommands.x11.find(command => toolOf(command) === 'gnome-screenshot')!;
    const fake = `#!/bin/sh\nf="\${1#--file=}"; case "$f" in "$XDG_RUNTIME_DIR"/*) ;; *) exit 1;; esac; printf picture > "$f"\n`;
    spawnSync('/bin/sh', ['-c', `printf %s "$FAKE" > gnome-screenshot; chmod +x gnome-screenshot`], {
      cwd: tools,
      env: { ...process.env, FAKE: fake },
    });
    const PATH = `${tools}:${process.env['PATH']}`;
    expect(Buffer.from(shell(gnome, { PATH }).stdout, 'base64').toString()).to.equal('picture');
    expect(await readdir(folder)).to.eql([]);
    expect(shell(gnome, { PATH, XDG_RUNTIME_DIR: '' }).status).to.not.equal(0);
    await rm(tools, { recursive: true });
  });
});
