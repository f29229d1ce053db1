/** Paints in a process of its own: the server's picture library reads no SVG, on purpose. */
import { paintBlank, paintScreenshot } from './pictures/paint.ts';
import { scenes, type SceneName } from './pictures/scenes/index.ts';

/** @property scene null asks for a blank screen */
export type Order = { id: number; scene: SceneName | null; at: Date; zone: string; step: number };
export type Painted = { id: number; bytes: Uint8Array };

process.on('message', (order: Order) => {
  void paint(order).then(bytes => process.send?.({ id: order.id, bytes } satisfies Painted));
});

function paint({ scene, at, zone, step }: Order): Promise<Buffer> {
  return scene === null ? paintBlank() : paintScreenshot(scenes[scene], { at, zone, step, desk: deskOn(at) });
}

/** At home on Tuesdays and Thursdays, with the laptop. */
const deskOn = (at: Date) => (at.getUTCDay() % 2 === 0 ? 'laptop' : 'monitor');
