import { requestLog, shellLog } from '../content/logs.ts';
import { consoleLines } from '../parts/console.ts';
import { framed } from '../parts/window.ts';
import type { Area, Moment, Scene } from '../scene.ts';
import { pane, rect } from '../svg.ts';
import { text } from '../text.ts';

const back = '#15191e';

/** Tests, build and preview in one terminal, the shop's requests in another behind it. */
export const shopTerminal: Scene = {
  title: 'Build, tests and logs in the terminal',
  work: 'shop',
  app: 'terminal',
  tasks: [
    'Run all tests and build the preview',
    'Publish the preview for Carla',
    'Watch the request log for errors in the checkout',
    'Find the slow request on the search page',
    'Migrations for guest baskets on the preview',
    'Release 3.8: tests, build, smoke test',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const log = { x: width - 890, y: 46, w: 850, h: height - 260 };
    const shell = { x: 44, y: height - 724, w: 940, h: 680 };
    const windows = [
      framed({ ...log, title: 'requests: shop on preview', dark: true }, (w, h) =>
        screen(w, h, requestLog(moment, 60), false),
      ),
      framed({ ...shell, title: 'felix: ~/work/shop', dark: true }, (w, h) => tabbed(w, h, shellLog(moment))),
    ];
    return (moment.step % 3 === 2 ? windows.toReversed() : windows).join('');
  },
};

const screen = (w: number, h: number, lines: readonly string[], cursor: boolean): string =>
  rect(0, 0, w, h, back) + consoleLines(w, h, lines, { dark: true, cursor });

function tabbed(w: number, h: number, lines: readonly string[]): string {
  const tabs = ['shop', 'database', 'notes'].map(
    (name, i) =>
      (i === 0 ? rect(8, 4, 120, 28, back, { r: 5 }) : '') +
      text(68 + i * 124, 22, name, { size: 12, fill: i === 0 ? '#dfe4e9' : '#8a949e', align: 'middle' }),
  );
  return (
    rect(0, 0, w, 30, '#23272c') +
    tabs.join('') +
    rect(0, 30, w, h - 30, back) +
    pane(0, 32, w, h - 32, consoleLines(w, h - 32, lines, { dark: true }))
  );
}
