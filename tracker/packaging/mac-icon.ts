/** An icon for macOS: a PNG for each size behind a four-letter name. */

/** Names from Apple's Icon Services: 128, 256, 512 and 1024 pixels. */
const names: Record<number, string> = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };
const HEADER = 8;

/** Sides in pixels. */
export const iconSides = Object.keys(names).map(Number);

/** @param pictures PNG by their side in pixels */
export function macIcon(pictures: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const parts = [...pictures].map(([side, png]) => {
    const name = names[side];
    if (!name) throw new Error(`macOS has no icons of ${side} pixels`);
    return chunk(name, png);
  });
  return chunk('icns', Buffer.concat(parts));
}

function chunk(name: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write(name, 'latin1');
  header.writeUInt32BE(HEADER + content.length, 4);
  return Buffer.concat([header, content]);
}
