import { os } from '@neutralinojs/lib';

export type Platform = 'windows' | 'macos' | 'x11' | 'wayland';

/** The kind of screen this machine has, which decides the tools. */
export async function platform(): Promise<Platform> {
  if (window.NL_OS === 'Windows') return 'windows';
  if (window.NL_OS === 'Darwin') return 'macos';
  return (await os.getEnv('WAYLAND_DISPLAY')) ? 'wayland' : 'x11';
}
