/**
 * Every boundary of time in the product. Instants are `Date`; a calendar day is `YYYY-MM-DD` and only means
 * something together with a zone; on the block tables an instant is a whole second since 1970 (`Seconds`).
 */
import { Temporal } from 'temporal-polyfill';

/** A calendar day, `2026-11-20`. */
export type Day = string;
/** An IANA time zone, `Europe/Vienna`. */
export type Zone = string;
/** Whole seconds since 1970 UTC. */
export type EpochSeconds = number;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const CELL_SECONDS = 600;
const WEEK_SECONDS = 7 * 86_400;
/** 1970-01-01 was a Thursday: the first Monday began four days later. */
const FIRST_MONDAY = 4 * 86_400;

export const toSeconds = (instant: Date): EpochSeconds => Math.floor(instant.getTime() / 1000);
export const fromSeconds = (seconds: EpochSeconds): Date => new Date(seconds * 1000);
export const addMs = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

/** The start of the ten-minute cell an instant lies in. */
export const cellOf = (second: EpochSeconds): EpochSeconds => second - (second % CELL_SECONDS);
/** A contract's week: Monday 00:00 UTC on or before the instant. */
export const weekOf = (second: EpochSeconds): EpochSeconds => second - ((second - FIRST_MONDAY) % WEEK_SECONDS);
export const weekEnd = (second: EpochSeconds): EpochSeconds => weekOf(second) + WEEK_SECONDS;
/** The week closes on Monday 12:00 UTC after it: until then its owner may correct and delete. */
export const weekCloses = (second: EpochSeconds): EpochSeconds => weekEnd(second) + 12 * 3600;
/** The client reviews a week until Friday 23:59:59 UTC after it. */
export const reviewEnds = (second: EpochSeconds): EpochSeconds => weekEnd(second) + 5 * 86_400;
/** The client is charged on Tuesday 12:00 UTC after the week. */
export const chargeDue = (second: EpochSeconds): EpochSeconds => weekEnd(second) + 86_400 + 12 * 3600;
/** What is released in a week is paid out on Wednesday 12:00 UTC of the next. */
export const payoutDue = (second: EpochSeconds): EpochSeconds => weekEnd(second) + 2 * 86_400 + 12 * 3600;
/** Days since 1970 of the UTC day an instant lies in. */
export const utcDayNumber = (second: EpochSeconds): number => Math.floor(second / 86_400);
/** The UTC calendar day an instant lies in. */
export const utcDay = (second: EpochSeconds): Day => fromSeconds(second).toISOString().slice(0, 10);

/** Present names of zones that engines still list under their former ones; browsers report either. */
const renamed = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Yangon',
  'Asia/Ho_Chi_Minh',
  'Europe/Kyiv',
  'Atlantic/Faroe',
  'America/Nuuk',
];
const zones = new Set([...Intl.supportedValuesOf('timeZone'), ...renamed, 'UTC']);
/** All zones a person can choose, in alphabetical order. */
export const allZones: readonly Zone[] = [...zones].sort();
export const isZone = (name: string): boolean => zones.has(name);

/** The calendar day of an instant in a zone. */
export function dayIn(instant: Date, zone: Zone): Day {
  return zoned(instant, zone).toPlainDate().toString();
}

/** A day typed in an address, or null when there is no such day. */
export function parseDay(text: string): Day | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}

export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();
export const mondayOf = (day: Day): Day => addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);

/** First and last+1 second of a calendar day in a zone: 23, 24 or 25 hours. */
export function dayBounds(day: Day, zone: Zone): { from: EpochSeconds; to: EpochSeconds } {
  return { from: startOf(day, zone), to: startOf(addDays(day, 1), zone) };
}

function startOf(day: Day, zone: Zone): EpochSeconds {
  return Math.floor(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds / 1000);
}

function zoned(instant: Date, zone: Zone) {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}

const HALF_HOUR = 30 * MINUTE;
const offsets = new Map<string, number>();
const OFFSETS_KEPT = 10_000;
/** Milliseconds to add to UTC. Zones change their offset at whole half hours, so it is looked up once for each. */
function offsetMs(instant: Date, zone: Zone): number {
  const key = zone + Math.floor(instant.getTime() / HALF_HOUR);
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = zoned(instant, zone).offsetNanoseconds / 1e6;
  if (offsets.size >= OFFSETS_KEPT) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

const two = (number: number): string => (number < 10 ? `0${number}` : String(number));
/** `14:05` in the zone. A diary page shows hundreds, so it is arithmetic. */
export function clock(instant: Date, zone: Zone): string {
  const minutes = Math.floor((instant.getTime() + offsetMs(instant, zone)) / MINUTE) % 1440;
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
/** `14:05:09` in the zone. */
export const clockToTheSecond = (instant: Date, zone: Zone): string =>
  format(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(instant);
/** From when to when, to the minute; to the second when both are the same minute. */
export function fromTo(from: Date, to: Date, zone: Zone): { from: string; to: string } {
  const minutes = { from: clock(from, zone), to: clock(to, zone) };
  if (minutes.from !== minutes.to) return minutes;
  return { from: clockToTheSecond(from, zone), to: clockToTheSecond(to, zone) };
}
/** `20 Nov 2026, 14:05` in the zone. */
export const dateTime = (instant: Date, zone: Zone): string =>
  format(zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(instant)
    .replace('Sept', 'Sep');
/** `+01:00`: the zone's distance from UTC at an instant. */
export const offsetOf = (instant: Date, zone: Zone): string => zoned(instant, zone).offset;

const noon = (day: Day): Date => new Date(`${day}T12:00:00Z`);
/** `Fri 20 Nov` */
export const dayName = (day: Day): string =>
  format('UTC', { weekday: 'short', day: 'numeric', month: 'short' })
    .format(noon(day))
    .replace(',', '')
    .replace('Sept', 'Sep');
/** `Friday, 20 November 2026` */
export const dayLong = (day: Day): string =>
  format('UTC', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(noon(day))
    .replace(/^(\w+) /, '$1, ');
/** `20 Nov 2026` */
export const dayShort = (day: Day): string => dateTime(noon(day), 'UTC').replace(/,.*$/, '');
/** `Mon` */
export const weekday = (day: Day): string => format('UTC', { weekday: 'short' }).format(noon(day));

/** `7 h 20 m`; below an hour `8 m 40 s`, `45 s`. Exact: whatever is cut off (seconds above an hour) is only not shown. */
export function duration(seconds: number): string {
  const h = Math.floor(seconds / 3600);
  const m = Math.floor((seconds % 3600) / 60);
  const s = seconds % 60;
  if (h > 0) return m > 0 ? `${h} h ${m} m` : `${h} h`;
  if (m > 0) return s > 0 ? `${m} m ${s} s` : `${m} m`;
  return `${s} s`;
}

/** `7:20`, for tables. */
export const hours = (seconds: number): string =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}`;

/** `7:20:05`, for tables that are added up: nothing is cut off. */
export const hoursExact = (seconds: number): string => `${hours(seconds)}:${two(seconds % 60)}`;
