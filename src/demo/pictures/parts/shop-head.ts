import { across, box, circle, icon, rect } from '../svg.ts';
import { text, widthOf } from '../text.ts';

/** The shop's colours. */
export const shopInk = {
  dark: '#22352b',
  soft: '#66736b',
  line: '#dfe3da',
  leaf: '#2f6b4a',
  sand: '#f7f4ec',
  berry: '#a83a52',
};

const { dark, soft, line, leaf, sand, berry } = shopInk;

/** The head every page of the shop has; returns its drawing, 112 pixels high. */
export function shopHead(w: number, inBasket: number): string {
  let head = rect(0, 0, w, 112, '#fff') + rect(0, 0, w, 30, leaf);
  head += text(w / 2, 20, 'Free delivery on the mainland from 75.00', { fill: '#eaf4ec', size: 12.5, align: 'middle' });
  const left = Math.max(32, w / 2 - 620);
  head +=
    icon('leaf', left, 55, 24, leaf, 2.2) + text(left + 34, 75, 'Fernhollow', { face: 'bold', size: 22, fill: dark });
  let x = left + 210;
  for (const name of ['Pots', 'Tools', 'Seeds', 'Lights', 'Furniture', 'Advice']) {
    head += text(x, 73, name, {
      face: name === 'Pots' ? 'semibold' : 'regular',
      size: 14.5,
      fill: name === 'Pots' ? leaf : dark,
    });
    x += widthOf(name, 'regular', 14.5) + 30;
  }
  const right = w - left;
  head +=
    box(right - 320, 52, 200, 34, sand, line, 6) +
    icon('search', right - 308, 61, 15, soft) +
    text(right - 284, 74, 'Search the garden', { fill: soft });
  head += icon('user', right - 92, 58, 22, dark) + icon('shopping-basket', right - 46, 58, 22, dark);
  head +=
    circle(right - 22, 60, 9, berry) +
    text(right - 22, 64, `${inBasket}`, { face: 'bold', size: 11, fill: '#fff', align: 'middle' });
  return head + across(0, 111, w, line);
}
