/** What the log says: read off the model, never words that a person or a server wrote. */
import type { Model } from './model.ts';

/** What of the model the log follows. */
export type Noted = {
  running: boolean;
  reached: boolean | null;
  captureFailure: string | null;
  diskFails: boolean;
  signedIn: boolean;
  hold: string | null;
  waiting: number;
  /** Codes by the blocks' ids. */
  refused: Record<string, string>;
};

export const noted = (model: Model): Noted => ({
  running: model.timer.running !== null,
  reached: model.reached,
  captureFailure: model.captureFailure,
  diskFails: model.diskFails,
  signedIn: model.session !== null,
  hold: model.queue.hold,
  waiting: model.queue.waiting.length,
  refused: Object.fromEntries(model.queue.refused.map(({ id, code }) => [id, code])),
});

/** One line for each thing that has changed. */
export function linesBetween(before: Noted, after: Noted): string[] {
  const lines: string[] = [];
  const changed = <K extends keyof Noted>(field: K) => before[field] !== after[field];
  if (changed('signedIn')) lines.push(after.signedIn ? 'signed in' : 'signed out');
  if (changed('running')) lines.push(after.running ? 'timer started' : 'timer stopped');
  if (changed('captureFailure') && after.captureFailure) lines.push(`capture failed: ${after.captureFailure}`);
  if (changed('captureFailure') && !after.captureFailure) lines.push('captures work again');
  if (changed('reached') && after.reached !== null)
    lines.push(after.reached ? 'server reached' : `server not reached, ${after.waiting} waiting`);
  if (changed('hold') && after.hold) lines.push(`sending held: ${after.hold}`);
  if (changed('diskFails')) lines.push(after.diskFails ? 'disk takes no data' : 'disk takes data again');
  for (const [id, code] of Object.entries(after.refused)) {
    if (before.refused[id] === undefined) lines.push(`block ${id} refused: ${code}`);
  }
  return lines;
}

/** An error by its kind and place in the program; its words may quote what somebody typed. */
export function errorLine(error: unknown): string {
  if (!(error instanceof Error)) return 'error of an unknown kind';
  const place = /tracker\.js:\d+:\d+/.exec(error.stack ?? '')?.[0];
  return `error ${error.name}${place ? ` at ${place}` : ''}`;
}
