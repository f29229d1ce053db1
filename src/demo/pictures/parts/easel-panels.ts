import type { Piece } from '../content/clinic-screens.ts';
import { clinicScreens } from '../content/clinic-screens.ts';
import { across, box, circle, icon, rect } from '../svg.ts';
import { text } from '../text.ts';
import { places } from './phone.ts';

/** How far the design is: screens before `screen` are finished, this one has `pieces` pieces; `zoom` and `shift` are the view. */
export type Design = { screen: number; pieces: number; zoom: number; shift: number; nudge: number };

/** The colours of the tool itself. */
export const ui = {
  bar: '#23262b',
  side: '#292c32',
  edge: '#1a1c20',
  ink: '#dde1e6',
  soft: '#949ca6',
  picked: '#38455c',
  canvas: '#e4e6e9',
};
export const blue = '#3b82e6';
/** Widths of the panels, in pixels. */
export const left = 250;
export const right = 266;

const layerIcons: Partial<Record<Piece['as'], string>> = {
  hello: 'type',
  search: 'component',
  person: 'component',
  visit: 'component',
  button: 'component',
  note: 'frame',
  tabs: 'component',
};

/** The layers of the screen that is open, the picked one marked. */
export function layers({ screen, pieces }: Design, all: readonly Piece[], h: number): string {
  let drawn =
    text(16, 74, 'Pages', { face: 'semibold', size: 12.5, fill: ui.ink }) + icon('plus', left - 36, 62, 15, ui.soft);
  ['Cover', 'Booking', 'Messages', 'Components'].forEach((name, i) => {
    if (i === 1) drawn += rect(8, 86 + i * 28, left - 18, 26, ui.picked, { r: 4 });
    drawn += text(32, 104 + i * 28, name, { size: 12.5, fill: i === 1 ? '#fff' : ui.soft });
  });
  drawn += across(0, 210, left - 1, ui.edge) + text(16, 238, 'Layers', { face: 'semibold', size: 12.5, fill: ui.ink });
  let y = 250;
  clinicScreens.forEach(({ name }, i) => {
    if (y > h - 30) return;
    drawn +=
      icon(i === screen ? 'chevron-down' : 'chevron-right', 12, y + 6, 13, ui.soft) +
      icon('frame', 30, y + 5, 14, ui.soft, 1.8) +
      text(52, y + 17, name, { size: 12.5, fill: ui.ink });
    y += 27;
    if (i !== screen) return;
    all.slice(0, pieces).forEach((piece, p) => {
      const picked = p === pieces - 1;
      if (picked) drawn += rect(8, y, left - 18, 26, ui.picked, { r: 4 });
      drawn += icon(
        layerIcons[piece.as] ?? 'layers',
        50,
        y + 6,
        14,
        piece.as === 'hello' || piece.as === 'note' ? ui.soft : '#b28be0',
        1.8,
      );
      drawn += text(72, y + 17, layerName(piece), { size: 12.5, fill: picked ? '#fff' : ui.ink, width: left - 110 });
      y += 27;
    });
  });
  return drawn;
}

function layerName(piece: Piece): string {
  if ('words' in piece) return piece.words;
  if (piece.as === 'person') return `person / ${piece.name}`;
  if (piece.as === 'visit') return `visit / ${piece.what}`;
  return { days: 'calendar strip', times: 'time choices', tabs: 'tab bar' }[piece.as];
}

/** The properties of the picked piece. */
export function properties({ pieces, screen, nudge }: Design, all: readonly Piece[]): string {
  const piece = all[pieces - 1];
  const spot = places(all)[pieces - 1];
  if (!piece || !spot) return '';
  let drawn =
    ['Design', 'Prototype', 'Inspect']
      .map((name, i) =>
        text(18 + i * 72, 28, name, {
          size: 12.5,
          face: i === 0 ? 'semibold' : 'regular',
          fill: i === 0 ? '#fff' : ui.soft,
        }),
      )
      .join('') + across(0, 44, right, ui.edge);
  const field = (x: number, y: number, name: string, value: string) =>
    rect(x, y, 108, 28, '#34383f', { r: 4 }) +
    text(x + 10, y + 19, name, { size: 12, fill: ui.soft }) +
    text(x + 34, y + 19, value, { size: 12, fill: ui.ink, width: 70 });
  drawn +=
    field(18, 60, 'X', '20') +
    field(140, 60, 'Y', `${spot.y + nudge}`) +
    field(18, 96, 'W', '320') +
    field(140, 96, 'H', `${spot.h}`);
  const heading = (y: number, words: string) =>
    across(0, y, right, ui.edge) +
    text(18, y + 28, words, { face: 'semibold', size: 12.5, fill: ui.ink }) +
    icon('plus', right - 36, y + 16, 15, ui.soft);
  drawn +=
    heading(144, 'Layout') + field(18, 188, 'Gap', '   12') + field(140, 188, 'Pad', '   20') + heading(236, 'Text');
  drawn +=
    rect(18, 280, 230, 28, '#34383f', { r: 4 }) +
    text(28, 299, piece.as === 'hello' ? 'Heading / Large' : 'Body / Medium', { size: 12, fill: ui.ink }) +
    icon('chevron-down', 224, 287, 14, ui.soft);
  drawn += heading(328, 'Fill');
  [
    ['#2F7F8C', 'Teal 600'],
    ['#F8FAFA', 'Paper'],
    ['#1F3238', 'Ink 900'],
  ].forEach(([hex = '', name = ''], i) => {
    drawn +=
      box(18, 374 + i * 34, 24, 24, hex, '#5b626b', 4) +
      text(54, 391 + i * 34, name, { size: 12.5, fill: ui.ink }) +
      text(right - 18, 391 + i * 34, hex, { face: 'mono', size: 11.5, fill: ui.soft, align: 'end' });
  });
  drawn += heading(486, 'Comments');
  const said = [
    'Could the button be a little taller?',
    'Contrast is fine now: 5.1 to 1',
    'Please use the shorter greeting',
    'The lift is at the left in house A',
    'Nice, exactly what we need',
    'Same order as on paper, please',
  ];
  return (
    drawn +
    [0, 1, 2]
      .map(
        i =>
          circle(32, 546 + i * 46, 12, i % 2 ? '#7b6bb0' : '#b0613a') +
          text(32, 550 + i * 46, i % 2 ? 'F' : 'C', { face: 'semibold', size: 11, fill: '#fff', align: 'middle' }) +
          text(54, 550 + i * 46, said[(screen + i) % said.length] ?? '', { size: 12, fill: ui.ink, width: 194 }),
      )
      .join('')
  );
}
