import { expect } from 'chai';
import { createTracker } from '../../tracker/src/app/tracker.ts';
import { trayOf } from '../../tracker/src/ui/tray-view.ts';
import { viewOf } from '../../tracker/src/ui/view.ts';
import { defaultSettings, readSettings } from '../../tracker/src/app/settings.ts';
import type { Tracker } from '../../tracker/src/app/tracker.ts';
import { FakeOutside, quiet } from './fake-outside.ts';

describe('the tracker as a guest on the desktop', () => {
  let world: FakeOutside;
  let tracker: Tracker;
  beforeEach(async () => {
    world = new FakeOutside();
    tracker = await world.signedIn();
  });

  const told = () => world.notices.filter(title => title === 'Impact Time is still here').length;
  const tray = () => trayOf(tracker.model, viewOf(tracker.model, world.monotonic / 1000));
  const items = () => tray().items.map(({ text }) => text);

  it('closes to the tray, says so the first time, and goes on working', async () => {
    await tracker.start();
    await tracker.guest.closeWindow();
    expect([world.desktop.window, told()]).to.eql(['tray', 1]);
    await tracker.guest.closeWindow();
    expect(told()).to.equal(1);
    expect(tracker.model.timer.running).to.not.equal(null);
  });

  it('is minimised where no tray is seen, so that it never vanishes', async () => {
    world.desktop.tray = false;
    await tracker.guest.closeWindow();
    expect([world.desktop.window, told()]).to.eql(['minimised', 0]);
  });

  it('ends when the person has chosen that closing ends it, with everything written down', async () => {
    await tracker.guest.choose({ ...tracker.model.settings, closeToTray: false });
    await tracker.start();
    await world.pass(tracker, 3);
    await tracker.guest.closeWindow();
    expect(world.desktop.window).to.equal('gone');
    expect(world.disk.files.has('window.beat')).to.equal(false);
    expect([...world.disk.files.keys()].some(name => name.startsWith('queue/'))).to.equal(true);
  });

  it('shows in the tray what runs, and starts and stops it there', async () => {
    expect(tray().state).to.equal('stopped');
    expect(items()).to.eql(['Not running', 'Start', 'Show window', 'Manage Work Diary Online', 'Quit']);
    await tracker.guest.trayItem('start');
    expect(tray().state).to.equal('running');
    expect(items().slice(0, 2)).to.eql(['Shop redesign · Carla Fields', 'Stop']);
    expect(tray().items[0]).to.include({ disabled: true });
    await tracker.guest.trayItem('stop');
    expect(tray().state).to.equal('stopped');
  });

  it('shows the window when Start in the tray cannot start', async () => {
    world.photo = 'no-permission';
    await tracker.guest.trayItem('start');
    expect(tracker.model.timer.running).to.equal(null);
    expect(world.shown).to.equal(1);
    expect(tray().state).to.equal('attention');
  });

  it('quits from the tray', async () => {
    await tracker.guest.trayItem('quit');
    expect(world.desktop.window).to.equal('gone');
  });

  it('keeps what was chosen, also for the next start', async () => {
    const chosen = { idleAfterSeconds: 600, holdSeconds: 30, startWithSystem: true, closeToTray: false };
    expect(await tracker.guest.choose(chosen)).to.equal(null);
    expect(world.desktop.startsWithSystem).to.equal(true);
    expect((await world.boot()).model.settings).to.eql(chosen);
  });

  it('keeps nothing of a choice that the system refuses', async () => {
    world.desktop.takesEntries = false;
    const before = tracker.model.settings;
    expect(await tracker.guest.choose({ ...before, holdSeconds: 7, startWithSystem: true })).to.match(/did not take/);
    expect(await readSettings(world.disk)).to.eql(before);
    expect(tracker.model.settings).to.eql(before);
  });

  it('reads the defaults from a damaged file, and field by field what is sound', async () => {
    await world.disk.writeText('settings.json', 'not json');
    expect(await readSettings(world.disk)).to.eql(defaultSettings);
    await world.disk.writeText('settings.json', '{"idleAfterSeconds":1,"holdSeconds":0,"closeToTray":"yes"}');
    expect(await readSettings(world.disk)).to.eql({ ...defaultSettings, holdSeconds: 0 });
  });

  describe('started a second time', () => {
    /** A second start on the same disk, while the first goes on each second. */
    async function secondStart(firstLives: boolean) {
      const outside = world.outside();
      outside.wait = async milliseconds => {
        if (firstLives) await world.pass(tracker, milliseconds / 1000);
        else await world.disk.writeText('window.beat', `other ${(strange += 1)}`);
      };
      const second = createTracker(outside, () => undefined);
      await second.open();
      await quiet();
      return second;
    }
    let strange = 0;

    it('shows the first window and leaves', async () => {
      await world.pass(tracker, 2);
      await secondStart(true);
      expect(world.shown).to.equal(1);
      expect(world.desktop.window).to.equal('gone');
      expect(world.disk.files.has('window.wanted')).to.equal(false);
    });

    it('says that another window is open when that one does not answer, and can be closed', async () => {
      const second = await secondStart(false);
      expect(second.model.stage).to.equal('elsewhere');
      expect(world.desktop.window).to.equal('shown');
      await second.guest.closeWindow();
      expect(world.desktop.window).to.equal('gone');
      expect(world.disk.files.has('window.beat')).to.equal(true);
    });
  });
});
