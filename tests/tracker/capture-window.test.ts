import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { contractOf } from './fake-server.ts';
import { openDesk } from './desk.ts';

/** The window on a machine whose tools are these tests' own, beside the real ones. */
describe('the tracker’s window and the machine it runs on', function () {
  this.timeout(40_000);
  const desk = openDesk();
  const tools = () => join(desk.dataFolder, 'bin');

  beforeEach(async () => {
    await desk.fresh();
    await mkdir(tools());
    desk.env['PATH'] = `${tools()}:${process.env['PATH'] ?? ''}`;
  });
  afterEach(() => desk.clear());

  /** Takes the place of a tool at once, also while it is being called. */
  async function install(name: string, script: string): Promise<void> {
    const file = join(tools(), name);
    await writeFile(`${file}.new`, `#!/bin/sh\n${script}\n`);
    await chmod(`${file}.new`, 0o755);
    await rename(`${file}.new`, file);
  }

  async function takeOne(): Promise<Buffer> {
    await desk.boot();
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    await desk.stop();
    await desk.sees('All sent');
    return [...desk.server.kept.values()][0]?.pictures[0] ?? Buffer.alloc(0);
  }

  /** What the desktop was shown, once it was. */
  async function shown(): Promise<Buffer> {
    while (!(await readdir(tools())).includes('shown.jpg')) await new Promise(resolve => setImmediate(resolve));
    return readFile(join(tools(), 'shown.jpg'));
  }

  const notifySend = () => `cp "$4" "${tools()}/copy.jpg" && mv "${tools()}/copy.jpg" "${tools()}/shown.jpg"`;

  it('shows each screenshot in a notification, small', async () => {
    await install('notify-send', notifySend());
    await takeOne();
    const { format, width, height } = await sharp(await shown()).metadata();
    expect({ format, width, height }).to.eql({ format: 'jpeg', width: 320, height: 200 });
    expect(desk.double.notifications).to.eql([]);
  });

  it('shows a blurred one blurred: nothing sharp ever lies in a file', async () => {
    await install('notify-send', notifySend());
    desk.server.contracts = [contractOf({ evidence: 'blurred' })];
    await takeOne();
    expect((await sharp(await shown()).stats()).sharpness).to.be.below(1);
  });

  it('says it without a picture when the desktop takes none, and leaves no file', async () => {
    await install('notify-send', 'exit 1');
    await takeOne();
    await desk.empties('capture');
    while (desk.double.notifications.length === 0) await new Promise(resolve => setImmediate(resolve));
    expect(desk.double.notifications.map(({ title }) => title)).to.eql(['Screenshot taken']);
  });

  it('takes the next tool when the first one fails', async () => {
    await install('import', 'echo half a picture; exit 1');
    await install('scrot', 'cat "$(dirname "$0")/screen.png"');
    const red = { width: 800, height: 600, channels: 3 as const, background: '#c02020' };
    await sharp({ create: red }).png().toFile(join(tools(), 'screen.png'));
    const { width, height } = await sharp(await takeOne()).metadata();
    expect([width, height]).to.eql([800, 600]);
  });

  it('stops the timer when the screen is locked', async () => {
    await install('loginctl', 'echo no');
    await desk.boot();
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    await install('loginctl', 'echo yes');
    await desk.sees('The screen was locked.');
    await desk.page.getByRole('button', { name: 'Start' }).waitFor();
  });
});
