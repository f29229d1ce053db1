/**
 * Draws the committed icons, `npx tsx tracker/icons.ts`: the product's mark for packages, as large as any of them needs, and
 * the tray's into `tracker/resources/icons`. The tray's have one large sign each, since panels show them 16 px wide and colours
 * alone are not seen by everybody: the mark's blocks when stopped, a triangle while running, an exclamation mark where
 * something needs the person. The plate keeps the sign apart from light panels, its light edge the plate from dark ones.
 */
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** Panels scale it to 16 to 24 px; twice that for dense displays. */
const SIZE = 48;
/** The largest icon macOS shows. */
const MARK_SIZE = 1024;
const INDIGO = '#2f45c5';
const GREY = '#5b6067';
const RED = '#c22f2e';

const signs = {
  stopped: '<path fill="#fff" d="M5.5 5.5h5.6v5.6H5.5zM12.9 5.5h5.6v5.6h-5.6zM5.5 12.9h5.6v5.6H5.5z"/>',
  running: '<path fill="#fff" d="M7.6 4.6l12 7.4-12 7.4z"/>',
  attention: '<path fill="#fff" d="M10 4.6h4v9.2h-4zM10 15.6h4v4h-4z"/>',
};
const plates = { stopped: GREY, running: INDIGO, attention: RED };

const drawing = (state: keyof typeof signs) =>
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">' +
  `<rect x=".6" y=".6" width="22.8" height="22.8" rx="5.4" fill="${plates[state]}" stroke="#fff" stroke-opacity=".75" stroke-width="1.2"/>` +
  `${signs[state]}</svg>`;

const place = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

await sharp(place('../public/img/mark.svg'), { density: (72 * MARK_SIZE) / 24 })
  .resize(MARK_SIZE, MARK_SIZE)
  .png({ palette: true, compressionLevel: 9 })
  .toFile(place('packaging/mark.png'));

for (const state of Object.keys(signs) as (keyof typeof signs)[]) {
  await sharp(Buffer.from(drawing(state)), { density: 300 })
    .resize(SIZE, SIZE)
    .png({ palette: true, compressionLevel: 9 })
    .toFile(place(`resources/icons/tray-${state}.png`));
}
