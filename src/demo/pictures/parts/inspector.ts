import { across, box, down, rect } from '../svg.ts';
import { text } from '../text.ts';
import { codeLine, lightCode } from './code.ts';

const markup = [
  '<main class="page">',
  '  <h1>Everything for the first warm week</h1>',
  '  <aside class="filters">…</aside>',
  '  <section class="product-grid">',
  '    <article class="product-card">',
  '      <img class="product-card__picture">',
  '      <h2 class="product-card__title">',
  '      <p class="product-card__note">',
  '      <p class="product-card__price">…</p>',
  '    </article>',
  '    <article class="product-card">…</article>',
  '    <article class="product-card">…</article>',
  '  </section>',
  '</main>',
];

const rules = [
  '.product-card {',
  '  display: grid;',
  '  grid-template-rows: auto 1fr auto;',
  '  border: 1px solid #dfe3da;',
  '}',
  '',
  '.product-grid {',
  '  display: grid;',
  '  gap: 20px;',
  '  grid-template-columns:',
  '    repeat(auto-fill, minmax(15rem, 1fr));',
  '}',
];

/** The browser's page inspector, docked at the right: elements above, the rules of the picked one below. */
export function inspector(w: number, h: number, picked: number, gap: number): string {
  let drawn = rect(0, 0, w, h, '#fbfbfc') + down(0, 0, h, '#cfd4d9') + rect(1, 0, w, 30, '#eef0f3');
  ['Elements', 'Console', 'Network', 'Sources'].forEach((name, i) => {
    drawn += text(16 + i * 78, 20, name, { size: 12, fill: i === 0 ? '#2259b5' : '#5b6670' });
  });
  drawn += rect(12, 28, 60, 2, '#2259b5');
  markup.forEach((line, i) => {
    if (i === picked) drawn += rect(1, 38 + i * 20, w - 1, 20, '#dbe7fb');
    drawn += codeLine(14, 52 + i * 20, line, 'ts', lightCode, 12);
  });
  const top = 38 + markup.length * 20 + 14;
  drawn +=
    across(1, top, w, '#d8dce0') +
    rect(1, top + 1, w, 28, '#eef0f3') +
    text(16, top + 20, 'Styles', { size: 12, fill: '#2259b5' });
  rules.forEach((line, i) => {
    drawn += codeLine(14, top + 52 + i * 20, line.replace('gap: 20px', `gap: ${gap}px`), 'css', lightCode, 12);
  });
  return drawn + boxModel(w, top + 52 + rules.length * 20 + 14);
}

function boxModel(w: number, y: number): string {
  const middle = w / 2;
  const layers = [
    ['#f6e3c6', 280, 150],
    ['#fbf0d2', 216, 112],
    ['#d6e5c8', 154, 74],
    ['#bcd3ee', 94, 36],
  ] as const;
  const boxes = layers.map(([fill, a, b]) => box(middle - a / 2, y + 75 - b / 2, a, b, fill, '#a9a390'));
  return (
    boxes.join('') + text(middle, y + 79, '268 x 317', { face: 'mono', size: 11, fill: '#2a3038', align: 'middle' })
  );
}
