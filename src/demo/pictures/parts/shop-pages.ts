import { money, products, type Product } from '../content/products.ts';
import { across, box, circle, icon, rect } from '../svg.ts';
import { paragraph, text, widthOf, wrap } from '../text.ts';
import { productPicture } from './product-picture.ts';
import { pick } from '../chance.ts';

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

/** The catalogue: filters and a grid. `first` rotates the order, `ticked` is how many filters are on. */
export function catalogue(w: number, first: number, ticked: number): { height: number; drawn: string } {
  const left = Math.max(32, w / 2 - 620);
  const wide = w - 2 * left;
  let drawn = text(left, 160, 'Everything for the first warm week', { face: 'bold', size: 30, fill: dark });
  drawn += text(left, 188, `${64 - ticked * 7} things for pots, beds and balconies`, { size: 15, fill: soft });
  const groups = [
    ['Price', 'up to 10', '10 to 30', '30 to 100', 'over 100'],
    ['Material', 'Terracotta', 'Zinc', 'Larch', 'Glass'],
    ['Place', 'Balcony', 'Terrace', 'Greenhouse'],
  ];
  let y = 236;
  for (const [name = '', ...choices] of groups) {
    drawn += text(left, y, name, { face: 'semibold', size: 14.5, fill: dark });
    for (const choice of choices) {
      y += 30;
      const on = name === 'Place' && choices.indexOf(choice) < ticked;
      drawn +=
        box(left, y - 13, 16, 16, on ? leaf : '#fff', on ? leaf : '#a9b3ab', 3) +
        (on ? icon('check', left + 2, y - 11, 12, '#fff', 3) : '');
      drawn += text(left + 26, y, choice, { size: 14, fill: dark });
    }
    y += 48;
  }
  const columns = wide > 900 ? 4 : 3;
  const gap = 20;
  const card = (wide - 210 - gap * (columns - 1)) / columns;
  const tall = card * 0.78 + 108;
  products.forEach((_, i) => {
    const product = pick(products, i + first);
    drawn += productCard(
      left + 210 + (i % columns) * (card + gap),
      222 + Math.floor(i / columns) * (tall + gap),
      card,
      tall,
      product,
    );
  });
  return { height: 222 + Math.ceil(products.length / columns) * (tall + gap) + 120, drawn };
}

function productCard(x: number, y: number, w: number, h: number, product: Product): string {
  const high = w * 0.78;
  let card = box(x, y, w, h, '#fff', line, 6) + productPicture(x + 1, y + 1, w - 2, high, product);
  if (product.was)
    card +=
      rect(x + 10, y + 10, 46, 22, berry, { r: 11 }) +
      text(x + 33, y + 25, 'Sale', { face: 'semibold', size: 12, fill: '#fff', align: 'middle' });
  card += circle(x + w - 24, y + 24, 14, '#fff') + icon('heart', x + w - 32, y + 16, 16, soft);
  card += text(x + 14, y + high + 28, product.title, { face: 'semibold', size: 15, fill: dark, width: w - 28 });
  card += text(x + 14, y + high + 50, product.note, { size: 13, fill: soft, width: w - 28 });
  card += text(x + 14, y + high + 84, money(product.price), {
    face: 'bold',
    size: 17,
    fill: product.was ? berry : dark,
  });
  if (product.was)
    card +=
      text(x + 78, y + high + 84, money(product.was), { size: 13, fill: soft }) +
      rect(x + 76, y + high + 79, 38, 1, soft);
  return (
    card + rect(x + w - 50, y + high + 62, 36, 34, leaf, { r: 6 }) + icon('plus', x + w - 41, y + high + 70, 18, '#fff')
  );
}

/** One product with large picture, text and buy button. */
export function productPage(w: number, product: Product, quantity: number): { height: number; drawn: string } {
  const left = Math.max(32, w / 2 - 620);
  const wide = w - 2 * left;
  const half = wide * 0.54;
  let drawn = text(left, 146, `Home  /  Pots  /  ${product.title}`, { size: 13, fill: soft });
  drawn += productPicture(left, 166, half, 470, product);
  for (let i = 0; i < 4; i++)
    drawn += productPicture(left + i * 112, 652, 100, 84, product, i === 0 ? '#e6ecdf' : '#f1ece1');
  const x = left + half + 48;
  const room = wide - half - 48;
  drawn += text(x, 200, product.title, { face: 'bold', size: 30, fill: dark, width: room });
  for (let i = 0; i < 5; i++) drawn += icon('star', x + i * 20, 218, 16, i < 4 ? '#c99a2e' : '#d6d3c8', 2.4);
  drawn +=
    text(x + 110, 231, '38 reviews', { size: 13, fill: leaf }) +
    text(x, 282, money(product.price), { face: 'bold', size: 26, fill: product.was ? berry : dark });
  const about = `${product.note}. Made by a small workshop two valleys away, packed without plastic, and repaired by us for as long as you own it.`;
  drawn += paragraph(x, 322, wrap(about, room, 'regular', 15), 24, { size: 15, fill: dark });
  drawn +=
    box(x, 424, 116, 46, '#fff', '#a9b3ab', 6) +
    icon('minus', x + 14, 439, 16, dark) +
    text(x + 58, 453, `${quantity}`, { face: 'semibold', size: 16, fill: dark, align: 'middle' }) +
    icon('plus', x + 86, 439, 16, dark);
  drawn +=
    rect(x + 130, 424, room - 130, 46, leaf, { r: 6 }) +
    text(x + 130 + (room - 130) / 2, 453, 'Put in basket', {
      face: 'semibold',
      size: 16,
      fill: '#fff',
      align: 'middle',
    });
  ['In stock, packed tomorrow', 'Free delivery from 75.00', 'Return within 30 days'].forEach((note, i) => {
    drawn +=
      icon(pick(['check', 'truck', 'undo-2'], i), x, 500 + i * 32, 17, leaf) +
      text(x + 30, 514 + i * 32, note, { size: 14, fill: dark });
  });
  drawn += text(left, 800, 'Goes well with', { face: 'bold', size: 22, fill: dark });
  const card = (wide - 60) / 4;
  for (let i = 0; i < 4; i++)
    drawn += productCard(
      left + i * (card + 20),
      824,
      card,
      card * 0.78 + 108,
      pick(products, products.indexOf(product) + 3 + i),
    );
  return { height: 1320, drawn };
}

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
