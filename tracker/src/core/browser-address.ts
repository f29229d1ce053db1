const PLAIN = /^https?:\/\/[\w.:[\]-]+(\/[\w.~%/-]*)?(\?[\w.~%=&-]*)?$/;

/**
 * The address as it may be handed to the system's browser; `null` when it may not.
 * On Linux and macOS the runtime puts it between double quotes on a command line, so it has to be plain, and it has to be
 * of the very server the person signed in to.
 */
export function browserAddress(address: string, server: string): string | null {
  if (!PLAIN.test(address) || new URL(address).origin !== new URL(server).origin) return null;
  return address;
}
