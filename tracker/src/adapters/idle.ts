/** How long ago the last input was, from the system. Only that: no key, no click, no position. */
import { spawn, type Running } from './commands.ts';
import type { Platform } from './platform.ts';

/** Seconds between two samples. */
export const SAMPLE_SECONDS = 5;

const windows = [
  "Add-Type -Namespace W -Name I -MemberDefinition '",
  '[StructLayout(LayoutKind.Sequential)] public struct L { public uint s; public uint t; }',
  '[DllImport(\\"user32.dll\\")] public static extern bool GetLastInputInfo(ref L l);',
  "'",
  '; $l = New-Object W.I+L; $l.s = 8',
  `; for ($i = 0; $i -lt 120; $i++) { [void][W.I]::GetLastInputInfo([ref]$l)`,
  `; [Environment]::TickCount - [int]$l.t; Start-Sleep ${SAMPLE_SECONDS} }`,
].join('');

const repeated = (command: string) =>
  `i=0; while [ $i -lt 120 ]; do ${command} || exit 127; sleep ${SAMPLE_SECONDS}; i=$((i+1)); done`;

/**
 * Each prints the idle time in milliseconds, one a line, every few seconds, and ends after ten minutes: a tool left over
 * by a killed tracker does not stay.
 */
export const idleCommands: Record<Platform, string> = {
  windows: `powershell -NoProfile -NonInteractive -Command "${windows}"`,
  macos: repeated("ioreg -c IOHIDSystem | awk '/HIDIdleTime/ { print int($NF / 1000000); exit }'"),
  x11: repeated('xprintidle'),
  wayland: repeated('xprintidle'),
};

/**
 * Tells the idle time every few seconds until stopped. A system without the tool tells nothing: activity is then
 * counted as zero, and is never decisive by itself.
 * @param told idle milliseconds
 */
export function watchIdle(platform: Platform, cwd: string, told: (idle: number) => void): Running {
  let stopped = false;
  let running: Promise<Running> | null = null;
  const begin = () => {
    running = spawn(idleCommands[platform], cwd, {
      out: text => {
        const idle = Number(text.trim().split(/\s+/).at(-1));
        if (Number.isFinite(idle) && !stopped) told(idle);
      },
      end: exitCode => {
        if (exitCode === 0 && !stopped) begin();
      },
    });
  };
  begin();
  return {
    async stop() {
      stopped = true;
      await (await running)?.stop();
    },
  };
}
