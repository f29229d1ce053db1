import { between, chance, pick, type Chance } from '../chance.ts';
import { clockFace } from '../parts/clock-face.ts';
import type { Moment } from '../scene.ts';

const specs = [
  'basket/basket',
  'basket/restore',
  'basket/sweep',
  'catalogue/search',
  'catalogue/filters',
  'checkout/address',
  'checkout/delivery',
  'checkout/payment',
  'accounts/session',
  'accounts/sign-in',
  'web/guest-cookie',
  'web/forms',
  'orders/confirmation',
  'orders/cancel',
  'stock/reserve',
  'stock/release',
];
const visits: readonly (readonly [verb: string, path: string, statuses: readonly number[]])[] = [
  ['GET', '/', [200, 304]],
  ['GET', '/pots', [200]],
  ['GET', '/pots/1204', [200, 200, 404]],
  ['GET', '/seeds', [200]],
  ['GET', '/basket', [200]],
  ['POST', '/basket/lines', [201]],
  ['POST', '/checkout/address', [201, 201, 422]],
  ['GET', '/checkout/delivery', [200]],
  ['GET', '/search?q=lantern', [200]],
  ['GET', '/assets/shop.css', [200, 304, 304]],
  ['GET', '/account', [200]],
  ['GET', '/health', [200]],
];

/** A morning in a terminal: install, tests, build, preview, logs. The first lines of it up to `step`, deterministic. */
export function shellLog(moment: Moment): string[] {
  const roll = chance(`shell ${Math.floor(moment.step / 12)}`);
  const all = [...tests(roll), ...build(roll), ...deploy(roll), ...tests(roll), ...git(roll)];
  const shown = all.slice(0, 24 + (moment.step % 12) * Math.floor((all.length - 24) / 11));
  return shown;
}

/** The shop's request log, ending at the moment on the clock. */
export function requestLog(moment: Moment, count: number): string[] {
  const { time } = clockFace(moment);
  const roll = chance(`requests ${time} ${moment.step}`);
  let second = 4;
  return Array.from({ length: count }, () => {
    second = Math.min(59, second + between(roll, 0, 2));
    const [verb, path, statuses] = pick(visits, between(roll, 0, visits.length - 1));
    const status = pick(statuses, between(roll, 0, statuses.length - 1));
    const visitor = `visitor ${between(roll, 1000, 9999)}`;
    return `${time}:${String(second).padStart(2, '0')}  ${verb.padEnd(5)}${status}  ${path.padEnd(22)}${visitor.padEnd(16)}${between(roll, 2, 9)} queries  (${between(roll, 2, 84)} ms)`;
  });
}

function tests(roll: Chance): string[] {
  const lines = ['~/work/shop $ npm test', '', '> shop@3.8.0 test', '> test-runner tests --parallel', ''];
  for (const spec of specs)
    lines.push(
      `  PASS  tests/${spec}.test.ts`.padEnd(48) + `${between(roll, 3, 28)} tests (${between(roll, 12, 940)} ms)`,
    );
  return [
    ...lines,
    '',
    `  ${between(roll, 236, 262)} passed, 2 skipped (${between(roll, 3, 6)}${between(roll, 100, 999)} ms)`,
    '',
  ];
}

function build(roll: Chance): string[] {
  const parts = ['catalogue', 'basket', 'checkout', 'account', 'vendor'].map(
    name => `  dist/assets/${name}.js`.padEnd(40) + `${between(roll, 8, 96)}.${between(roll, 0, 9)} kB`,
  );
  return [
    '~/work/shop $ npm run build',
    '',
    '  reading src/main.ts',
    `  ${between(roll, 310, 360)} modules, 5 entry points`,
    ...parts,
    '  dist/assets/shop.css'.padEnd(40) + '31.4 kB',
    `  done (${between(roll, 820, 2100)} ms)`,
    '',
  ];
}

function deploy(roll: Chance): string[] {
  return [
    '~/work/shop $ ./bin/preview keep-basket',
    '  [1/5] packing dist/ and public/',
    `  [2/5] uploading ${between(roll, 3, 6)}.${between(roll, 1, 9)} MB`,
    '  [3/5] migrations: 2 to run',
    '        20260311_guest_baskets ... ok',
    '        20260312_index_touched_at ... ok',
    '  [4/5] starting two processes ... ready',
    '  [5/5] checking /health ... 200',
    '  WARN  payment provider is in test mode',
    '  preview is ready: keep-basket.preview.fernhollow.example',
    '',
  ];
}

function git(roll: Chance): string[] {
  return [
    '~/work/shop $ git status --short',
    ' M src/basket/basket.ts',
    ' M tests/basket/basket.test.ts',
    '~/work/shop $ git add -p && git commit',
    `[keep-basket ${between(roll, 2, 9)}f${between(roll, 1000, 9999)}c] Newer price wins when baskets are merged`,
    ` 2 files changed, ${between(roll, 18, 44)} insertions(+), ${between(roll, 3, 9)} deletions(-)`,
    '~/work/shop $ git push',
    '   keep-basket done',
    '~/work/shop $',
  ];
}
