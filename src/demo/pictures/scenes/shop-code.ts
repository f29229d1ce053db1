import { snippet } from '../content/snippet.ts';
import { consoleLines } from '../parts/console.ts';
import { editor } from '../parts/editor.ts';
import { stepsPerFile, typed } from '../parts/typing.ts';
import { framed } from '../parts/window.ts';
import { pick } from '../chance.ts';
import type { Area, Moment, Scene } from '../scene.ts';
import { testRun } from '../content/test-run.ts';

const files = [
  { name: 'restore-basket.ts', folder: 'src / basket', language: 'ts', from: 12, to: 64 },
  { name: 'basket.test.ts', folder: 'tests / basket', language: 'ts', from: 7, to: 62 },
  { name: 'basket.ts', folder: 'src / basket', language: 'ts', from: 36, to: 65 },
  { name: 'product-grid.css', folder: 'src / styles', language: 'css', from: 11, to: 57 },
  { name: 'delivery.ts', folder: 'src / checkout', language: 'ts', from: 24, to: 58 },
] as const;

const tree = [
  'public/',
  'src/',
  '  accounts/',
  '    session.ts',
  '  basket/',
  '    basket-store.ts',
  '    basket.ts',
  '    restore-basket.ts',
  '  catalogue/',
  '    product.ts',
  '    search.ts',
  '  checkout/',
  '    address.ts',
  '    delivery.ts',
  '    payment.ts',
  '  styles/',
  '    product-grid.css',
  '    tokens.css',
  '  log.ts',
  '  money.ts',
  'tests/',
  '  basket/',
  '    basket.test.ts',
  '  support/',
  '    builders.ts',
  '    testing.ts',
  'package.json',
  'README.md',
  'tsconfig.json',
];

/** The web shop in the editor, with the tests running below. */
export const shopCode: Scene = {
  title: 'Fernhollow web shop in the code editor',
  work: 'shop',
  app: 'editor',
  tasks: [
    'Checkout: keep the basket when the session ends',
    'Merge guest basket into the customer basket at sign-in',
    'Tests for basket totals and quantity limits',
    'Fix wrong sale price in merged baskets',
    'Product grid: layout for tablets and phones',
    'Delivery quotes by weight and zone',
    'Nightly sweep of forgotten baskets',
    'Code review comments on the delivery rules',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const place = Math.floor(moment.step / stepsPerFile);
    const file = pick(files, place);
    const done = ((moment.step % stepsPerFile) + 1) / stepsPerFile;
    const changed = new Set([file.name, pick(files, place + files.length - 1).name]);
    const open = [pick(files, place - 1).name, file.name, pick(files, place + 2).name, 'product.ts'];
    const title = `${file.name} - fernhollow-shop`;
    return framed({ x: 0, y: 0, w: width, h: height, title, dark: true, full: true }, (w, h) =>
      editor(w, h, {
        project: 'fernhollow-shop',
        branch: 'keep-basket',
        tree,
        changed,
        tabs: open,
        open: file.name,
        crumbs: `${file.folder} / ${file.name}`,
        language: file.language,
        text: typed({ lines: snippet(file.name), from: file.from, to: file.to }, done, moment),
        dark: true,
        problems: moment.step % 4 === 1 ? '1 error, 0 warnings' : '0 errors, 0 warnings',
        panel: (pw, ph) => consoleLines(pw, ph, testRun(moment), { dark: true }),
      }),
    );
  },
};
