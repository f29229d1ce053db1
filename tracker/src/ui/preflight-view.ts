/** What the pre-flight has found, as the window shows it. */
import type { Second } from '../core/chance.ts';
import type { Model } from '../app/model.ts';
import { preflight, type Check } from '../app/preflight.ts';
import type { NoticeAct } from './notices.ts';
import type { Tone } from './view.ts';

export type PreflightView = {
  /** One line on the whole; `null` when the list says it. */
  summary: { words: string; tone: Tone } | null;
  checks: { words: string; tone: Tone; acts: { act: NoticeAct; label: string }[] }[];
};

const tones: Record<Check['severity'], Tone> = { blocks: 'bad', unprotected: 'warn', note: 'quiet' };

/** @param now the server's time */
export function preflightView(model: Model, now: Second): PreflightView {
  const found = preflight(model, now);
  // Below its field the description says for itself what it lacks.
  const listed = found.filter(({ about }) => about !== 'description');
  return {
    summary: summaryOf(found, model),
    checks: listed.map(check => ({
      words: check.words,
      tone: tones[check.severity],
      acts: actsFor(check, model),
    })),
  };
}

function summaryOf(found: readonly Check[], { timer, captureTested }: Model): PreflightView['summary'] {
  const serious = found.filter(({ severity }) => severity !== 'note');
  if (serious.some(({ about }) => about !== 'description')) return null;
  if (serious.length > 0) return { words: 'Say what you work on, and your time is protected.', tone: 'quiet' };
  if (timer.running) return { words: 'All is well: this time is protected.', tone: 'ok' };
  if (captureTested) return { words: 'Ready: everything you track is protected.', tone: 'ok' };
  return { words: 'Ready. Start tries a screenshot first, and throws it away.', tone: 'ok' };
}

function actsFor({ about }: Check, { captureTested, timer }: Model): { act: NoticeAct; label: string }[] {
  if (about === 'offer') return [{ act: 'open-diary', label: 'Accept online' }];
  if (about !== 'screen' || captureTested || timer.running) return [];
  return [
    { act: 'try-capture', label: 'Try again' },
    { act: 'start-anyway', label: 'Start unprotected' },
  ];
}
