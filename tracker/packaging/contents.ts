/** What lies where in the package for each system. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { System } from '../../src/wire/packages.ts';
import type { Entry } from './archive.ts';
import { iconSides, macIcon } from './mac-icon.ts';

/** The parts every package is made of. */
export type Parts = {
  version: string;
  /** The runtime for this machine. */
  program: Uint8Array;
  /** The window, as `neu` packs it; the runtime looks for it beside itself under this name. */
  resources: Uint8Array;
  licences: Uint8Array;
};

const here = fileURLToPath(new URL('.', import.meta.url));

/** A file that was written for packages; `{version}` in it is the tracker's. */
async function written(name: string, version: string): Promise<Uint8Array> {
  return Buffer.from((await readFile(here + name, 'utf8')).replaceAll('{version}', version));
}

/** The product's mark as PNG. @param side in pixels */
const drawn = async (side: number): Promise<Uint8Array> =>
  sharp(await readFile(`${here}mark.png`))
    .resize(side, side)
    .png({ compressionLevel: 9 })
    .toBuffer();

export const contents: Record<System, (parts: Parts) => Promise<Entry[]>> = {
  windows: ({ program, resources, licences }) =>
    Promise.resolve([
      { path: 'Impact Time/impact-time.exe', bytes: program },
      { path: 'Impact Time/resources.neu', bytes: resources },
      { path: 'Impact Time/licences.txt', bytes: licences },
    ]),

  async macos({ version, program, resources, licences }) {
    const pictures = await Promise.all(iconSides.map(async side => [side, await drawn(side)] as const));
    return [
      { path: 'Impact Time.app/Contents/Info.plist', bytes: await written('macos/Info.plist', version) },
      { path: 'Impact Time.app/Contents/MacOS/impact-time', bytes: program, executable: true },
      { path: 'Impact Time.app/Contents/MacOS/resources.neu', bytes: resources },
      { path: 'Impact Time.app/Contents/Resources/icon.icns', bytes: macIcon(new Map(pictures)) },
      { path: 'Impact Time.app/Contents/Resources/licences.txt', bytes: licences },
    ];
  },

  async linux({ version, program, resources, licences }) {
    return [
      { path: 'impact-time/impact-time', bytes: program, executable: true },
      { path: 'impact-time/resources.neu', bytes: resources },
      { path: 'impact-time/impact-time.png', bytes: await drawn(256) },
      { path: 'impact-time/impact-time.desktop', bytes: await written('linux/impact-time.desktop', version) },
      { path: 'impact-time/install.sh', bytes: await written('linux/install.sh', version), executable: true },
      { path: 'impact-time/licences.txt', bytes: licences },
    ];
  },
};
