import { paintBlank, paintScreenshot } from './paint.ts';
import type { Delivery, Order } from './painter.ts';
import { scenes } from './scenes/index.ts';

/** One picture after the other, in the order in which they were asked for. Ends by itself when the other side hangs up. */
let last: Promise<void> = Promise.resolve();

process.on('message', (order: Order) => {
  last = last.then(() => fill(order)).then(delivery => void process.send?.(delivery));
});

async function fill({ number, scene, moment }: Order): Promise<Delivery> {
  try {
    return { number, picture: await (scene === 'blank' ? paintBlank() : paintScreenshot(scenes[scene], moment)) };
  } catch (problem) {
    return { number, failure: problem instanceof Error ? problem.message : String(problem) };
  }
}
