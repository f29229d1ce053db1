/** Whether a person is at the machine, from the system. Only that: no key, no click, no position. */
import { spawn, type Running } from './commands.ts';
import { presenceCommands } from './presence-commands.ts';
import type { Platform } from './platform.ts';

/** `idleSeconds` since the last input, `null` when this system does not tell. `locked`: the screen is. */
export type Presence = { idleSeconds: number | null; locked: boolean };

const UNKNOWN: Presence = { idleSeconds: null, locked: false };
/** A command that failed is started again after so many milliseconds. */
const AGAIN = 60_000;

/** One line of a sample, such as `4200 0`; `null` when it is none. */
export function presenceIn(line: string): Presence | null {
  const [, idle, locked] = /^(\d+|-) ([01])\s*$/.exec(line) ?? [];
  if (idle === undefined) return null;
  return { idleSeconds: idle === '-' ? null : Number(idle) / 1000, locked: locked === '1' };
}

/** Tells every few seconds until stopped. */
export function watchPresence(platform: Platform, cwd: string, told: (presence: Presence) => void): Running {
  let stopped = false;
  let running: Promise<Running> | null = null;

  function begin(): void {
    // A line may come in two pieces.
    let rest = '';
    const out = (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      const last = lines.map(presenceIn).findLast(presence => presence !== null);
      if (last && !stopped) told(last);
    };
    running = spawn(presenceCommands[platform], cwd, { out, end });
  }

  function end(exitCode: number): void {
    if (stopped) return;
    if (exitCode === 0) return begin();
    told(UNKNOWN);
    setTimeout(() => stopped || begin(), AGAIN);
  }

  begin();
  return {
    async stop() {
      stopped = true;
      await (await running)?.stop();
    },
  };
}
