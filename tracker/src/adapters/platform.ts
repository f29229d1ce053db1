import { os } from '@neutralinojs/lib';

export type Platform = 'windows' | 'macos' | 'x11' | 'wayland';

/** The kind of screen this machine has, which decides the tools. */
export async function platform(): Promise<Platform> {
  const system = String(window.NL_OS);
  if (system === 'Windows') return 'windows';
  if (system === 'Darwin') return 'macos';
  return (await os.getEnv('WAYLAND_DISPLAY')) ? 'wayland' : 'x11';
}
