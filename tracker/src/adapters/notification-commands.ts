import type { Platform } from './platform.ts';

/** The thumbnail, in the folder the commands are run in. */
export const SHOWN = 'shown.jpg';
/** Constant, like everything on a command line. */
const [TITLE, TEXT] = ['Screenshot taken', 'It goes into your work diary.'];

/** Windows shows notifications of programs it knows only, and knows this one by its shell's name. */
const WINDOWS_SENDER = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe';
const windows = [
  "$ErrorActionPreference = 'Stop'",
  '[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]',
  '$x = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastImageAndText02)',
  "$t = $x.GetElementsByTagName('text')",
  `[void]$t.Item(0).AppendChild($x.CreateTextNode('${TITLE}'))`,
  `[void]$t.Item(1).AppendChild($x.CreateTextNode('${TEXT}'))`,
  `$p = [IO.Path]::Combine([Environment]::CurrentDirectory, '${SHOWN}')`,
  "$x.GetElementsByTagName('image').Item(0).Attributes.GetNamedItem('src').NodeValue = ([Uri]$p).AbsoluteUri",
  '$n = New-Object Windows.UI.Notifications.ToastNotification $x',
  `[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier('${WINDOWS_SENDER}').Show($n)`,
].join('; ');
const notifySend = `notify-send -a 'Impact Time' -i "$PWD/${SHOWN}" '${TITLE}' '${TEXT}'`;

/** Says that a screenshot was taken and shows it. `null`: notifications of this system take no picture. */
export const notificationCommands: Record<Platform, string | null> = {
  windows: `powershell -NoProfile -NonInteractive -Command "${windows}"`,
  macos: null,
  x11: notifySend,
  wayland: notifySend,
};
