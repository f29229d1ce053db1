/** What a week of a client came to, told on Monday once it is closed. Rules only. */
import type { Part } from '../mail/letter.ts';
import { money, type Cents } from '../kernel/money.ts';
import {
  dayName,
  dayShort,
  duration,
  HOUR,
  hours,
  toSeconds,
  utcDay,
  weekOf,
  type Day,
  type EpochSeconds,
} from '../kernel/time.ts';

/** Whole seconds. @property first Monday @property last Sunday @property waiting how many questions wait for an answer */
export type WeekSummary = {
  first: Day;
  last: Day;
  contracts: { title: string; seconds: number; amount: Cents; protectedSeconds: number }[];
  waiting: number;
  /** Of the week's last day, in hex, once it is signed. */
  evidenceRoot?: string;
};

const WEEK_SECONDS = 7 * 86_400;
const CLOSES_AFTER_MS = 12 * HOUR;
/** Whoever was down on Monday still tells on Tuesday; later it would be old news. */
const TOLD_FOR_MS = 36 * HOUR;

/** @returns the first second of the week to tell of at `now`: from Monday 12:00 UTC, when it closes, to the end of Tuesday. Else null. */
export function weekToTell(now: Date): EpochSeconds | null {
  const monday = weekOf(toSeconds(now));
  const since = now.getTime() - monday * 1000;
  const due = since >= CLOSES_AFTER_MS && since < CLOSES_AFTER_MS + TOLD_FOR_MS;
  return due ? monday - WEEK_SECONDS : null;
}

/** First and last day of the week that begins at this second. */
export const daysOfWeek = (monday: EpochSeconds): { first: Day; last: Day } => ({
  first: utcDay(monday),
  last: utcDay(monday + WEEK_SECONDS - 1),
});

export function weekSentence({ first, last, contracts, waiting }: WeekSummary): string {
  const [seconds, amount] = [sum(contracts, 'seconds'), sum(contracts, 'amount')];
  const share = percent(sum(contracts, 'protectedSeconds'), seconds);
  const told = `${dayName(first)} to ${dayName(last)}: ${duration(seconds)} of work for ${money(amount)}, ${share} of it protected.`;
  if (waiting === 0) return told;
  return `${told} ${waiting === 1 ? '1 question waits' : `${waiting} questions wait`} for your answer.`;
}

/** Each contract, and the sum when there are several. */
export function weekTable({ contracts }: WeekSummary): Part {
  const row = (name: string, of: WeekSummary['contracts']): string[] => {
    const seconds = sum(of, 'seconds');
    return [name, hours(seconds), money(sum(of, 'amount')), percent(sum(of, 'protectedSeconds'), seconds)];
  };
  const rows = contracts.map(contract => row(contract.title, [contract]));
  if (contracts.length > 1) rows.push(row('Together', contracts));
  return { kind: 'table', head: ['Contract', 'Hours', 'Amount', 'Protected'], rows };
}

/** The root by which its reader can prove later that nothing of the week was changed. */
export function weekRoot({ last, evidenceRoot }: WeekSummary, address: (path: string) => string): Part[] {
  if (!evidenceRoot) return [];
  const words = `Keep this letter: by the evidence root of ${dayShort(last)} you can prove that nothing of this week was changed later.`;
  return [{ kind: 'words', words: `${words} ${evidenceRoot} (${address('/evidence')})` }];
}

export const weekPath = ({ first, last }: WeekSummary): string => `/reports?from=${first}&to=${last}&by=contract`;

const sum = (of: WeekSummary['contracts'], what: 'seconds' | 'amount' | 'protectedSeconds'): number =>
  of.reduce((total, contract) => total + contract[what], 0);

/** Rounded down: what is not wholly protected never reads 100 %. */
const percent = (part: number, whole: number): string => `${whole > 0 ? Math.floor((part / whole) * 100) : 0} %`;
