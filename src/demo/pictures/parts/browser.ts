import { box, circle, icon, pane, rect } from '../svg.ts';
import { text } from '../text.ts';
import { controls } from './window.ts';

/** What a browser shows around a page. The page is drawn by `page`, which gets the room it has. */
export type Browsing = {
  tabs: readonly { title: string; tint: string }[];
  active: number;
  url: string;
  dark?: boolean;
  page(w: number, h: number): string;
};

const light = { strip: '#dfe3e8', bar: '#ffffff', field: '#f0f2f5', ink: '#2b3138', soft: '#626c76', edge: '#d5dadf' };
const dark = { strip: '#1b1e22', bar: '#2a2e33', field: '#1e2125', ink: '#e3e6e9', soft: '#9aa4ad', edge: '#15171a' };

/** A browser filling `w` by `h` from the origin. */
export function browser(w: number, h: number, browsing: Browsing): string {
  const look = browsing.dark ? dark : light;
  let drawn = rect(0, 0, w, 40, look.strip) + rect(0, 40, w, 41, look.bar) + rect(0, 80, w, 1, look.edge);
  const width = Math.min(224, (w - 220) / browsing.tabs.length);
  browsing.tabs.forEach(({ title, tint }, i) => {
    const x = 10 + i * width;
    const open = i === browsing.active;
    if (open) drawn += rect(x, 7, width - 4, 40, look.bar, { r: 8 }) + rect(x, 40, width - 4, 8, look.bar);
    else if (i + 1 !== browsing.active) drawn += rect(x + width - 3, 15, 1, 16, look.soft, { opacity: 0.4 });
    drawn += circle(x + 19, 24, 6, tint);
    drawn += text(x + 33, 28, title, { fill: open ? look.ink : look.soft, size: 12, width: width - 70 });
    drawn += icon('x', x + width - 28, 18, 12, look.soft);
  });
  drawn += icon('plus', 18 + browsing.tabs.length * width, 16, 15, look.soft) + controls(w, 3, look.soft);
  ['arrow-left', 'arrow-right', 'rotate-cw'].forEach(
    (glyph, i) => (drawn += icon(glyph, 16 + i * 34, 52, 17, look.soft)),
  );
  drawn += rect(122, 46, w - 122 - 130, 29, look.field, { r: 14.5 }) + icon('lock', 136, 54, 13, look.soft);
  drawn += text(158, 65, browsing.url, { fill: look.ink, size: 13, width: w - 480 });
  drawn += icon('star', w - 156, 53, 15, look.soft) + icon('puzzle', w - 106, 52, 17, look.soft);
  drawn +=
    circle(w - 60, 60, 12, '#7b6bb0') +
    text(w - 60, 64, 'F', { fill: '#fff', face: 'semibold', size: 12, align: 'middle' });
  drawn += icon('ellipsis-vertical', w - 34, 52, 17, look.soft);
  return drawn + pane(0, 81, w, h - 81, browsing.page(w, h - 81));
}

/** The bar at the right edge of something `height` pixels long that is scrolled down by `scrolled`. */
export function scrollBar(w: number, h: number, height: number, scrolled: number, onDark = false): string {
  if (height <= h) return '';
  const thumb = Math.max(36, (h * h) / height);
  const y = ((h - thumb) * Math.min(scrolled, height - h)) / (height - h);
  const track = onDark ? '' : box(w - 14, -1, 15, h + 2, '#f6f7f8', '#e6e8ea');
  return track + rect(w - 11, y + 2, 8, thumb - 4, onDark ? '#4a4f57' : '#b9c0c6', { r: 4 });
}
