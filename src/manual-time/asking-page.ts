/** The page on which a freelancer chooses time that is free. */
import type { Contract } from '../contracts/contract-model.ts';
import { termsAt } from '../contracts/contract.ts';
import { mayTypeCodes, openCodes } from '../contracts/project-code.ts';
import {
  addDays,
  dayBounds,
  dayIn,
  fromSeconds,
  toSeconds,
  weekday,
  weekOf,
  type Day,
  type EpochSeconds,
} from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import { freeOf, joined, overlapping, secondsOf, wholeMinutes, type Stretch } from './free-time.ts';
import { askedTime, loggedTime, stoppedTime } from './logged-time.ts';
import { answerBy, manualRefusalWords, whyNotAskOn } from './manual-request.ts';
import { momentGroups, stretchWords } from './moment-words.ts';

/** @param wanted a day of the current week, else the page is about today */
export async function askingLocals(contract: Contract, actor: Actor, wanted: Day | null, now: Date) {
  const zone = actor.timeZone;
  const days = daysOfWeek(now, zone);
  const day = wanted !== null && days.includes(wanted) ? wanted : days.at(-1)!;
  const bounds = dayBounds(day, zone);
  const [logged, asked, stopped] = await Promise.all([
    loggedTime(actor.id, bounds),
    askedTime(actor.id, bounds),
    stoppedTime(contract.id, bounds),
  ]);
  const accepted = contract.acceptedAt === null ? Infinity : toSeconds(contract.acceptedAt);
  const open = {
    from: Math.max(bounds.from, weekOf(toSeconds(now)), accepted),
    to: Math.min(bounds.to, toSeconds(now)),
  };
  const free = freeOf(open, [...logged, ...asked, ...stopped])
    .map(wholeMinutes)
    .filter(stretch => stretch !== null);
  const terms = termsAt(contract.terms ?? [], now);
  const refusal = whyNotAskOn(contract) ?? (terms?.manualTime ? null : 'manual-time-off');
  const href = `/contracts/${contract.id}/manual-time`;
  return {
    contract: { id: contract.id, title: contract.title, clientName: contract.client?.name ?? '' },
    refusal: refusal && manualRefusalWords[refusal],
    mayType: mayTypeCodes(contract.codes, terms),
    ...{ action: href, backHref: href, zone, day },
    days: days.map(one => ({ ...dayWords(one), href: `${href}/new?day=${one}`, current: one === day })),
    hours: hoursOf(bounds, open, { logged, asked, stopped }),
    free: free.map(gap => ({
      ...stretchWords(gap, zone),
      seconds: secondsOf([gap]),
      href: `${href}/new?day=${day}&from=${gap.from}&to=${gap.to}#ask`,
    })),
    moments: momentGroups(free, bounds, zone),
    codes: openCodes(contract.codes).map(({ code, name }) => ({
      value: code,
      label: code === name ? code : `${code} ${name}`,
    })),
    // The last second in which it can be answered.
    deadline: fromSeconds(answerBy(toSeconds(now)) - 1),
  };
}

/** The days of the current UTC week up to today, as this zone counts days. */
function daysOfWeek(now: Date, zone: string): Day[] {
  const today = dayIn(now, zone);
  const days: Day[] = [];
  for (let day = dayIn(fromSeconds(weekOf(toSeconds(now))), zone); day <= today; day = addDays(day, 1)) days.push(day);
  return days;
}

const dayWords = (day: Day) => ({ day, label: weekday(day), number: Number(day.slice(8)) });

/** The day as a bar: what is taken, and by what, in seconds from its midnight. */
function hoursOf(bounds: Stretch, open: Stretch, taken: Record<'logged' | 'asked' | 'stopped', Stretch[]>) {
  const place = (kind: string) => (stretch: Stretch) => {
    const from = Math.max(stretch.from, bounds.from);
    return { kind, x: from - bounds.from, width: Math.min(stretch.to, bounds.to) - from };
  };
  const closed = freeOf(bounds, open.from < open.to ? [open] : []);
  return {
    length: bounds.to - bounds.from,
    marks: hourMarks(bounds),
    parts: [
      ...joined([...closed, ...taken.stopped]).map(place('closed')),
      ...joined(taken.logged).map(place('logged')),
      ...taken.asked.filter(one => !overlapping(one, taken.logged)).map(place('asked')),
    ],
  };
}

const hourMarks = ({ from, to }: Stretch): EpochSeconds[] =>
  Array.from({ length: Math.floor((to - from - 1) / 3600) }, (_, place) => (place + 1) * 3600);
