import type { Platform } from './platform.ts';

/** The exit code with which a command says that the system does not let us see the screen. */
export const NOT_ALLOWED = 77;

/** More displays than anybody has. A name without a display is left alone by the tool. */
const DISPLAYS = [1, 2, 3, 4, 5, 6];

/** A folder in memory or, on macOS, in the person's own temporary folder; gone with the command, however it ends. */
const inPrivate = (folder: string, take: string) =>
  `d=$(mktemp -d ${folder}) || exit 1; trap 'rm -rf "$d"' EXIT; trap 'exit 1' INT TERM; ${take}`;

/** Says that the tool is missing, because the exit code of a pipe is that of its last part. */
const piped = (tool: string, take: string) => `command -v ${tool} >/dev/null || exit 127; ${take}`;

const windows = [
  "$ErrorActionPreference = 'Stop'",
  'Add-Type -AssemblyName System.Windows.Forms,System.Drawing',
  // Unaware of scaled displays, a program sees a screen that is too small and cut off.
  'Add-Type -Namespace W -Name D -MemberDefinition \'[DllImport(\\"user32.dll\\")] public static extern IntPtr SetThreadDpiAwarenessContext(IntPtr c);\'',
  '[void][W.D]::SetThreadDpiAwarenessContext([IntPtr](-3))',
  '$s = [Windows.Forms.SystemInformation]::VirtualScreen',
  '$b = New-Object Drawing.Bitmap $s.Width, $s.Height',
  '[Drawing.Graphics]::FromImage($b).CopyFromScreen($s.Location, [Drawing.Point]::Empty, $s.Size)',
  "$c = [Drawing.Imaging.ImageCodecInfo]::GetImageEncoders() | Where-Object MimeType -eq 'image/jpeg'",
  '$p = New-Object Drawing.Imaging.EncoderParameters 1',
  '$p.Param[0] = New-Object Drawing.Imaging.EncoderParameter ([Drawing.Imaging.Encoder]::Quality), ([long]92)',
  '$m = New-Object IO.MemoryStream',
  '$b.Save($m, $c, $p)',
  '[Console]::Out.Write([Convert]::ToBase64String($m.ToArray()))',
].join('; ');

const macAllowed =
  "ObjC.bindFunction('CGPreflightScreenCaptureAccess', ['bool', []]); String($.CGPreflightScreenCaptureAccess())";
const macFiles = DISPLAYS.map(display => `"$d/${display}.jpg"`).join(' ');
const macos = [
  // An old system does not know the question; then the capture itself is the answer.
  `[ "$(osascript -l JavaScript -e "${macAllowed.replaceAll('$', '\\$')}" 2>/dev/null)" = false ] && exit ${NOT_ALLOWED}`,
  inPrivate('', `screencapture -x -t jpg ${macFiles} && for f in "$d"/*.jpg; do base64 -i "$f"; echo; done`),
].join('; ');

const gnome = piped(
  'gnome-screenshot',
  inPrivate('"${XDG_RUNTIME_DIR:?}/impact-time.XXXXXX"', 'gnome-screenshot --file="$d/1.png" && base64 -w0 "$d/1.png"'),
);
const spectacle = piped(
  'spectacle',
  inPrivate(
    '"${XDG_RUNTIME_DIR:?}/impact-time.XXXXXX"',
    'spectacle --background --nonotify --fullscreen --output "$d/1.png" && base64 -w0 "$d/1.png"',
  ),
);

/**
 * The system's own tools, in the order in which they are tried: the first that takes a picture is it. Each prints the
 * whole screen as JPEG or PNG in base64, one picture a line, so that no sharp picture lies on a disk: a blurred contract
 * is blurred before anything is written. JPEG where the tool can: a photograph as PNG is seven times as much.
 * None of them makes a sound or shows a dialog.
 */
export const captureCommands: Record<Platform, readonly string[]> = {
  windows: [`powershell -NoProfile -NonInteractive -Command "${windows}"`],
  macos: [macos],
  x11: [
    piped('import', 'import -silent -window root -quality 92 jpg:- | base64 -w0'),
    piped('scrot', 'scrot --silent - | base64 -w0'),
    gnome,
  ],
  wayland: [piped('grim', 'grim -t jpeg -q 92 - | base64 -w0'), piped('grim', 'grim - | base64 -w0'), spectacle, gnome],
};
