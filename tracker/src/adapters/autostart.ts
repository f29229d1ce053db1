/** Starting with the system: one entry of this person's own, in the place where the system looks for it. */
import { filesystem, os } from '@neutralinojs/lib';
import { launchAgent, desktopEntry } from '../core/autostart-files.ts';
import { run, spawn } from './commands.ts';
import type { Platform } from './platform.ts';

/** The runtime opens no window when this is on its command line. */
export const HIDDEN = '--window-hidden';

const PATIENCE = 20_000;
const RUN = 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Run';
const parent = (of: string) => `(Get-CimInstance Win32_Process -Filter ('ProcessId=' + ${of})).ParentProcessId`;
const powershell = (script: string) =>
  `powershell -NoProfile -NonInteractive -Command "$ErrorActionPreference = 'Stop'; ${script}"`;

/** Each finds the program by itself, as what started the command, so that no path is ever part of a command line. */
export const autostartCommands = {
  /** The shell of the command is a child of the program, PowerShell a child of that. */
  windowsOn: powershell(
    `$shell = ${parent('$PID')}; $exe = (Get-Process -Id (${parent('$shell')})).Path; ` +
      `Set-ItemProperty -Path '${RUN}' -Name 'Impact Time' -Value ([char]34 + $exe + [char]34 + ' ${HIDDEN}')`,
  ),
  windowsOff: powershell(`Remove-ItemProperty -Path '${RUN}' -Name 'Impact Time' -ErrorAction SilentlyContinue`),
  macosProgram: 'ps -o comm= -p $PPID',
  linuxProgram: 'readlink /proc/$PPID/exe',
};

/** @throws when the system does not take the entry, or does not let go of it */
export async function startWithSystem(platform: Platform, cwd: string, on: boolean): Promise<void> {
  if (platform === 'windows') {
    const command = on ? autostartCommands.windowsOn : autostartCommands.windowsOff;
    if ((await run(command, cwd, PATIENCE)) !== 0) throw new Error('The system refused the entry');
    return;
  }
  const { folder, name } = await entryOf(platform);
  const file = `${folder}/${name}`;
  if (!on) return removeIfThere(file);
  const words = [await program(platform, cwd), ...ownArguments()];
  await filesystem.createDirectory(folder).catch(() => undefined);
  await filesystem.writeFile(`${file}.part`, platform === 'macos' ? launchAgent(words) : desktopEntry(words));
  await filesystem.move(`${file}.part`, file);
}

async function entryOf(platform: Platform): Promise<{ folder: string; name: string }> {
  if (platform === 'macos')
    return { folder: `${await os.getEnv('HOME')}/Library/LaunchAgents`, name: `${window.NL_APPID}.plist` };
  return { folder: `${await os.getPath('config')}/autostart`, name: `${window.NL_APPID}.desktop` };
}

/** What this run was started with, and hidden. */
const ownArguments = () => [...window.NL_ARGS.slice(1).filter(argument => argument !== HIDDEN), HIDDEN];

async function program(platform: Platform, cwd: string): Promise<string> {
  const command = platform === 'macos' ? autostartCommands.macosProgram : autostartCommands.linuxProgram;
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    spawn(command, cwd, { out: part => (text += part), end: () => resolve(text.trim()) }).catch(reject);
  });
  if (!said.startsWith('/')) throw new Error('The system does not say where the program is');
  return said;
}

async function removeIfThere(file: string): Promise<void> {
  const there = await filesystem.getStats(file).then(
    () => true,
    () => false,
  );
  if (there) await filesystem.remove(file);
}
