/** Good manners on somebody's desktop: closing, leaving, the tray, and what the person has chosen about them. */
import type { About } from './desktop.ts';
import type { Model } from './model.ts';
import type { Outside } from './outside.ts';
import { saveSettings, type Settings } from './settings.ts';

/** Marks that the person knows where a closed window goes. */
const TOLD = 'tray.told';

export type Guest = {
  /** What the window's own close button does: away, or out, as the person has chosen. */
  closeWindow(): Promise<void>;
  /** Ends the work, writes everything down, and ends the program. */
  quit(): Promise<void>;
  /** Takes over what the person has chosen; the sentence to show beside `startWithSystem` when the system refuses it. */
  choose(chosen: Settings): Promise<string | null>;
  about: About;
  openFolder(): Promise<void>;
  /** A larger window for as long as a picture is looked at. */
  makeRoom(on: boolean): Promise<void>;
  /** An item of the tray's menu was chosen. */
  trayItem(id: string): Promise<void>;
};

/** What of the tracker the guest needs. */
type Host = {
  start(): Promise<void>;
  stop(): void;
  openDiary(): Promise<void>;
  leave(): Promise<void>;
};

export function guest(model: Model, outside: Outside, host: Host, changed: () => void): Guest {
  const { desktop, disk } = outside;

  async function closeWindow(): Promise<void> {
    // A window that works on nothing has nothing to stay for.
    if (!model.settings.closeToTray || model.stage === 'elsewhere') return quit();
    const where = await desktop.putAway();
    if (where === 'background') outside.notify('Impact Time goes on', 'Start it again to see its window.');
    if (where !== 'tray' || (await disk.readText(TOLD)) !== null) return;
    await disk.writeText(TOLD, '');
    outside.notify('Impact Time is still here', 'Find it in the tray. Quit is in its menu.');
  }

  async function quit(): Promise<void> {
    await host.leave().catch(() => undefined);
    await desktop.exit();
  }

  async function choose(chosen: Settings): Promise<string | null> {
    const { startWithSystem } = chosen;
    if (startWithSystem !== model.settings.startWithSystem) {
      try {
        await desktop.startWithSystem(startWithSystem);
      } catch {
        return 'The system did not take this. Please add or remove Impact Time in its own settings for start-up.';
      }
    }
    model.settings = chosen;
    changed();
    await saveSettings(disk, chosen);
    return null;
  }

  async function trayItem(id: string): Promise<void> {
    if (id === 'show') outside.showWindow();
    else if (id === 'stop') host.stop();
    else if (id === 'diary') await openDiary();
    else if (id === 'quit') await quit();
    else if (id === 'start') await start();
  }

  /** What keeps it from starting is said in the window. */
  async function start(): Promise<void> {
    await host.start();
    if (!model.timer.running) outside.showWindow();
  }

  async function openDiary(): Promise<void> {
    await host.openDiary();
    if (model.problem) outside.showWindow();
  }

  return {
    closeWindow,
    quit,
    choose,
    trayItem,
    about: desktop.about,
    openFolder: () => desktop.openFolder(),
    makeRoom: on => desktop.makeRoom(on),
  };
}
