import type { Platform } from './platform.ts';

/** Every capture command writes this file in the folder it is run in. */
export const CAPTURED = 'capture.png';

const windows = [
  'Add-Type -AssemblyName System.Windows.Forms,System.Drawing',
  '$s = [Windows.Forms.SystemInformation]::VirtualScreen',
  '$b = New-Object Drawing.Bitmap $s.Width, $s.Height',
  '[Drawing.Graphics]::FromImage($b).CopyFromScreen($s.Location, [Drawing.Point]::Empty, $s.Size)',
  `$b.Save([IO.Path]::Combine([Environment]::CurrentDirectory, '${CAPTURED}'), [Drawing.Imaging.ImageFormat]::Png)`,
].join('; ');

/**
 * The system's own tools, in the order in which they are tried: the first that is installed takes the picture.
 * None of them makes a sound or shows a dialog.
 */
export const captureCommands: Record<Platform, readonly string[]> = {
  windows: [`powershell -NoProfile -NonInteractive -Command "$ErrorActionPreference = 'Stop'; ${windows}"`],
  macos: [`screencapture -x -t png ${CAPTURED}`],
  x11: [
    `import -silent -window root ${CAPTURED}`,
    `scrot --overwrite --silent ${CAPTURED}`,
    `gnome-screenshot --file=${CAPTURED}`,
  ],
  wayland: [`grim ${CAPTURED}`, `gnome-screenshot --file=${CAPTURED}`],
};

/** What a shell answers when there is no such command. */
export const NO_SUCH_COMMAND = [127, 9009];
