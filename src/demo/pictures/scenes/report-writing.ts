import { report } from '../content/report.ts';
import { scrollBar } from '../parts/browser.ts';
import { flow, type Ink, type Part } from '../parts/flow.ts';
import { jitter } from '../parts/typing.ts';
import { framed, menuLine } from '../parts/window.ts';
import type { Area, Moment, Scene } from '../scene.ts';
import { across, at, box, down, icon, pane, rect } from '../svg.ts';
import { text, wrap } from '../text.ts';

const inks: Ink = {
  paper: '#ffffff',
  ink: '#22282e',
  soft: '#66707a',
  line: '#d5dade',
  tint: '#f0f4f2',
  accent: '#2f7d6b',
};
const sheet = { w: 816, margin: 84 };
const outline = 262;
const steps = 24;
const sentence = 90;
const whole = cost(report);

/** The quarterly report in a word processor, growing sentence by sentence. */
export const reportWriting: Scene = {
  title: 'Quarterly report in the word processor',
  work: 'energy',
  app: 'document',
  tasks: [
    'Quarterly report: draft of the summary page',
    'Report: explain how readings are counted',
    'Report: chapter about usage by district',
    'Write up the readings we set aside',
    'Report: suggestions for the members’ meeting',
    'Proofread the quarterly report and fix numbers',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const written = soFar(report, 420 + ((whole - 420) * (moment.step % steps)) / steps + jitter(moment, 120));
    const title = 'Third quarter report.odt - Writer';
    return framed({ x: 0, y: 0, w: width, h: height, title, full: true }, (w, h) => page(w, h, written, moment));
  },
};

/** How many characters a text costs to write; a figure or a table costs as much as a sentence. */
function cost(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + ('words' in part ? part.words.length : sentence), 0);
}

/** The first characters of a text. */
function soFar(parts: readonly Part[], characters: number): Part[] {
  const kept: Part[] = [];
  let left = characters;
  for (const part of parts) {
    if (left <= 0) break;
    if ('words' in part) {
      kept.push({ ...part, words: part.words.slice(0, left) });
      left -= part.words.length;
    } else {
      kept.push(part);
      left -= sentence;
    }
  }
  return kept;
}

function page(w: number, h: number, written: readonly Part[], moment: Moment): string {
  const bar = 84;
  const room = h - bar - 26;
  const set = flow(written, sheet.w - 2 * sheet.margin, inks);
  const x = outline + Math.round((w - outline - sheet.w) / 2);
  const scrolled = Math.max(0, set.end.y + 80 - room * 0.74);
  let drawn = rect(0, bar, w, room, '#dde1e4') + toolbar(w) + contents(written, bar, room);
  let paper = box(x, 24 - scrolled, sheet.w, Math.max(1120, set.height + 300), '#fff', '#c3c9ce');
  paper += at(x + sheet.margin, 24 + 72 - scrolled, set.drawn + rect(set.end.x + 2, set.end.y + 2, 1.5, 19, '#111'));
  drawn += pane(
    outline,
    bar,
    w - outline,
    room,
    at(-outline, 0, paper) + at(0, 0, scrollBar(w - outline, room, set.height + 500, scrolled)),
  );
  const count = written.reduce((sum, part) => sum + ('words' in part ? part.words.split(' ').length : 0), 0);
  drawn += rect(0, h - 26, w, 26, '#f3f4f5') + across(0, h - 26, w, '#d0d5d9');
  drawn += text(
    16,
    h - 9,
    `Page ${1 + Math.floor(set.end.y / 1000)} of ${1 + Math.floor(set.height / 1000)}      ${count} words      English (UK)`,
    { size: 12, fill: '#4a545e' },
  );
  return (
    drawn +
    text(w - 20, h - 9, moment.step % 2 ? 'Saved      100 %' : 'Saving…      100 %', {
      size: 12,
      fill: '#4a545e',
      align: 'end',
    })
  );
}

function toolbar(w: number): string {
  let bar = rect(0, 0, w, 84, '#f7f8f9') + across(0, 83, w, '#cfd5da');
  bar += menuLine(18, 24, ['File', 'Edit', 'View', 'Insert', 'Format', 'Table', 'Review', 'Help'], '#2f373e');
  const glyphs = [
    'undo-2',
    'redo-2',
    'printer',
    '',
    'bold',
    'italic',
    'underline',
    '',
    'list',
    'list-ordered',
    'text-align-start',
    'text-align-center',
    '',
    'image',
    'table',
    'message-square',
  ];
  bar +=
    box(18, 44, 138, 28, '#fff', '#c9cfd4', 4) +
    text(28, 63, 'Body text', { fill: '#2f373e' }) +
    icon('chevron-down', 134, 51, 14, '#66707a');
  bar +=
    box(164, 44, 104, 28, '#fff', '#c9cfd4', 4) +
    text(174, 63, 'Inter', { fill: '#2f373e' }) +
    box(276, 44, 54, 28, '#fff', '#c9cfd4', 4) +
    text(286, 63, '11', { fill: '#2f373e' });
  glyphs.forEach((glyph, i) => {
    bar += glyph ? icon(glyph, 352 + i * 34, 49, 17, '#3c454d', 1.8) : down(360 + i * 34, 46, 24, '#d0d5d9');
  });
  return bar;
}

function contents(written: readonly Part[], top: number, h: number): string {
  let drawn = rect(0, top, outline, h, '#f3f4f5') + down(outline - 1, top, h, '#cfd5da');
  drawn += text(18, top + 30, 'Outline', { face: 'semibold', size: 13, fill: '#2f373e' });
  let y = top + 58;
  const heads = written.filter(part => part.as === 'heading' || part.as === 'title');
  heads.forEach((part, i) => {
    const words = 'words' in part ? part.words : '';
    const lines = wrap(words, outline - 52, 'regular', 13);
    if (i === heads.length - 1) drawn += rect(8, y - 17, outline - 18, lines.length * 19 + 7, '#dcebe6', { r: 4 });
    for (const line of lines) {
      drawn += text(part.as === 'title' ? 18 : 32, y, line, { size: 13, fill: '#3c454d' });
      y += 19;
    }
    y += 9;
  });
  return drawn;
}
