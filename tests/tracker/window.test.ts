import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { contractOf } from './fake-server.ts';
import { openDesk } from './desk.ts';

describe('the tracker’s window', function () {
  this.timeout(40_000);
  const desk = openDesk();

  beforeEach(async () => {
    await desk.fresh();
    await desk.boot();
  });
  afterEach(() => desk.clear());

  it('tracks from sign-in to a kept block with a picture of the real screen', async () => {
    await desk.signIn();
    await desk.page.getByLabel('Project code').fill('SHOP-12');
    await desk.work();
    await desk.workedASecond();
    await desk.stop();
    await desk.sees('All sent');
    const [kept] = [...desk.server.kept.values()];
    expect(kept?.block).to.include({ contractId: 1, description: 'Checkout form validation', projectCode: 'SHOP-12' });
    const picture = kept?.pictures[0] ?? Buffer.alloc(0);
    const { format, width, height, isProgressive, icc, exif } = await sharp(picture).metadata();
    expect({ format, width, height, isProgressive, icc, exif }).to.eql({
      format: 'jpeg',
      width: 1280,
      height: 800,
      isProgressive: false,
      icc: undefined,
      exif: undefined,
    });
    expect(picture.length).to.be.below(250_000);
    expect(kept?.block.captures[0]).to.include({ sha256: createHash('sha256').update(picture).digest('hex') });
    expect(desk.double.notifications.map(({ title }) => title)).to.eql(['Screenshot taken']);
    await desk.sees(/Screenshot \d\d:\d\d/);
  });

  it('asks for the code of an authenticator when the server does, and never otherwise', async () => {
    desk.server.code = '123456';
    const code = desk.page.getByLabel('Code of your authenticator');
    expect(await code.isVisible()).to.equal(false);
    await desk.page.getByLabel('Server').fill(desk.server.url);
    await desk.page.getByLabel('E-mail').fill('felix@example.org');
    await desk.page.getByLabel('Password').fill('correct horse');
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.sees('Enter the code that your authenticator shows now.');
    await code.fill('000000');
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.sees('This code is not right.');
    expect(await code.inputValue()).to.equal('');
    await code.fill('123456');
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.page.getByLabel('Select Project').waitFor();
  });

  it('says in plain words that the account is suspended, and keeps what was worked', async () => {
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    const message = 'Your account is suspended because of payments that are open. Nothing is lost.';
    desk.server.trouble = { status: 401, code: 'account-suspended', message };
    await desk.stop();
    await desk.sees(message);
    expect(desk.server.kept.size).to.equal(0);
    desk.server.trouble = null;
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.sees(message);
    await desk.page.getByLabel('Password').fill('correct horse');
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.sees('All sent');
    expect(desk.server.kept.size).to.equal(1);
  });

  it('leaves no picture and no capture behind once everything is sent', async () => {
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    await desk.stop();
    await desk.sees(/Screenshot \d\d:\d\d/);
    await desk.sees('All sent');
    await desk.empties('queue');
    await desk.empties('capture');
  });

  it('keeps its secret where only the owner can read it, and nowhere in the browser', async () => {
    await desk.signIn();
    const folder = join(desk.dataFolder, 'impact-time');
    expect((await stat(folder)).mode & 0o777).to.equal(0o700);
    expect(await readFile(join(folder, 'session.json'), 'utf8')).to.contain('secret-1');
    expect(await desk.page.evaluate(() => JSON.stringify({ ...localStorage }) + document.cookie)).to.equal('{}');
    await desk.page.getByRole('button', { name: 'Menu' }).click();
    await desk.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await desk.page.getByLabel('Password').waitFor();
    expect(desk.server.sessions.size).to.equal(0);
    expect(await readdir(folder)).to.not.include('session.json');
  });

  it('killed in mid-block and started again sends what was worked, once', async () => {
    await desk.signIn();
    await desk.work();
    await desk.page.waitForFunction(() => (document.querySelector('.clock')?.textContent ?? '') > '0:00:12');
    await desk.kill();
    const journal = await readFile(join(desk.dataFolder, 'impact-time', 'unfinished.json'), 'utf8');
    const [written] = (JSON.parse(journal) as { blocks: { startedAt: number; until: number }[] }).blocks;
    await desk.boot();
    await desk.sees(/The tracker was ended while the timer ran/);
    await expectSoon(() => desk.server.kept.size === 1);
    const worked = (written?.until ?? 0) - (written?.startedAt ?? 0);
    expect(worked).to.be.at.least(1);
    expect([...desk.server.kept.values()].map(({ block }) => block.seconds)).to.eql([worked]);
    expect(await desk.page.getByLabel('Task Description').inputValue()).to.equal('Checkout form validation');
  });

  it('goes on without the server and sends when it is back', async () => {
    await desk.signIn();
    desk.server.trouble = 'hang-up';
    await desk.work();
    await desk.workedASecond();
    await desk.stop();
    await desk.sees(/Offline. Keep working/);
    await desk.sees('1 waiting');
    desk.server.trouble = null;
    await desk.sees('All sent');
    expect(desk.server.kept.size).to.equal(1);
  });

  it('shows what the server refuses, and why, and goes on', async () => {
    await desk.signIn();
    desk.server.trouble = { status: 422, code: 'too-old', message: 'This work is older than 14 days.' };
    await desk.work();
    await desk.workedASecond();
    await desk.stop();
    await desk.page.getByRole('button', { name: '1 refused: why' }).click();
    await desk.sees('This work is older than 14 days.');
    await desk.page.getByRole('button', { name: 'Take off the list' }).click();
    await desk.page.getByRole('button', { name: 'Start' }).waitFor();
    await desk.empties('refused');
  });

  it('keeps everything when the session has ended, and sends it after signing in again', async () => {
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    desk.server.sessions.clear();
    await desk.stop();
    await desk.sees(/Your session has ended/);
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.sees('1 block of Felix Novak waits on this computer');
    await desk.signIn();
    await desk.sees('All sent');
    expect(desk.server.kept.size).to.equal(1);
  });

  it('says what is wrong with screenshots before the first start, and can start without', async () => {
    await desk.kill();
    desk.env['DISPLAY'] = ':999';
    await desk.boot();
    await desk.signIn();
    await desk.page.getByRole('button', { name: 'Start' }).click();
    await desk.sees('The system could not take a screenshot.');
    expect(desk.server.kept.size).to.equal(0);
    await desk.page.getByRole('button', { name: 'Start unprotected' }).click();
    await desk.workedASecond();
    await desk.stop();
    await desk.sees('All sent');
    const [kept] = [...desk.server.kept.values()];
    expect(kept?.block.captures.map(capture => 'failure' in capture && capture.failure)).to.eql(['capture-failed']);
  });

  it('blurs the picture before it leaves the machine when the contract says so', async () => {
    desk.server.contracts = [contractOf({ evidence: 'blurred' })];
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    await desk.stop();
    await desk.sees('All sent');
    const picture = [...desk.server.kept.values()][0]?.pictures[0];
    const { sharpness } = await sharp(picture).stats();
    expect(sharpness).to.be.below(1);
  });

  it('opens the diary in the system’s browser by a link of its own server only', async () => {
    await desk.signIn();
    await desk.page.getByRole('button', { name: 'Manage Work Diary Online' }).click();
    await desk.page.waitForFunction(() => document.querySelector('.notice') === null);
    await expectSoon(() => desk.double.opened.length === 1);
    expect(desk.double.opened).to.eql([`${desk.server.url}/hand-over?token=abc`]);
  });

  it('quitting ends the work, writes everything down and leaves', async () => {
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    desk.server.trouble = 'hang-up';
    await desk.page.getByRole('button', { name: 'Menu' }).click();
    await desk.page.getByRole('menuitem', { name: 'Quit' }).click();
    expect(await desk.double.exited).to.equal(0);
    desk.server.trouble = null;
    await desk.kill();
    await desk.boot();
    await desk.sees('All sent');
    await expectSoon(() => desk.server.kept.size === 1);
  });

  it('started a second time shows the first window, leaves and touches nothing', async () => {
    await desk.signIn();
    const first = { page: desk.page, double: desk.double };
    first.double.desktop.window.visible = false;
    await desk.boot();
    expect(await desk.double.exited).to.equal(0);
    expect([first.double, desk.double].map(({ desktop }) => desktop.window.visible)).to.eql([true, false]);
    await desk.kill();
    Object.assign(desk, first);
    await desk.work();
  });

  it('can be worked with the keyboard alone, and has no accessibility fault in light or dark', async () => {
    await desk.signIn();
    expect(await desk.faults()).to.eql([]);
    await desk.page.getByLabel('Task Description').focus();
    await desk.page.keyboard.type('Checkout form validation');
    await desk.page.keyboard.press('Shift+Tab');
    await desk.page.keyboard.press('Shift+Tab');
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('button', { name: 'Stop' }).waitFor();
  });

  it('calls nothing native that is not on the list', async () => {
    await desk.signIn();
    await desk.work();
    await desk.workedASecond();
    await desk.stop();
    await desk.sees('All sent');
    const config = JSON.parse(
      await readFile(new URL('../../tracker/neutralino.config.json', import.meta.url), 'utf8'),
    ) as {
      nativeAllowList: string[];
    };
    expect(config.nativeAllowList).to.include.members([...new Set(desk.double.calls)]);
  });

  /** Waits for something outside of the window. */
  async function expectSoon(happened: () => boolean): Promise<void> {
    for (let i = 0; i < 100 && !happened(); i += 1) await desk.page.waitForTimeout(50);
    expect(happened()).to.equal(true);
  }
});
