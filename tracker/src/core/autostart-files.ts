/** The files with which Linux desktops and macOS start a program at sign-in. */

/** @param words the program's path and its arguments */
export function desktopEntry(words: readonly string[]): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Impact Time',
    'Comment=Time tracker of Work for Impact',
    `Exec=${words.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Desktop Entry Specification 1.5, "The Exec key": a backslash goes before what quotes do not protect, then the rule for
 * strings doubles every backslash, and `%` would begin a field code.
 */
const quoted = (word: string) =>
  `"${word
    .replace(/[\\"`$]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
    .replace(/[\n\r\t]/g, ' ')}"`;

/** @param words the program's path and its arguments */
export function launchAgent(words: readonly string[]): string {
  const strings = words.map(word => `    <string>${escaped(word)}</string>`);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    '  <key>Label</key>',
    '  <string>com.workforimpact.time</string>',
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...strings,
    '  </array>',
    '  <key>RunAtLoad</key>',
    '  <true/>',
    '  <key>ProcessType</key>',
    '  <string>Interactive</string>',
    '</dict>',
    '</plist>',
  ];
  return `${lines.join('\n')}\n`;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
