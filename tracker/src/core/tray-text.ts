const LONGEST = 48;

/**
 * Text as one line of a tray menu, whatever was in it: control, formatting and broken characters are gone, so nothing
 * breaks the line, turns its direction or ends it early, and what is long is cut.
 */
export function trayText(text: string): string {
  const plain = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim();
  const letters = [...plain];
  return letters.length <= LONGEST
    ? plain
    : `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`;
}
