import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDesk } from './desk.ts';

describe('the tracker’s window as a guest', function () {
  this.timeout(40_000);
  const desk = openDesk();

  desk.screenSize = { width: 1280, height: 800 };

  beforeEach(async () => {
    await desk.fresh();
    await panel(true);
    await desk.boot();
    await desk.signIn();
  });
  afterEach(() => desk.clear());

  const file = (name: string) => join(desk.dataFolder, 'impact-time', name);

  /** A desktop whose panel shows tray icons, or does not. */
  async function panel(shows: boolean): Promise<void> {
    const tools = join(desk.dataFolder, 'tools');
    await mkdir(tools, { recursive: true });
    await writeFile(join(tools, 'gdbus'), `#!/bin/sh\necho "(<${shows}>,)"\n`);
    await chmod(join(tools, 'gdbus'), 0o755);
    desk.env['PATH'] = `${tools}:${process.env['PATH'] ?? ''}`;
  }

  async function soon(happened: () => boolean | Promise<boolean>): Promise<void> {
    for (let i = 0; i < 100 && !(await happened()); i += 1) await desk.page.waitForTimeout(50);
    expect(await happened()).to.equal(true);
  }

  const choose = async (item: string) => {
    await desk.page.getByRole('button', { name: 'Menu' }).click();
    await desk.page.getByRole('menuitem', { name: item }).click();
  };
  const window = () => desk.double.desktop.window;
  const entry = (text: string) => desk.double.desktop.tray?.menuItems.find(item => item.text === text);
  const chooseInTray = (text: string) => desk.double.emit('trayMenuItemClicked', { id: entry(text)?.id });

  it('is shown once there is something to see', () => soon(() => window().visible));

  it('starts and stops from the tray while it is hidden there', async () => {
    await desk.page.getByLabel('Task Description').fill('Checkout form validation');
    desk.double.emit('windowClose');
    await soon(() => !window().visible);
    await soon(() => desk.double.notifications.some(({ title }) => title === 'Impact Time is still here'));
    chooseInTray('Start');
    await soon(() => desk.double.desktop.tray?.icon.endsWith('tray-running.png') ?? false);
    expect(desk.double.desktop.tray?.menuItems[0]).to.include({
      text: 'Shop redesign · Carla Fields',
      isDisabled: true,
    });
    await desk.workedASecond();
    chooseInTray('Stop');
    await soon(() => desk.server.kept.size === 1);
    chooseInTray('Show window');
    await soon(() => window().visible);
  });

  it('goes on in the background where no panel shows tray icons, and says how to bring it back', async () => {
    await panel(false);
    desk.double.emit('windowClose');
    await soon(() => !window().visible);
    await soon(() => desk.double.notifications.some(({ content }) => content === 'Start it again to see its window.'));
  });

  /** The person has moved the window, and closes it. */
  const leftAt = (place: { x: number; y: number; width: number; height: number }) =>
    soon(async () => {
      Object.assign(window(), place);
      desk.double.emit('windowClose');
      return (await readFile(file('place.json'), 'utf8').catch(() => '')) === JSON.stringify(place);
    });

  it('comes back where it was left, and never outside of the display', async () => {
    await leftAt({ x: 40, y: 60, width: 400, height: 600 });
    await desk.kill();
    await desk.boot();
    await soon(() => window().visible && window().x === 40 && window().width === 400);
    await leftAt({ x: 9000, y: -700, width: 400, height: 600 });
    await desk.kill();
    await desk.boot();
    await soon(() => window().visible && window().x === 880 && window().y === 0);
  });

  it('keeps settings, and says beside a field what is wrong without losing anything', async () => {
    await choose('Settings');
    const idle = desk.page.getByLabel('Without input, ask after');
    expect(await idle.inputValue()).to.equal('5');
    await idle.fill('two');
    await desk.page.getByLabel('Hold screenshots for').fill('30');
    await desk.page.getByRole('button', { name: 'Save' }).click();
    await desk.sees('Type whole minutes from 3 to 30.');
    expect(await idle.evaluate(input => input === document.activeElement)).to.equal(true);
    expect(await idle.inputValue()).to.equal('two');
    await idle.fill('10');
    await desk.page.getByLabel('Keep running when the window is closed').uncheck();
    await desk.page.keyboard.press('Enter');
    await desk.page.getByRole('dialog').waitFor({ state: 'hidden' });
    const saved = JSON.parse(await readFile(file('settings.json'), 'utf8')) as object;
    expect(saved).to.eql({ idleAfterSeconds: 600, holdSeconds: 30, startWithSystem: false, closeToTray: false });
    desk.double.emit('windowClose');
    expect(await desk.double.exited).to.equal(0);
  });

  it('starts with the system when asked to, and no longer when asked not to', async () => {
    const autostart = join(desk.dataFolder, 'config', 'autostart', 'com.workforimpact.time.desktop');
    await choose('Settings');
    await desk.page.getByLabel('Start with the system').check();
    await desk.page.getByRole('button', { name: 'Save' }).click();
    await desk.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await readFile(autostart, 'utf8')).to.contain(`Exec="${process.execPath}" "--window-hidden"`);
    await choose('Settings');
    await desk.page.getByLabel('Start with the system').uncheck();
    await desk.page.getByRole('button', { name: 'Save' }).click();
    await desk.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await stat(autostart).catch(() => null)).to.equal(null);
  });

  it('started by the system waits in the tray', async () => {
    await desk.kill();
    await desk.boot(['--window-hidden']);
    await soon(() => entry('Start') !== undefined);
    await desk.page.waitForTimeout(500);
    expect(window().visible).to.equal(false);
    chooseInTray('Show window');
    await soon(() => window().visible);
  });

  it('is worked with the keyboard alone', async () => {
    const menu = desk.page.getByRole('button', { name: 'Menu' });
    await menu.focus();
    await desk.page.keyboard.press('ArrowDown');
    const focused = () => desk.page.evaluate(() => document.activeElement?.textContent ?? '');
    expect(await focused()).to.match(/^Settings/);
    await desk.page.keyboard.press('ArrowUp');
    expect(await focused()).to.equal('Quit');
    await desk.page.keyboard.press('Escape');
    expect(await menu.evaluate(button => button === document.activeElement)).to.equal(true);
    await desk.page.keyboard.press('Control+,');
    await desk.page.getByRole('heading', { name: 'Settings' }).waitFor();
    await desk.page.keyboard.press('Escape');
    expect(await menu.evaluate(button => button === document.activeElement)).to.equal(true);
    await desk.page.getByLabel('Task Description').fill('Checkout form validation');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByRole('button', { name: 'Stop' }).waitFor();
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByRole('button', { name: 'Start' }).waitFor();
  });

  it('says in About which version this is, whom it speaks to and where it keeps things', async () => {
    await choose('About');
    for (const words of ['0.1.0', desk.server.url, /felix@example\.org/, join(desk.dataFolder, 'impact-time')])
      await desk.sees(words);
    expect(await desk.page.locator('.about').innerText()).to.match(/Last confirmed by the server\s+\d\d:\d\d/);
  });

  it('logs what happened, and no word of the work', async () => {
    await desk.work('A description that stays here');
    await desk.workedASecond();
    await desk.stop();
    await soon(async () => (await readFile(file('log.txt'), 'utf8')).includes('timer stopped'));
    const log = await readFile(file('log.txt'), 'utf8');
    expect(log)
      .to.match(/^\S+Z window opened, version 0\.1\.0\n\S+Z signed in\n/)
      .and.to.contain('timer started');
    expect(log).to.not.match(/description|Shop|Carla|secret|felix/i);
  });

  it('quits from its menu', async () => {
    await choose('Quit');
    expect(await desk.double.exited).to.equal(0);
  });

  it('cuts nothing of the timer at 150 %', async () => {
    // What is left of 380 x 560 for the page.
    await desk.page.setViewportSize({ width: 253, height: 373 });
    const cut = await desk.page.evaluate(() => {
      const parts = [...document.querySelectorAll('#window *')];
      return parts.filter(part => part.getBoundingClientRect().right > innerWidth).map(part => part.outerHTML);
    });
    expect(cut).to.eql([]);
  });

  it('passes the accessibility check in its dialogs, and cuts nothing at 150 % text', async () => {
    const shows = { Settings: 'Save', About: 'Open folder' };
    for (const [item, button] of Object.entries(shows)) {
      await desk.page.evaluate(() => (document.documentElement.style.zoom = '1'));
      await choose(item);
      expect(await desk.faults()).to.eql([]);
      await desk.page.evaluate(() => (document.documentElement.style.zoom = '1.5'));
      const wide = await desk.page.evaluate(() => {
        const parts = [...document.querySelectorAll('dialog[open] *')];
        return parts
          .filter(part => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0)
          .map(part => part.outerHTML);
      });
      expect(wide).to.eql([]);
      await desk.page.getByRole('button', { name: button }).scrollIntoViewIfNeeded();
      await desk.page.keyboard.press('Escape');
    }
  });
});
