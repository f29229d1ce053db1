/** Every machine the tracker is packed for, and what Neutralino calls the runtime for it. */
import type { Machine, System } from '../../src/wire/packages.ts';

export type Target = { system: System; machine: Machine; runtime: string };

export const targets: readonly Target[] = [
  { system: 'windows', machine: 'x64', runtime: 'neutralino-win_x64.exe' },
  { system: 'macos', machine: 'universal', runtime: 'neutralino-mac_universal' },
  { system: 'macos', machine: 'arm64', runtime: 'neutralino-mac_arm64' },
  { system: 'macos', machine: 'x64', runtime: 'neutralino-mac_x64' },
  { system: 'linux', machine: 'x64', runtime: 'neutralino-linux_x64' },
  { system: 'linux', machine: 'arm64', runtime: 'neutralino-linux_arm64' },
  { system: 'linux', machine: 'armhf', runtime: 'neutralino-linux_armhf' },
];

/**
 * The target whose runtime starts on a machine.
 * @param platform as Node calls it, `darwin`
 * @param arch as Node calls it, `arm`
 */
export function targetOf(platform: string, arch: string): Target | null {
  const system = { win32: 'windows', darwin: 'macos', linux: 'linux' }[platform];
  const machine = arch === 'arm' ? 'armhf' : arch;
  return targets.find(target => target.system === system && target.machine === machine) ?? null;
}
