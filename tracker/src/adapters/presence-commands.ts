import type { Platform } from './platform.ts';

/** Seconds between two samples. */
export const SAMPLE_SECONDS = 5;
/** Ten minutes of samples; then the command ends and is started anew. */
const SAMPLES = 120;

const windows = [
  "Add-Type -Namespace W -Name I -MemberDefinition '",
  '[StructLayout(LayoutKind.Sequential)] public struct L { public uint s; public uint t; }',
  '[DllImport(\\"user32.dll\\")] public static extern bool GetLastInputInfo(ref L l);',
  '[DllImport(\\"wtsapi32.dll\\")] public static extern bool WTSQuerySessionInformation(IntPtr h, int s, int c, out IntPtr b, out int n);',
  '[DllImport(\\"wtsapi32.dll\\")] public static extern void WTSFreeMemory(IntPtr b);',
  "'; $l = New-Object W.I+L; $l.s = 8; $b = [IntPtr]::Zero; $n = 0",
  `; for ($i = 0; $i -lt ${SAMPLES}; $i++) { [void][W.I]::GetLastInputInfo([ref]$l)`,
  // Both count milliseconds in 32 bits, and begin anew every 49 days.
  '; $e = ([long][Environment]::TickCount - [long]$l.t) -band 4294967295; $k = 0',
  // WTSSessionInfoEx of this session (-1); its SessionFlags lie 16 bytes in and are 0 while it is locked.
  '; if ([W.I]::WTSQuerySessionInformation([IntPtr]::Zero, -1, 25, [ref]$b, [ref]$n)) {',
  ' if ([Runtime.InteropServices.Marshal]::ReadInt32($b, 16) -eq 0) { $k = 1 }; [W.I]::WTSFreeMemory($b) }',
  `; '{0} {1}' -f $e, $k; Start-Sleep ${SAMPLE_SECONDS} }`,
].join('');

/** @param idle sets `$idle` to milliseconds, or fails @param locked succeeds while the screen is locked */
const sampled = (idle: string, locked: string) =>
  [
    `i=0; me=$(id -u); while [ $i -lt ${SAMPLES} ]`,
    `do ${idle} || idle=-`,
    `if ${locked}; then locked=1; else locked=0; fi`,
    'echo "$idle $locked" || exit',
    `sleep ${SAMPLE_SECONDS}`,
    'i=$((i+1))',
    'done',
  ].join('; ');

const macIdle = `idle=$(ioreg -rd1 -c IOHIDSystem | awk '/HIDIdleTime/ { print int($NF / 1000000); exit }') && [ "$idle" ]`;
/** Each session on a line of its own; this person's is the one that counts. */
const macLocked = `ioreg -n Root -d1 | tr '}' '\\n' | grep "UserIDKey\\"=$me," | grep -q 'ScreenIsLocked"=Yes'`;

/** GNOME tells it on both kinds of screens, as `(uint64 48,)`. */
const mutter =
  'idle=$(gdbus call --session --timeout 2 --dest org.gnome.Mutter.IdleMonitor' +
  ' --object-path /org/gnome/Mutter/IdleMonitor/Core --method org.gnome.Mutter.IdleMonitor.GetIdletime 2>/dev/null)' +
  ' && idle=${idle#* } && idle=${idle%,*}';

/** Screen lockers that run only while the screen is locked; a process's name is cut after 15 characters. */
const LOCKERS = 'i3lock|slock|xlock|xtrlock|xsecurelock|kscreenlocker_g|swaylock|hyprlock|gtklock|waylock';
const linuxLocked =
  '{ [ "$(loginctl show-session "${XDG_SESSION_ID:-auto}" -p LockedHint --value 2>/dev/null)" = yes ]' +
  ` || ps -u "$me" -o comm= | grep -qxE '${LOCKERS}'; }`;

/**
 * Each prints a line every few seconds: the idle time in milliseconds or `-`, and 1 while the screen is locked or 0. It
 * ends after ten minutes: a tool left over by a killed tracker does not stay.
 * On Wayland only GNOME tells its idle time. `xprintidle` would run there too, but sees a part of the windows only, and
 * call somebody idle who works.
 */
export const presenceCommands: Record<Platform, string> = {
  windows: `powershell -NoProfile -NonInteractive -Command "${windows}"`,
  macos: sampled(macIdle, macLocked),
  x11: sampled(`idle=$(xprintidle 2>/dev/null) || { ${mutter}; }`, linuxLocked),
  wayland: sampled(`{ ${mutter}; }`, linuxLocked),
};
