/** The log of the embedded default: for a person who watches a terminal. Production writes JSON. */
import type { DestinationStream } from 'pino';

const NAMES: Record<number, string> = { 40: 'warn', 50: 'error', 60: 'fatal' };

type Said = { stack?: string; cause?: Said; errors?: Said[] };
type Line = { level: number; time: number; msg?: string; err?: Said };

export function readableLog(out: { write(text: string): unknown }): DestinationStream {
  return {
    write(text: string) {
      const { level, time, msg, err } = JSON.parse(text) as Line;
      const name = NAMES[level];
      const head = `${new Date(time).toISOString().slice(11, 19)} ${name ? `${name}: ` : ''}${msg ?? ''}`;
      out.write(`${[head, ...stacksOf(err)].join('\n')}\n`);
    },
  };
}

/** Of an error, what caused it, and the errors it stands for. */
const stacksOf = (error: Said | undefined): string[] =>
  error ? [error.stack ?? '', ...stacksOf(error.cause), ...(error.errors ?? []).flatMap(stacksOf)].filter(Boolean) : [];
