import { clinicScreens, type Piece } from '../content/clinic-screens.ts';
import { across, at, box, circle, down, icon, pane, rect } from '../svg.ts';
import { text, widthOf } from '../text.ts';
import { phone, phoneScreen, places } from './phone.ts';

/** How far the design is: screens before `screen` are finished, this one has `pieces` pieces; `zoom` and `shift` are the view. */
export type Design = { screen: number; pieces: number; zoom: number; shift: number; nudge: number };

const ui = {
  bar: '#23262b',
  side: '#292c32',
  edge: '#1a1c20',
  ink: '#dde1e6',
  soft: '#949ca6',
  picked: '#38455c',
  canvas: '#e4e6e9',
};
const blue = '#3b82e6';
const left = 250;
const right = 266;
const gap = 96;

const layerIcons: Partial<Record<Piece['as'], string>> = {
  hello: 'type',
  search: 'component',
  person: 'component',
  visit: 'component',
  button: 'component',
  note: 'frame',
  tabs: 'component',
};

/** The design tool: layers, canvas with the phone screens, and the properties of what is selected. */
export function easel(w: number, h: number, design: Design): string {
  const open = clinicScreens[design.screen] ?? clinicScreens[0];
  if (!open) return '';
  let drawn = toolbar(w, design.zoom);
  drawn += pane(left, 46, w - left - right, h - 46, canvas(w - left - right, h - 46, design));
  drawn += rect(0, 46, left, h - 46, ui.side) + down(left - 1, 46, h, ui.edge) + layers(design, open.pieces, h);
  return (
    drawn +
    rect(w - right, 46, right, h - 46, ui.side) +
    down(w - right, 46, h, ui.edge) +
    at(w - right, 46, properties(design, open.pieces))
  );
}

function toolbar(w: number, zoom: number): string {
  let bar = rect(0, 0, w, 46, ui.bar) + across(0, 45, w, ui.edge) + icon('menu', 16, 14, 18, ui.ink);
  ['mouse-pointer-2', 'frame', 'square', 'pen-tool', 'type', 'hand', 'message-square'].forEach((glyph, i) => {
    if (i === 0) bar += rect(54, 6, 34, 34, blue, { r: 6 });
    bar += icon(glyph, 62 + i * 42, 14, 18, i === 0 ? '#fff' : ui.ink, 1.8);
  });
  bar += text(w / 2, 28, 'Tidewell / Patient app / Booking', { fill: ui.ink, size: 13, align: 'middle' });
  bar +=
    circle(w - 330, 23, 13, '#7b6bb0') + text(w - 330, 28, 'F', { face: 'semibold', fill: '#fff', align: 'middle' });
  bar +=
    rect(w - 236, 8, 84, 30, blue, { r: 6 }) +
    text(w - 194, 28, 'Share', { face: 'semibold', fill: '#fff', align: 'middle' });
  return (
    bar +
    icon('play', w - 128, 14, 18, ui.ink) +
    text(w - 20, 28, `${Math.round(zoom * 100)} %`, { fill: ui.ink, align: 'end' })
  );
}

function canvas(w: number, h: number, { screen, pieces, zoom, shift, nudge }: Design): string {
  const middle = screen * (phone.w + gap) + phone.w / 2;
  const x = Math.round(w / 2 - middle * zoom + shift);
  const y = Math.round((h - phone.h * zoom) / 2 + 10);
  let boards = '';
  clinicScreens.forEach(({ pieces: all }, i) => {
    const px = i * (phone.w + gap);
    const done = i < screen ? all.length : i === screen ? pieces : 0;
    boards += done ? at(px, 0, phoneScreen(all, done)) : rect(px, 0, phone.w, phone.h, '#fff', { r: 26 });
  });
  let drawn = rect(0, 0, w, h, ui.canvas) + at(x, y, boards, zoom);
  clinicScreens.forEach(({ name }, i) => {
    const px = x + i * (phone.w + gap) * zoom;
    drawn += text(px, y - 10, name, { size: 12, fill: i === screen ? blue : '#6d7680', width: phone.w * zoom });
  });
  const spot = places(clinicScreens[screen]?.pieces ?? [])[pieces - 1];
  return spot
    ? drawn +
        selection(
          x + (middle - phone.w / 2 + 20) * zoom,
          y + spot.y * zoom + nudge,
          (phone.w - 40) * zoom,
          spot.h * zoom,
          spot.h,
        )
    : drawn;
}

function selection(x: number, y: number, w: number, h: number, tall: number): string {
  const corners = [
    [x, y],
    [x + w, y],
    [x, y + h],
    [x + w, y + h],
  ].map(([cx = 0, cy = 0]) => rect(cx - 3.5, cy - 3.5, 7, 7, '#fff', { stroke: blue, strokeWidth: 1.5 }));
  const label = `${phone.w - 40} x ${tall}`;
  const wide = widthOf(label, 'medium', 11) + 14;
  return (
    rect(x, y, w, h, 'none', { stroke: blue, strokeWidth: 1.5 }) +
    corners.join('') +
    rect(x + w / 2 - wide / 2, y + h + 8, wide, 19, blue, { r: 4 }) +
    text(x + w / 2, y + h + 21, label, { face: 'medium', size: 11, fill: '#fff', align: 'middle' })
  );
}

function layers({ screen, pieces }: Design, all: readonly Piece[], h: number): string {
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

function properties({ pieces, screen, nudge }: Design, all: readonly Piece[]): string {
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
