import { talk } from '../content/client-talk.ts';
import { clinicScreens } from '../content/clinic-screens.ts';
import { easel } from '../parts/easel.ts';
import { phone, phoneScreen } from '../parts/phone.ts';
import { jitter } from '../parts/typing.ts';
import { framed } from '../parts/window.ts';
import type { Area, Moment, Scene } from '../scene.ts';
import { across, at, box, circle, icon, pane, rect } from '../svg.ts';
import { paragraph, text, widthOf, wrap } from '../text.ts';
import { designAt } from './app-design.ts';

const ink = '#262b33';
const soft = '#6d7683';
const people = [
  ['Carla Weston', '#b0613a', true],
  ['Tidewell committee', '#3f7f86', false],
  ['Marit Sand', '#6b8a4a', false],
  ['Fernhollow team', '#2f6b4a', false],
  ['Lanterndale', '#a2762c', false],
] as const;

/** The talk starts when three screens are designed; the one at work stands left of the chat, so many pixels aside. */
const ahead = 19;
const aside = -300;

/** Talking with the client beside the design they talk about. */
export const clientChat: Scene = {
  title: 'Talk with the client about the app',
  work: 'clinic',
  app: 'chat',
  tasks: [
    'Talk with Carla about the home screen',
    'Answer questions of the doctors about colours',
    'Agree with Carla on how times are picked',
    'Collect remarks on the confirmation screen',
    'Prepare the screens for the committee on Friday',
    'Call notes: reminders and late cancelling',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const behind = framed(
      { x: 0, y: 0, w: width, h: height, title: 'Booking - Tidewell patient app', dark: true, full: true },
      (w, h) => easel(w, h, { ...designAt({ ...moment, step: moment.step + ahead }), shift: aside }),
    );
    const [w, h] = [940, height - 130];
    return (
      behind +
      framed({ x: width - w - 60 - (moment.step % 3) * 70, y: 70, w, h, title: 'Carla Weston - Chat' }, (iw, ih) =>
        chat(iw, ih, moment),
      )
    );
  },
};

function chat(w: number, h: number, moment: Moment): string {
  const side = 232;
  let drawn =
    rect(0, 0, w, h, '#fff') +
    rect(0, 0, side, h, '#f1f1f5') +
    box(14, 14, side - 28, 32, '#fff', '#d9dae2', 6) +
    icon('search', 24, 23, 14, soft) +
    text(46, 35, 'Search', { fill: soft });
  const shown = 3 + (moment.step % (talk.length - 3));
  const next = talk[shown];
  const hers = next?.by === 'Carla';
  people.forEach(([name, tint, open], i) => {
    const y = 60 + i * 56;
    if (open) drawn += rect(8, y, side - 16, 52, '#e0dff0', { r: 8 });
    drawn +=
      circle(36, y + 26, 17, tint) +
      text(36, y + 31, name.slice(0, 1), { face: 'semibold', size: 14, fill: '#fff', align: 'middle' });
    drawn +=
      text(64, y + 23, name, { face: 'semibold', size: 13, fill: ink, width: side - 80 }) +
      text(
        64,
        y + 41,
        open
          ? hers
            ? 'typing…'
            : 'active now'
          : (['Thank you!', 'See you on Friday', 'Sent a file', 'All right'][i % 4] ?? ''),
        { size: 12, fill: soft },
      );
  });
  drawn +=
    text(side + 24, 32, 'Carla Weston', { face: 'semibold', size: 15.5, fill: ink }) +
    text(side + 24, 50, 'Tidewell, active now', { size: 12.5, fill: soft }) +
    icon('phone', w - 84, 22, 18, soft) +
    icon('ellipsis-vertical', w - 44, 22, 18, soft);
  drawn += across(side, 64, w - side, '#e3e4ea');
  const answer = next?.by === 'Felix' ? next.words.slice(0, 12 + jitter(moment, 46)) : '';
  return (
    drawn +
    pane(side, 65, w - side, h - 65 - 78, said(w - side, h - 65 - 78, shown)) +
    at(side, h - 78, draft(w - side, answer))
  );
}

/** The last messages that fit, the newest at the bottom. */
function said(w: number, h: number, count: number): string {
  let y = h - 14;
  let drawn = '';
  for (let i = count - 1; i >= 0 && y > 0; i--) {
    const { by, words, picture } = talk[i] ?? { by: 'Carla', words: '' };
    const mine = by === 'Felix';
    const lines = wrap(words, w * 0.6, 'regular', 14);
    const wide = Math.max(...lines.map(line => widthOf(line, 'regular', 14))) + 32;
    const screen = picture === undefined ? undefined : clinicScreens[picture];
    const high = lines.length * 21 + 22 + (screen ? 190 : 0);
    y -= high;
    const x = mine ? w - 24 - wide : 24;
    drawn +=
      rect(x, y, wide, high, mine ? '#5d5aa8' : '#eceef2', { r: 14 }) +
      paragraph(x + 16, y + 25, lines, 21, { size: 14, fill: mine ? '#fff' : ink });
    if (screen)
      drawn += pane(
        x + 12,
        y + high - 190,
        wide - 24,
        178,
        rect(0, 0, wide - 24, 178, '#dfe3e6') +
          at((wide - 24) / 2 - phone.w * 0.21, 12, phoneScreen(screen.pieces, screen.pieces.length), 0.42),
      );
    y -= talk[i - 1]?.by === by ? 6 : 18;
  }
  return drawn;
}

function draft(w: number, words: string): string {
  const end = 62 + widthOf(words, 'regular', 14);
  return (
    box(20, 12, w - 40, 50, '#fff', '#cfd2dc', 10) +
    icon('paperclip', 34, 28, 18, soft) +
    text(62, 42, words || 'Write to Carla', { size: 14, fill: words ? ink : soft }) +
    rect(end + (words ? 1 : -3), 27, 1.5, 20, ink) +
    icon('smile', w - 100, 28, 18, soft) +
    rect(w - 66, 20, 36, 34, '#5d5aa8', { r: 8 }) +
    icon('send', w - 57, 28, 17, '#fff')
  );
}
