import { pick } from '../chance.ts';
import { products } from '../content/products.ts';
import { browser, scrollBar } from '../parts/browser.ts';
import { inspector } from '../parts/inspector.ts';
import { basketPage } from '../parts/shop-basket.ts';
import { catalogue } from '../parts/shop-catalogue.ts';
import { shopHead } from '../parts/shop-head.ts';
import { productPage } from '../parts/shop-product.ts';
import { jitter } from '../parts/typing.ts';
import type { Area, Moment, Scene } from '../scene.ts';
import { at, pane, rect } from '../svg.ts';

const stops = [
  'catalogue',
  'catalogue',
  'inspected',
  'inspected',
  'product',
  'product',
  'basket',
  'catalogue',
  'basket',
  'product',
] as const;
const inspectorWidth = 460;

/** The web shop as it looks in the browser while it is being built and tried out. */
export const shopPage: Scene = {
  title: 'Fernhollow web shop in the browser',
  work: 'shop',
  app: 'browser',
  tasks: [
    'Product grid: check card heights at four widths',
    'Product page: picture row and buy button',
    'Basket page: message after signing in again',
    'Try the checkout by hand before the release',
    'Filters: keep ticked boxes when going back',
    'Find out why the sale badge covers the heart',
    'Spacing of cards on the catalogue page',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const stop = pick(stops, moment.step);
    const round = Math.floor(moment.step / stops.length);
    const path = stop === 'basket' ? '/basket' : stop === 'product' ? `/pots/${1200 + moment.step}` : '/pots';
    return browser(width, height, {
      tabs: [
        { title: stop === 'basket' ? 'Your basket - Fernhollow' : 'Pots and planters - Fernhollow', tint: '#2f6b4a' },
        { title: 'Keep the basket #218', tint: '#7a5bc0' },
        { title: 'Grid layout notes', tint: '#c98a2b' },
      ],
      active: 0,
      url: `localhost:5173${path}`,
      page: (w, h) => {
        const docked = stop === 'inspected';
        const room = docked ? w - inspectorWidth : w;
        const page = pageAt(stop, room, moment, round);
        const scrolled =
          stop === 'basket' ? 0 : Math.min(Math.max(0, page.height - h), jitter(moment, docked ? 180 : 520));
        let drawn =
          rect(0, 0, room, h, '#fff') +
          pane(0, 0, room, h, at(0, -scrolled, page.drawn + shopHead(room, 2 + (moment.step % 4))));
        drawn += scrollBar(room, h, page.height, scrolled);
        return docked
          ? drawn + at(room, 0, inspector(inspectorWidth, h, 3 + jitter(moment, 6), 12 + (moment.step % 5) * 4))
          : drawn;
      },
    });
  },
};

function pageAt(
  stop: (typeof stops)[number],
  w: number,
  moment: Moment,
  round: number,
): { height: number; drawn: string } {
  if (stop === 'product') return productPage(w, pick(products, moment.step * 5 + round), 1 + (moment.step % 3));
  if (stop === 'basket') return basketPage(w, 3 + (round % 2), 1 + (moment.step % 4));
  return catalogue(w, round * 3 + (stop === 'inspected' ? 4 : 0), moment.step % 4);
}
