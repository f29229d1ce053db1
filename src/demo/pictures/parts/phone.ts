import type { Piece } from '../content/clinic-screens.ts';
import { across, box, circle, icon, rect } from '../svg.ts';
import { paragraph, text, wrap } from '../text.ts';

export const phone = { w: 360, h: 740 };
const room = phone.w - 40;
const teal = '#2f7f8c';
const ink = '#1f3238';
const soft = '#6a7b81';
const line = '#e0e6e8';

const heights: Record<Piece['as'], number> = {
  hello: 82,
  search: 62,
  person: 80,
  visit: 104,
  days: 92,
  times: 124,
  switch: 58,
  said: 66,
  note: 86,
  button: 62,
  tabs: 72,
};

/** Where a piece stands on the phone: pieces stack from the top, the tabs stay at the bottom. */
export function places(pieces: readonly Piece[]): { y: number; h: number }[] {
  let y = 56;
  return pieces.map(({ as }) => {
    const h = heights[as];
    if (as === 'tabs') return { y: phone.h - h, h };
    y += h;
    return { y: y - h, h: h - 12 };
  });
}

/** A phone screen with its first `count` pieces. */
export function phoneScreen(pieces: readonly Piece[], count: number): string {
  let drawn =
    rect(0, 0, phone.w, phone.h, '#f8fafa', { r: 26 }) +
    text(28, 32, '9:41', { face: 'semibold', size: 14, fill: ink });
  drawn += icon('wifi', phone.w - 76, 19, 16, ink) + icon('battery-medium', phone.w - 50, 17, 20, ink);
  const spots = places(pieces);
  pieces.slice(0, count).forEach((piece, i) => (drawn += drawPiece(piece, spots[i]?.y ?? 0)));
  return drawn;
}

/** A phone screen before anybody designed it: grey boxes where the pieces will be. */
export function wireframe(pieces: readonly Piece[]): string {
  const boxes = places(pieces).map(({ y, h }, i) =>
    box(20, y + 4, i === 0 ? 220 : room, h - 4, '#f1f3f4', '#c9ced2', 6),
  );
  return rect(0, 0, phone.w, phone.h, '#fff', { r: 26 }) + boxes.join('');
}

function drawPiece(piece: Piece, y: number): string {
  const x = 20;
  switch (piece.as) {
    case 'hello':
      return (
        text(x, y + 34, piece.words, { face: 'bold', size: 24, fill: ink, width: room }) +
        text(x, y + 60, piece.under, { size: 14.5, fill: soft })
      );
    case 'search':
      return (
        box(x, y, room, 48, '#fff', line, 12) +
        icon('search', x + 14, y + 15, 18, soft) +
        text(x + 44, y + 29, piece.words, { size: 15, fill: soft })
      );
    case 'person':
      return (
        box(x, y, room, 68, '#fff', line, 14) +
        portrait(x + 36, y + 34, piece.tint) +
        text(x + 72, y + 30, piece.name, { face: 'semibold', size: 15.5, fill: ink }) +
        text(x + 72, y + 51, piece.role, { size: 13.5, fill: soft }) +
        icon('chevron-right', x + room - 32, y + 25, 18, soft)
      );
    case 'visit':
      return (
        rect(x, y, room, 92, piece.tint, { r: 16 }) +
        text(x + 18, y + 36, piece.what, { face: 'semibold', size: 16, fill: '#fff', width: room - 36 }) +
        icon('calendar', x + 18, y + 53, 16, '#fff') +
        text(x + 42, y + 66, piece.when, { size: 14, fill: '#fff' })
      );
    case 'days':
      return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
        .map((day, i) => oneDay(x + i * 54, y, day, 23 + i, i === piece.picked))
        .join('');
    case 'times':
      return piece.times
        .map((time, i) => oneTime(x + (i % 3) * 109, y + Math.floor(i / 3) * 56, time, i === piece.picked))
        .join('');
    case 'switch':
      return (
        text(x, y + 28, piece.words, { size: 14.5, fill: ink, width: room - 64 }) +
        rect(x + room - 48, y + 10, 48, 28, piece.on ? teal : '#c8d1d4', { r: 14 }) +
        circle(x + room - (piece.on ? 14 : 34), y + 24, 11, '#fff')
      );
    case 'said': {
      const wide = 44 + piece.words.length * 7.1;
      const left = piece.mine ? x + room - wide : x;
      return (
        rect(left, y, wide, 50, piece.mine ? teal : '#e6ecee', { r: 18 }) +
        text(left + 18, y + 31, piece.words, { size: 14.5, fill: piece.mine ? '#fff' : ink, width: wide - 30 })
      );
    }
    case 'note':
      return (
        rect(x, y, room, 74, '#fdf2dc', { r: 14 }) +
        paragraph(x + 18, y + 32, wrap(piece.words, room - 36, 'regular', 14), 22, { size: 14, fill: '#6b4d14' })
      );
    case 'button':
      return (
        (piece.quiet ? box(x, y, room, 50, '#fff', teal, 14) : rect(x, y, room, 50, teal, { r: 14 })) +
        text(x + room / 2, y + 31, piece.words, {
          face: 'semibold',
          size: 15.5,
          fill: piece.quiet ? teal : '#fff',
          align: 'middle',
        })
      );
    case 'tabs':
      return (
        rect(1, y, phone.w - 2, 46, '#fff') +
        rect(1, y + 20, phone.w - 2, 51, '#fff', { r: 25 }) +
        across(1, y, phone.w - 2, line) +
        ['house', 'search', 'calendar', 'message-square']
          .map((glyph, i) => icon(glyph, 50 + i * 80, y + 22, 22, i === piece.open ? teal : '#9aa7ad'))
          .join('')
      );
  }
}

function portrait(x: number, y: number, tint: string): string {
  return (
    circle(x, y, 22, tint, { opacity: 0.25 }) +
    circle(x, y - 5, 8, tint) +
    `<path d="M${x - 14} ${y + 16}C${x - 12} ${y + 3} ${x + 12} ${y + 3} ${x + 14} ${y + 16}Z" fill="${tint}"/>`
  );
}

function oneDay(x: number, y: number, day: string, date: number, picked: boolean): string {
  return (
    box(x, y, 48, 76, picked ? teal : '#fff', picked ? teal : line, 14) +
    text(x + 24, y + 28, day, { size: 13, fill: picked ? '#fff' : soft, align: 'middle' }) +
    text(x + 24, y + 55, `${date}`, { face: 'bold', size: 18, fill: picked ? '#fff' : ink, align: 'middle' })
  );
}

function oneTime(x: number, y: number, time: string, picked: boolean): string {
  return (
    box(x, y, 102, 46, picked ? '#dff0f1' : '#fff', picked ? teal : line, 12) +
    text(x + 51, y + 29, time, {
      face: picked ? 'semibold' : 'regular',
      size: 15,
      fill: picked ? teal : ink,
      align: 'middle',
    })
  );
}
