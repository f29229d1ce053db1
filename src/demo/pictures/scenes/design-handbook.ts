import { pick } from '../chance.ts';
import { handbook } from '../content/handbook.ts';
import { browser, scrollBar } from '../parts/browser.ts';
import { flow, type Ink } from '../parts/flow.ts';
import { jitter } from '../parts/typing.ts';
import type { Area, Moment, Scene } from '../scene.ts';
import { across, at, down, icon, pane, rect } from '../svg.ts';
import { text } from '../text.ts';

const inks: Ink = {
  paper: '#e9edee',
  ink: '#dfe3e6',
  soft: '#98a3aa',
  line: '#3a4249',
  tint: '#272d33',
  accent: '#5fb6c2',
};
const back = '#1b2025';
const side = 280;

/** The clinic's design handbook in the browser, being read and written. */
export const designHandbook: Scene = {
  title: 'Design handbook in the browser',
  work: 'clinic',
  app: 'browser',
  tasks: [
    'Handbook: write the page about the visit card',
    'Handbook: what we learnt about picking a time',
    'Handbook: rules for messages with patients',
    'Read the handbook again before the component work',
    'Check contrast values against the handbook',
    'Handbook: larger text and screen readers',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const open = pick(handbook, Math.floor(moment.step / 4));
    return browser(width, height, {
      tabs: [
        { title: `${open.name} - Tidewell handbook`, tint: '#2f7f8c' },
        { title: 'Booking - Easel', tint: '#c0497a' },
        { title: 'Contrast of two colours', tint: '#8a8f94' },
        { title: 'Notes from the second round', tint: '#c98a2b' },
      ],
      active: 0,
      dark: true,
      url: `handbook.tidewell.example/${open.name.toLowerCase().replaceAll(' ', '-')}`,
      page: (w, h) => page(w, h, moment, open),
    });
  },
};

function page(w: number, h: number, moment: Moment, open: (typeof handbook)[number]): string {
  const room = 740;
  const set = flow(open.parts, room, inks);
  const height = set.height + 200;
  const scrolled = Math.min(Math.max(0, height - h), (moment.step % 4) * 150 + jitter(moment, 90));
  let drawn =
    rect(0, 0, w, h, back) +
    pane(side, 0, w - side, h, at(Math.round((w - side - room - 260) / 2), 56 - scrolled, set.drawn));
  drawn += contents(w, open);
  drawn +=
    rect(0, 0, side, h, '#20262b') +
    down(side - 1, 0, h, '#2f363d') +
    icon('waves', 24, 24, 22, inks.accent) +
    text(56, 41, 'Tidewell handbook', { face: 'semibold', size: 15.5, fill: '#fff' });
  let y = 88;
  const groups = [
    ['Foundations', 'Words we use', 'Colour', 'Type', 'Space'],
    ['Components', 'Visit card', 'Buttons', 'Person row', 'Note', 'Tab bar'],
    ['Patterns', 'Picking a time', 'Messages', 'Confirming', 'When it fails'],
    ['Research', 'Second round', 'First round', 'Paper round'],
  ];
  for (const [group = '', ...names] of groups) {
    drawn += text(24, y, group, { face: 'semibold', size: 12.5, fill: inks.soft });
    for (const name of names) {
      y += 30;
      if (name === open.name) drawn += rect(12, y - 20, side - 26, 29, '#2c3a40', { r: 6 });
      drawn += text(36, y, name, { size: 14, fill: name === open.name ? '#fff' : '#c3cbd0' });
    }
    y += 44;
  }
  return drawn + scrollBar(w, h, height, scrolled, true);
}

function contents(w: number, { parts }: (typeof handbook)[number]): string {
  const heads = parts.flatMap(part => (part.as === 'heading' ? [part.words] : []));
  let drawn = text(w - 236, 84, 'On this page', { face: 'semibold', size: 13, fill: inks.soft });
  heads.forEach(
    (words, i) =>
      (drawn += text(w - 236, 114 + i * 28, words, { size: 13, fill: i === 0 ? inks.accent : '#c3cbd0', width: 210 })),
  );
  return (
    drawn +
    across(w - 236, 130 + heads.length * 28, 190, inks.line) +
    icon('pencil', w - 236, 148 + heads.length * 28, 14, inks.soft) +
    text(w - 212, 160 + heads.length * 28, 'Edit this page', { size: 13, fill: inks.soft })
  );
}
