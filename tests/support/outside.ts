/** The outside of a test: a clock that is told the time, mail that is kept, and a real disk. */
import { EventEmitter, once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { config } from '../../src/config.ts';
import type { Clock } from '../../src/outside/clock.ts';
import type { Letter, Mail } from '../../src/outside/mail.ts';
import type { Outside } from '../../src/outside/outside.ts';
import { sandboxPayments } from '../../src/outside/sandbox-payments.ts';
import { diskStorage } from '../../src/outside/storage.ts';

export type TestClock = Clock & { set(iso: string): void; advance(seconds: number): void };
export type TestOutside = Outside & {
  clock: TestClock;
  letters: Letter[];
  letter(place: number): Promise<Letter>;
  folder: string;
  complaints: string[];
};

/** A Wednesday morning. */
export const NOW = '2026-11-18T10:00:00.000Z';

export function testClock(iso = NOW): TestClock {
  let now = new Date(iso);
  return {
    now: () => new Date(now),
    set: text => (now = new Date(text)),
    advance: seconds => (now = new Date(now.getTime() + seconds * 1000)),
  };
}

export function testOutside(): TestOutside {
  const folder = mkdtempSync(path.join(config.dataFolder, 'pictures-'));
  const letters: Letter[] = [];
  const arrivals = new EventEmitter();
  const mail: Mail = {
    leaves: true,
    send: letter => {
      letters.push(letter);
      arrivals.emit('letter');
      return Promise.resolve();
    },
  };
  /** The letter at this place; letters may be sent after the answer. */
  async function letter(place: number): Promise<Letter> {
    while (!letters[place]) await once(arrivals, 'letter');
    return letters[place];
  }
  const complaints: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void complaints.push(line) });
  const clock = testClock();
  return {
    clock,
    storage: diskStorage(folder),
    payments: sandboxPayments(clock, heardFromPayments),
    mail,
    log,
    letters,
    letter,
    folder,
    complaints,
  };
}
