import { clinicScreens } from '../content/clinic-screens.ts';
import { across, at, circle, down, icon, pane, rect } from '../svg.ts';
import { text, widthOf } from '../text.ts';
import { blue, layers, left, properties, right, ui, type Design } from './easel-panels.ts';
import { phone, phoneScreen, places, wireframe } from './phone.ts';

const gap = 96;

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
    boards += at(px, 0, done ? phoneScreen(all, done) : wireframe(all));
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
