/** The rest of the machine: its name, its browser, its notifications. */
import { computer, events, init, os } from '@neutralinojs/lib';
import { browserAddress } from '../core/browser-address.ts';

/** Connects to the runtime; every other native call waits for it. */
export const connect = () => init();

const SYSTEMS: Record<string, string> = { Darwin: 'macOS' };

/** What the profile page lists, e.g. `Impact Time on studio (Linux)`. */
export async function deviceName(): Promise<string> {
  const host = await computer.getHostname().catch(() => 'this computer');
  return `Impact Time on ${host} (${SYSTEMS[window.NL_OS] ?? window.NL_OS})`.slice(0, 100);
}

/** A notification that fails to show is no reason to stop working. */
export const notify = (title: string, text: string) => os.showNotification(title, text).catch(() => undefined);

/**
 * Opens a page of the server in the system's browser.
 * @throws when the address is not plain or not the server's
 */
export async function openInBrowser(address: string, server: string): Promise<void> {
  const plain = browserAddress(address, server);
  if (plain === null) throw new Error('The server sent an address that is not its own.');
  await os.open(plain);
}

/** `closing` is called when the person closes the window; the window stays until something is done with it. */
export const onClose = (closing: () => Promise<void>) => events.on('windowClose', () => void closing());
