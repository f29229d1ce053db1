/** A desktop that notes what is done with the window. */
import type { Desktop } from '../../tracker/src/app/desktop.ts';

export class FakeDesktop {
  /** Whether a tray would show the icon. */
  tray = true;
  /** What the system says to an entry for its start. */
  takesEntries = true;
  window: 'shown' | 'tray' | 'minimised' | 'gone' = 'shown';
  startsWithSystem = false;
  lines: string[] = [];

  desktop(): Desktop {
    return {
      putAway: async () => (this.window = this.tray ? 'tray' : 'minimised'),
      makeRoom: async () => undefined,
      exit: async () => void (this.window = 'gone'),
      startWithSystem: async on => {
        if (!this.takesEntries) throw new Error('refused');
        this.startsWithSystem = on;
      },
      openFolder: async () => undefined,
      log: line => void this.lines.push(line),
      about: { version: '0.1.0', runtime: 'Neutralino 6.9.0', folder: '/home/felix/impact-time' },
    };
  }
}
