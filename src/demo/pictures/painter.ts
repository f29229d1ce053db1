import { fork } from 'node:child_process';
import type { Moment } from './scene.ts';
import type { SceneName } from './scenes/index.ts';

/** What is asked of the painting process and what it answers; pictures come back under the number of their order. */
export type Order = { number: number; scene: SceneName | 'blank'; moment: Moment };
export type Delivery = { number: number; picture: Uint8Array } | { number: number; failure: string };

/** Paints in a process of its own. `close` lets that process end; what is still waiting then is refused. */
export type Painter = {
  paint(scene: SceneName | 'blank', moment: Moment): Promise<Buffer>;
  close(): void;
};

/**
 * Opens a painting process. Whoever imports the diary has sharp's SVG loader blocked in the whole process (pictures from
 * outside are JPEG or PNG), and painting needs it; besides, the second core paints while the first one stores.
 */
export function openPainter(): Painter {
  const process = fork(new URL('./painting-process.ts', import.meta.url), { serialization: 'advanced' });
  const waiting = new Map<number, { done(picture: Buffer): void; failed(reason: Error): void }>();
  let orders = 0;
  process.on('message', (delivery: Delivery) => {
    const order = waiting.get(delivery.number);
    waiting.delete(delivery.number);
    if ('picture' in delivery) order?.done(Buffer.from(delivery.picture));
    else order?.failed(new Error(delivery.failure));
  });
  process.on('exit', () => {
    for (const { failed } of waiting.values()) failed(new Error('the painting process has ended'));
    waiting.clear();
  });
  return {
    paint: (scene, moment) =>
      new Promise((done, failed) => {
        const number = orders++;
        waiting.set(number, { done, failed });
        process.send({ number, scene, moment } satisfies Order, problem => {
          if (problem && waiting.delete(number)) failed(problem);
        });
      }),
    close: () => process.disconnect(),
  };
}
