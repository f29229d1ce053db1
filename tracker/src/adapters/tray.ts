/** The icon beside the system's clock, where there is a place for one. */
import { events, os } from '@neutralinojs/lib';
import type { TrayMenu } from '../app/desktop.ts';
import { trayText } from '../core/tray-text.ts';
import { run } from './commands.ts';
import type { Platform } from './platform.ts';

const PATIENCE = 3000;
const WATCHER = 'org.kde.StatusNotifierWatcher';
const gdbus =
  `gdbus call --session --timeout 2 --dest ${WATCHER} --object-path /StatusNotifierWatcher` +
  ` --method org.freedesktop.DBus.Properties.Get ${WATCHER} IsStatusNotifierHostRegistered`;
const busctl = `busctl --user get-property ${WATCHER} /StatusNotifierWatcher ${WATCHER} IsStatusNotifierHostRegistered`;

/** Ends with 0 when a panel of this Linux desktop shows tray icons. The runtime's own answer does not say so. */
export const trayHostCommand = `{ ${gdbus} || ${busctl}; } 2>/dev/null | grep -q true`;

export type Tray = {
  /** Shows the state and the menu, when they have changed. A system without a tray shows nothing, and that is no failure. */
  show(menu: TrayMenu): void;
  /** Whether the icon can be seen, so that a hidden window can be brought back. */
  isSeen(): Promise<boolean>;
};

/** @param chosen called with the id of a chosen item */
export async function openTray(platform: Platform, cwd: string, chosen: (id: string) => void): Promise<Tray> {
  let shown = '';
  let accepted = false;
  await events.on('trayMenuItemClicked', ({ detail }: CustomEvent<{ id: string }>) => chosen(detail.id));

  return {
    show(menu) {
      const now = JSON.stringify(menu);
      if (now === shown) return;
      shown = now;
      const menuItems = menu.items.map(({ id, text, disabled }) => ({
        id,
        text: labelOf(text, platform),
        isDisabled: disabled ?? false,
      }));
      // The icon goes along each time: Windows would otherwise be given one that is already destroyed.
      os.setTray({ icon: `/resources/icons/tray-${menu.state}.png`, menuItems }).then(
        () => (accepted = true),
        () => (accepted = false),
      );
    },
    async isSeen() {
      if (!accepted) return false;
      if (platform === 'windows' || platform === 'macos') return true;
      return (await run(trayHostCommand, cwd, PATIENCE)) === 0;
    },
  };
}

/** Windows takes `&` for the underline of a key. A line of nothing but `-` would be a separator. */
export function labelOf(text: string, platform: Platform): string {
  const plain = trayText(text);
  const label = plain === '-' ? '–' : plain;
  return platform === 'windows' ? label.replaceAll('&', '&&') : label;
}
