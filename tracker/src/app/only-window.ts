/**
 * Two windows on one folder would send and delete each other's work, so the first keeps a beat in a file. A beat that
 * stands still was left by a kill; no clock is trusted to find out.
 */
import type { Chance } from '../core/chance.ts';
import { replaceText } from '../core/disk.ts';
import type { Outside } from './outside.ts';

const FILE = 'window.beat';
/** Written by a second start, taken away by the window that lives. */
const WANTED = 'window.wanted';
const BEAT = 2000;
/** A living window's beat must be seen to move within this many beats. */
const WATCHED = 3;
/** A window that lives comes forward within this many beats. */
const PATIENCE = 3;

export type OnlyWindow = {
  /** Whether this window may go on. False when another one lives. */
  take(): Promise<boolean>;
  /** Called every second. False when another window has taken over. */
  beat(): Promise<boolean>;
  /** Asks the window that lives to come forward. False when it does not answer. */
  raiseOther(): Promise<boolean>;
  /** Whether this window has been asked to come forward since the last call. */
  wanted(): Promise<boolean>;
  release(): Promise<void>;
};

export function onlyWindow({ disk, wait, chance }: Pick<Outside, 'disk' | 'wait'> & { chance: Chance }): OnlyWindow {
  const name = Math.floor(chance() * 2 ** 48).toString(36);
  let beats = 0;

  const write = () => replaceText(disk, FILE, `${name} ${(beats += 1)}`);

  return {
    async take() {
      const seen = await disk.readText(FILE);
      for (let i = 0; seen !== null && i < WATCHED; i += 1) {
        await wait(BEAT / 2);
        const now = await disk.readText(FILE);
        if (now === null) break;
        if (now !== seen) return false;
      }
      await disk.remove(WANTED);
      await write();
      return true;
    },
    async beat() {
      const now = await disk.readText(FILE);
      if (now && !now.startsWith(`${name} `)) return false;
      await write();
      return true;
    },
    async raiseOther() {
      await disk.writeText(WANTED, '');
      for (let i = 0; i < PATIENCE; i += 1) {
        await wait(BEAT);
        if ((await disk.readText(WANTED)) === null) return true;
      }
      return false;
    },
    async wanted() {
      if ((await disk.readText(WANTED)) === null) return false;
      await disk.remove(WANTED);
      return true;
    },
    release: () => disk.remove(FILE),
  };
}
