import type { App, Area, Box, Desk, Moment } from '../scene.ts';
import { circle, icon, pane, rect } from '../svg.ts';
import { text } from '../text.ts';
import { clockFace } from './clock-face.ts';
import { menuLine } from './window.ts';
import { wallpaper } from './wallpaper.ts';

/** How many pixels each screen has. */
export const sizes: Record<Desk, Area> = {
  monitor: { width: 1600, height: 900 },
  laptop: { width: 1600, height: 1000 },
};
const taskBar = 46;
const menuBar = 30;

const apps: Record<App, { glyph: string; tint: string; label: string }> = {
  files: { glyph: 'folder', tint: '#d9a441', label: 'Files' },
  browser: { glyph: 'globe', tint: '#3d7fd6', label: 'Browser' },
  editor: { glyph: 'code-xml', tint: '#5b63c9', label: 'Editor' },
  terminal: { glyph: 'terminal', tint: '#3b4148', label: 'Terminal' },
  design: { glyph: 'pen-tool', tint: '#c0497a', label: 'Easel' },
  sheet: { glyph: 'table-2', tint: '#2f8f5b', label: 'Tables' },
  document: { glyph: 'file-text', tint: '#3a6fb7', label: 'Writer' },
  chat: { glyph: 'message-square', tint: '#7d58b8', label: 'Chat' },
};

/** A whole screen as one SVG: wallpaper, bar with clock, and the scene's windows in the room that is left. */
export function desktop(moment: Moment, app: App, windows: (area: Area) => string): string {
  const desk = moment.desk ?? 'monitor';
  const { width, height } = sizes[desk];
  const bar = desk === 'monitor' ? taskBar : menuBar;
  const room = { width, height: height - bar };
  const top = desk === 'monitor' ? 0 : menuBar;
  const chrome = desk === 'monitor' ? drawTaskBar(moment, app, room) : drawMenuBar(moment, app, width);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${wallpaper(desk, width, height)}${pane(0, top, width, room.height, windows(room))}${chrome}${moment.covered ? mask(moment.covered) : ''}</svg>`;
}

const mask = ({ x, y, width, height }: Box): string => rect(x, y, width, height, '#000');

function drawTaskBar(moment: Moment, open: App, { width, height: y }: Area): string {
  const { time, date } = clockFace(moment);
  let bar = rect(0, y, width, taskBar, '#1d242b') + rect(0, y, width, 1, '#2d3740');
  bar += rect(14, y + 13, 9, 9, '#dfe6ec', { r: 2 }) + rect(25, y + 13, 9, 9, '#9fb0be', { r: 2 });
  bar += rect(14, y + 24, 9, 9, '#9fb0be', { r: 2 }) + rect(25, y + 24, 9, 9, '#dfe6ec', { r: 2 });
  bar += rect(52, y + 8, 236, 30, '#2a333c', { r: 6 }) + icon('search', 62, y + 16, 14, '#8c9aa6');
  bar += text(84, y + 28, 'Search', { fill: '#8c9aa6' });
  Object.entries(apps).forEach(([name, { glyph, tint }], i) => {
    const x = 308 + i * 48;
    if (name === open) bar += rect(x - 6, y + 4, 42, 38, '#35404a', { r: 6 });
    bar += rect(x + 2, y + 10, 26, 26, tint, { r: 6 }) + icon(glyph, x + 7, y + 15, 16, '#fff');
    if (name === open) bar += rect(x + 6, y + 42, 18, 3, '#6fb1ff', { r: 1.5 });
    else if (i < 5) bar += rect(x + 11, y + 42, 8, 3, '#78858f', { r: 1.5 });
  });
  bar += tray(width - 228, y + 15);
  bar += text(width - 20, y + 20, time, { fill: '#edf1f4', size: 12.5, align: 'end' });
  return bar + text(width - 20, y + 36, date, { fill: '#c3ccd3', size: 12, align: 'end' });
}

function drawMenuBar(moment: Moment, open: App, width: number): string {
  const { time, day } = clockFace(moment);
  let bar = rect(0, 0, width, menuBar, '#f1efe9') + rect(0, menuBar - 1, width, 1, '#d6d2c6');
  bar += circle(22, 15, 7, '#3f4a45') + circle(22, 15, 3, '#f1efe9');
  bar += text(44, 20, apps[open].label, { face: 'bold', fill: '#23282a' });
  bar += menuLine(112, 20, ['File', 'Edit', 'View', 'Go', 'Window', 'Help'], '#2d3335');
  ['timer', 'volume-2', 'wifi', 'battery-medium'].forEach((glyph, i) => {
    bar += icon(glyph, width - 266 + i * 30, 7, 16, '#2d3335');
  });
  return bar + text(width - 16, 20, `${day}  ${time}`, { fill: '#23282a', face: 'medium', align: 'end' });
}

function tray(x: number, y: number): string {
  const glyphs = ['chevron-up', 'timer', 'wifi', 'volume-2'];
  return glyphs.map((glyph, i) => icon(glyph, x + i * 30, y, 16, '#cbd4db')).join('');
}
