/** Orders pictures from painters, one process for each core. */
import { fork, type ChildProcess } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Order, Painted } from './painter.ts';

export type Studio = { paint(order: Omit<Order, 'id'>): Promise<Buffer>; close(): void };

export function openStudio(): Studio {
  const script = fileURLToPath(new URL('painter.ts', import.meta.url));
  const waiting = new Map<number, { done(bytes: Buffer): void; fail(error: Error): void }>();
  const painters = cpus().map(() => fork(script, { serialization: 'advanced', execArgv: ['--import', 'tsx'] }));
  for (const painter of painters) {
    painter.on('message', ({ id, bytes }: Painted) => {
      waiting.get(id)?.done(Buffer.from(bytes));
      waiting.delete(id);
    });
    painter.on('exit', code => {
      if (code) for (const { fail } of waiting.values()) fail(new Error(`a painter stopped with ${code}`));
    });
  }
  let orders = 0;
  return {
    paint: order =>
      new Promise((done, fail) => {
        const id = ++orders;
        waiting.set(id, { done, fail });
        (painters[id % painters.length] as ChildProcess).send({ ...order, id });
      }),
    close: () => painters.forEach(painter => painter.disconnect()),
  };
}
