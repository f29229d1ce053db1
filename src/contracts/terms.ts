/** Terms over time: what changes, when, and which ever held. Rules only. */
import { money } from '../kernel/money.ts';
import { duration, fromSeconds, toSeconds, weekEnd, type EpochSeconds } from '../kernel/time.ts';
import { termsAt, type Terms } from './contract.ts';

export type Version = Terms & { version: number; validFrom: Date };
/** A change begins with the yes, or on the Monday 00:00 UTC after it. */
export type Begins = 'now' | 'next-monday';
export type Change = { label: string; from: string; to: string; begins: Begins };

type Name = keyof Terms;
const names: Name[] = ['rateCents', 'weeklyLimitSeconds', 'manualTime', 'evidence', 'freeCodes'];
const labels: Record<Name, string> = {
  rateCents: 'Rate',
  weeklyLimitSeconds: 'Weekly limit',
  manualTime: 'Manual time',
  evidence: 'Screenshots',
  freeCodes: 'Project codes',
};
const shown: { [N in Name]: (value: Terms[N]) => string } = {
  rateCents: cents => `${money(cents)} an hour`,
  weeklyLimitSeconds: duration,
  manualTime: allowed => (allowed ? 'Allowed' : 'Off'),
  evidence: evidence => (evidence === 'blurred' ? 'Blurred' : 'Full'),
  freeCodes: free => (free ? 'From the list, or typed' : 'From the list'),
};
const spoken: { [N in Name]: (value: Terms[N]) => string } = {
  rateCents: cents => `a rate of ${money(cents)} an hour`,
  weeklyLimitSeconds: seconds => `a weekly limit of ${duration(seconds)}`,
  manualTime: allowed => (allowed ? 'manual time' : 'no manual time'),
  evidence: evidence => `${evidence} screenshots`,
  freeCodes: free => (free ? 'project codes of the freelancer’s own' : 'project codes from the list only'),
};
const wordsOf = (words: { [N in Name]: (value: Terms[N]) => string }, name: Name, terms: Terms): string =>
  (words[name] as (value: unknown) => string)(terms[name]);

/** What would be different. @param agreed the newest terms, whether they have begun or not */
export function changesBetween(agreed: Terms, wanted: Terms): Change[] {
  const different = names.filter(name => agreed[name] !== wanted[name]);
  return different.map(name => {
    const lower = name === 'weeklyLimitSeconds' && wanted.weeklyLimitSeconds < agreed.weeklyLimitSeconds;
    const [from, to] = [wordsOf(shown, name, agreed), wordsOf(shown, name, wanted)];
    return { label: labels[name], from, to, begins: lower ? 'next-monday' : 'now' };
  });
}

/** `a rate of $45.00 an hour and a weekly limit of 30 h`: the part of a sentence that names what is new. */
export function whatIsNew(agreed: Terms, wanted: Terms): string {
  const parts = names.filter(name => agreed[name] !== wanted[name]).map(name => wordsOf(spoken, name, wanted));
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}` : (parts[0] ?? 'the same terms');
}

/**
 * The versions that bring terms about: one from now on, and another from Monday when the weekly limit goes down, because
 * nobody may lose hours of a week in which they were allowed.
 * @param current the terms that hold now
 */
export function versionsFor(current: Terms, wanted: Terms, now: Date): (Terms & { validFrom: Date })[] {
  if (wanted.weeklyLimitSeconds >= current.weeklyLimitSeconds) return [{ ...wanted, validFrom: now }];
  const untilMonday = { ...wanted, weeklyLimitSeconds: current.weeklyLimitSeconds };
  const fromMonday = { ...wanted, validFrom: fromSeconds(weekEnd(toSeconds(now))) };
  const changesNow = changesBetween(current, untilMonday).length > 0;
  return changesNow ? [{ ...untilMonday, validFrom: now }, fromMonday] : [fromMonday];
}

/** The terms whose weekly limit holds for the whole week an instant lies in: a raise inside it counts for all of it. */
export function termsOfWeek<T extends { version: number; validFrom: Date }>(
  terms: readonly T[],
  at: EpochSeconds,
): T | null {
  return termsAt(terms, fromSeconds(weekEnd(at) - 1));
}

/** Without those that a newer version replaced before they began; newest first. */
export function versionsThatHold<T extends { version: number; validFrom: Date }>(terms: readonly T[]): T[] {
  const replaced = (one: T): boolean =>
    terms.some(other => other.version > one.version && other.validFrom <= one.validFrom);
  return terms.filter(one => !replaced(one)).sort((a, b) => b.version - a.version);
}
