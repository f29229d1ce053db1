import { pullRequest, remarks } from '../content/pull-request.ts';
import { snippet } from '../content/snippet.ts';
import { across, at, box, circle, down, icon, rect } from '../svg.ts';
import { paragraph, text, widthOf, wrap } from '../text.ts';
import { codeLine, lightCode } from './code.ts';
import { flow, type Ink } from './flow.ts';

const ink = '#23292f';
const soft = '#646e78';
const line = '#d6dbe0';
const good = '#1f7f45';
const inks: Ink = { paper: '#ffffff', ink, soft, line, tint: '#f5f7f8', accent: '#4a5560' };

/** The head of the page of one change: project, title, state and tabs, 206 pixels high. */
export function changeHead(w: number, left: number, tab: number, said: number, commits: number): string {
  let head = rect(0, 0, w, 206, '#fff') + rect(0, 0, w, 52, '#26303a');
  head +=
    icon('git-merge', left, 16, 20, '#fff') + text(left + 32, 32, 'orchard', { face: 'bold', size: 16, fill: '#fff' });
  head +=
    text(left + 124, 31, 'fernhollow  /  shop', { size: 14, fill: '#d3dae0' }) +
    rect(w - left - 292, 11, 220, 30, '#3a4651', { r: 6 }) +
    text(w - left - 278, 31, 'Search or jump to', { fill: '#a9b4be' });
  head +=
    icon('bell', w - left - 58, 17, 18, '#d3dae0') +
    circle(w - left - 12, 26, 13, '#7b6bb0') +
    text(w - left - 12, 31, 'F', { face: 'semibold', fill: '#fff', align: 'middle' });
  head +=
    text(left, 96, pullRequest.title, { face: 'semibold', size: 25, fill: ink }) +
    text(left + widthOf(pullRequest.title, 'semibold', 25) + 12, 96, `#${pullRequest.number}`, {
      size: 25,
      fill: soft,
    });
  head +=
    rect(left, 114, 78, 28, good, { r: 14 }) +
    icon('git-pull-request', left + 11, 121, 14, '#fff') +
    text(left + 31, 133, 'Open', { face: 'medium', fill: '#fff' });
  head += text(left + 92, 133, `felix wants to merge ${commits} commits into main from keep-basket`, {
    size: 13.5,
    fill: soft,
  });
  let x = left;
  [`Conversation  ${said}`, `Commits  ${commits}`, 'Checks  4', `Files changed  ${pullRequest.files.length}`].forEach(
    (name, i) => {
      const wide = widthOf(name, 'medium', 13.5);
      head += text(x + 8, 188, name, { face: 'medium', size: 13.5, fill: i === tab ? ink : soft });
      if (i === tab) head += rect(x, 203, wide + 16, 3, '#d06a3c');
      x += wide + 36;
    },
  );
  return head + across(0, 205, w, line);
}

/** The talk about a change down to `said` remarks, and the box for the next one with what is typed so far. */
export function conversation(w: number, said: number, answer: string): { height: number; drawn: string } {
  const room = w - 56;
  let y = 0;
  let drawn = '';
  const body = flow(pullRequest.body, room - 40, inks);
  drawn += card(0, w, body.height + 62, 'felix', '#7b6bb0', 'opened 3 days ago') + at(76, 56, body.drawn);
  y += body.height + 86;
  for (const { by, tint, ago, words, about } of remarks.slice(0, said)) {
    const lines = wrap(words, room - 40, 'regular', 14.5);
    const high = 70 + lines.length * 23 + (about ? 34 : 0);
    drawn += card(y, w, high, by, tint, ago);
    if (about)
      drawn +=
        box(76, y + 52, room - 40, 26, '#f5f7f8', line, 4) +
        text(88, y + 69, about, { face: 'mono', size: 12, fill: soft });
    drawn += paragraph(76, y + (about ? 106 : 70), lines, 23, { size: 14.5, fill: ink });
    y += high + 20;
  }
  drawn +=
    box(0, y, w, 172, '#fff', line, 6) +
    pullRequest.checks
      .map(
        (name, i) =>
          icon('circle-check', 18, y + 18 + i * 38, 18, good) +
          text(46, y + 32 + i * 38, name, { size: 14, fill: ink }) +
          text(w - 20, y + 32 + i * 38, `${38 + i * 27} s`, { fill: soft, align: 'end' }),
      )
      .join('');
  y += 196;
  const lines = wrap(answer, w - 44, 'regular', 14.5);
  drawn +=
    box(0, y, w, 178, '#fff', line, 6) +
    rect(1, y + 1, w - 2, 38, '#f5f7f8') +
    text(18, y + 25, 'Write', { face: 'semibold', fill: ink }) +
    text(76, y + 25, 'Preview', { fill: soft });
  drawn +=
    paragraph(22, y + 66, lines, 23, { size: 14.5, fill: ink }) +
    rect(23 + widthOf(lines.at(-1) ?? '', 'regular', 14.5), y + 52 + (lines.length - 1) * 23, 1.5, 18, ink);
  drawn +=
    rect(w - 116, y + 132, 100, 34, good, { r: 6 }) +
    text(w - 66, y + 154, 'Comment', { face: 'semibold', fill: '#fff', align: 'middle' });
  return { height: y + 240, drawn };
}

function card(y: number, w: number, h: number, by: string, tint: string, ago: string): string {
  let drawn =
    circle(18, y + 20, 18, tint) +
    text(18, y + 25, by.slice(0, 1).toUpperCase(), { face: 'semibold', size: 15, fill: '#fff', align: 'middle' });
  drawn +=
    box(56, y, w - 56, h, '#fff', line, 6) + rect(57, y + 1, w - 58, 38, '#f5f7f8') + across(57, y + 39, w - 58, line);
  return (
    drawn +
    text(76, y + 25, by, { face: 'semibold', size: 13.5, fill: ink }) +
    text(84 + widthOf(by, 'semibold', 13.5), y + 25, ago, { fill: soft }) +
    icon('ellipsis', w - 36, y + 12, 16, soft)
  );
}

/** A changed file: its lines from `from` to `to` are new and stand in for the `old` ones. */
export type Changed = { path: string; from: number; to: number; old: readonly string[] };

/** The changed lines of one file with a few around them. */
export function difference(w: number, { path: file, from, to, old }: Changed): { height: number; drawn: string } {
  const lines = snippet(file.slice(file.lastIndexOf('/') + 1));
  const language = file.endsWith('.css') ? 'css' : 'ts';
  const first = Math.max(0, from - 6);
  let drawn = '';
  let y = 42;
  const row = (number: string, mark: '+' | '-' | ' ', words: string) => {
    const back = { '+': ['#e6f5ea', '#cdebd5'], '-': ['#fdebea', '#f8d5d2'], ' ': ['#fff', '#fff'] }[mark];
    drawn +=
      rect(1, y, w - 2, 21, back[0] ?? '') +
      rect(1, y, 62, 21, back[1] ?? '') +
      text(50, y + 15, number, { face: 'mono', size: 12, fill: soft, align: 'end' });
    drawn +=
      text(74, y + 15, mark, { face: 'mono', size: 12.5, fill: soft }) +
      codeLine(92, y + 15, words, language, lightCode, 12.5);
    y += 21;
  };
  lines.slice(first, Math.min(lines.length, to + 6)).forEach((words, i) => {
    const number = first + i;
    if (number === from) old.forEach((line, o) => row(`${from + 1 + o}`, '-', line));
    row(`${number + 1}`, number >= from && number < to ? '+' : ' ', words);
  });
  const head = box(0, 0, w, y + 2, 'none', line, 6) + rect(1, 1, w - 2, 40, '#f5f7f8') + across(1, 41, w - 2, line);
  const facts =
    icon('chevron-down', 14, 13, 15, soft) +
    text(40, 26, file, { face: 'mono', size: 13, fill: ink }) +
    text(w - 110, 26, `+${to - from}  -${old.length}`, { face: 'monoBold', size: 12.5, fill: good, align: 'end' });
  return {
    height: y + 26,
    drawn:
      drawn +
      head +
      facts +
      box(w - 92, 11, 76, 20, '#fff', line, 4) +
      text(w - 54, 25, 'Viewed', { size: 11.5, fill: soft, align: 'middle' }) +
      down(0, 0, 1, line),
  };
}
