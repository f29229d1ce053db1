import { pick } from '../chance.ts';
import { money, products, type Product } from '../content/products.ts';
import { box, circle, icon, rect } from '../svg.ts';
import { text } from '../text.ts';
import { productPicture } from './product-picture.ts';
import { shopInk } from './shop-head.ts';

const { dark, soft, line, leaf, berry } = shopInk;

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

/** One product in a grid. */
export function productCard(x: number, y: number, w: number, h: number, product: Product): string {
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
