import { pick } from '../chance.ts';
import { money, products } from '../content/products.ts';
import { across, box, icon, rect } from '../svg.ts';
import { text } from '../text.ts';
import { productPicture } from './product-picture.ts';
import { shopInk } from './shop-head.ts';

const { dark, soft, line, leaf, sand } = shopInk;

/** The basket with its lines and the sum. */
export function basketPage(w: number, count: number, quantity: number): { height: number; drawn: string } {
  const left = Math.max(32, w / 2 - 560);
  const wide = w - 2 * left;
  const list = wide - 360;
  let drawn = text(left, 166, 'Your basket', { face: 'bold', size: 30, fill: dark });
  drawn += box(left, 190, list, 52, '#eaf3ec', '#b9d3c1', 6) + icon('circle-check', left + 16, 206, 20, leaf);
  drawn += text(left + 48, 221, 'Welcome back: we kept what you chose before you signed out.', {
    size: 14.5,
    fill: dark,
    width: list - 70,
  });
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const product = pick(products, i * 3);
    const pieces = i === 0 ? quantity : 1 + (i % 2);
    const y = 262 + i * 118;
    sum += product.price * pieces;
    drawn +=
      productPicture(left, y, 118, 98, product) +
      text(left + 138, y + 26, product.title, { face: 'semibold', size: 16, fill: dark });
    drawn +=
      text(left + 138, y + 50, product.note, { size: 13.5, fill: soft }) +
      text(left + 138, y + 84, 'Remove', { size: 13.5, fill: leaf });
    drawn +=
      box(left + list - 230, y + 14, 96, 38, '#fff', '#a9b3ab', 6) +
      icon('minus', left + list - 220, y + 26, 14, dark) +
      icon('plus', left + list - 158, y + 26, 14, dark);
    drawn += text(left + list - 182, y + 38, `${pieces}`, { face: 'semibold', size: 15, fill: dark, align: 'middle' });
    drawn +=
      text(left + list, y + 38, money(product.price * pieces), {
        face: 'semibold',
        size: 16,
        fill: dark,
        align: 'end',
      }) + across(left, y + 108, list, line);
  }
  const x = left + list + 48;
  drawn +=
    rect(x, 190, 312, 300, sand, { r: 8 }) + text(x + 24, 226, 'Summary', { face: 'bold', size: 19, fill: dark });
  const lines = [
    ['Things', money(sum)],
    ['Delivery', sum > 7500 ? 'free' : '4.90'],
    ['Voucher', 'none'],
  ];
  lines.forEach(([name = '', value = ''], i) => {
    drawn +=
      text(x + 24, 266 + i * 32, name, { size: 14.5, fill: soft }) +
      text(x + 288, 266 + i * 32, value, { size: 14.5, fill: dark, align: 'end' });
  });
  drawn += across(x + 24, 350, 264, line) + text(x + 24, 384, 'Total', { face: 'bold', size: 17, fill: dark });
  drawn += text(x + 288, 384, money(sum + (sum > 7500 ? 0 : 490)), {
    face: 'bold',
    size: 17,
    fill: dark,
    align: 'end',
  });
  drawn +=
    rect(x + 24, 412, 264, 48, leaf, { r: 6 }) +
    text(x + 156, 442, 'To the checkout', { face: 'semibold', size: 16, fill: '#fff', align: 'middle' });
  return { height: Math.max(620, 300 + count * 118), drawn };
}
