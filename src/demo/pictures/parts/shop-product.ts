import { pick } from '../chance.ts';
import { money, products, type Product } from '../content/products.ts';
import { box, icon, rect } from '../svg.ts';
import { paragraph, text, wrap } from '../text.ts';
import { productPicture } from './product-picture.ts';
import { productCard } from './shop-catalogue.ts';
import { shopInk } from './shop-head.ts';

const { dark, soft, leaf, berry } = shopInk;

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
