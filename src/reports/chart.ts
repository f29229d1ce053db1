/** A report as stacked columns, one for each week. Rules only. */
import { money } from '../kernel/money.ts';
import { hoursExact, type EpochSeconds } from '../kernel/time.ts';
import { groupsOf, keyOf, sumOf, weekName, type Line, type Sums, type Way } from './report.ts';

export const measures = ['time', 'money'] as const;
export type Measure = (typeof measures)[number];

/** @property tone which colour: of a state, or a number of the palette */
export type Series = { label: string; tone: string; total: string };
type Part = { tone: string; from: number; size: number; words: string };
/**
 * Parts are in thousandths of the chart's height, from the bottom.
 * @property spare a tick a narrow window has no room for
 */
export type Column = { week: EpochSeconds; name: string; tick: string | null; spare: boolean; parts: Part[] };
/** @property ticks from the top down to zero, equally far apart */
export type Chart = { series: Series[]; columns: Column[]; ticks: string[]; words: string };

/** More colours than this nobody tells apart: the rest is one series. */
const MOST_SERIES = 5;
const TICKS = 4;
const LABELS = 6;

type Pile = { label: string; tone: string; amountIn(lines: readonly Line[]): number };

export function chartOf(lines: readonly Line[], mondays: readonly EpochSeconds[], way: Way, measure: Measure): Chart {
  const piles = pilesOf(lines, way, measure);
  const say = measure === 'money' ? money : hoursExact;
  const weeks = mondays.map(week => lines.filter(line => line.week === week));
  const highest = Math.max(0, ...weeks.map(week => valueOf(sumOf(week), measure)));
  const step = stepFor(highest / TICKS, measure);
  const every = Math.ceil(mondays.length / LABELS);
  const columns = mondays.map((week, place) => ({
    week,
    name: weekName(week),
    tick: place % every === 0 ? weekName(week).replace(/ \d+$/, '') : null,
    spare: (place / every) % 2 === 1,
    parts: stacked(piles, weeks[place]!, step * TICKS, words => `Week of ${weekName(week)}, ${words}`, say),
  }));
  const series = piles.map(({ label, tone, amountIn }) => ({ label, tone, total: say(amountIn(lines)) }));
  const ticks = Array.from({ length: TICKS + 1 }, (_, place) => tickWords(step * (TICKS - place), measure));
  return { series, columns, ticks, words: inWords(mondays, weeks, measure, say) };
}

const valueOf = (sums: Sums, measure: Measure): number => (measure === 'money' ? sums.amount : sums.seconds);

/** What the columns are made of. By week there is nothing to tell apart but how safe the pay is. */
function pilesOf(lines: readonly Line[], way: Way, measure: Measure): Pile[] {
  if (way === 'week' && measure === 'money')
    return [{ label: 'Amount', tone: '1', amountIn: some => sumOf(some).amount }];
  if (way === 'week')
    return [
      { label: 'Protected', tone: 'ok', amountIn: some => sumOf(some).protected },
      { label: 'Not protected', tone: 'warn', amountIn: some => sumOf(some).seconds - sumOf(some).protected },
    ];
  const groups = groupsOf(lines, way);
  const shown = groups.length > MOST_SERIES + 1 ? groups.slice(0, MOST_SERIES) : groups;
  const keys = new Set(shown.map(({ key }) => key));
  const of = (belongs: (key: string) => boolean) => (some: readonly Line[]) =>
    valueOf(sumOf(some.filter(line => belongs(keyOf(line, way)))), measure);
  const piles = shown.map(({ key, label }, place) => ({
    label,
    tone: String(place + 1),
    amountIn: of(other => other === key),
  }));
  if (shown.length === groups.length) return piles;
  const rest = `${groups.length - shown.length} more`;
  return [...piles, { label: rest, tone: 'rest', amountIn: of(key => !keys.has(key)) }];
}

function stacked(
  piles: readonly Pile[],
  lines: readonly Line[],
  top: number,
  sentence: (words: string) => string,
  say: (value: number) => string,
): Part[] {
  let below = 0;
  return piles.flatMap(({ label, tone, amountIn }) => {
    const value = amountIn(lines);
    if (value === 0) return [];
    const part = {
      tone,
      from: (below / top) * 1000,
      size: (value / top) * 1000,
      words: sentence(`${label}: ${say(value)}`),
    };
    below += value;
    return [part];
  });
}

const ROUND = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
/** The smallest round step that is enough, in hours or dollars. */
function stepFor(least: number, measure: Measure): number {
  const unit = measure === 'money' ? 100 : 3600;
  for (let power = unit; ; power *= 10) for (const times of ROUND) if (power * times >= least) return power * times;
}

const tickWords = (value: number, measure: Measure): string =>
  measure === 'money' ? money(value).replace(/\.00$/, '') : `${value / 3600} h`;

function inWords(
  mondays: readonly EpochSeconds[],
  weeks: readonly (readonly Line[])[],
  measure: Measure,
  say: (value: number) => string,
): string {
  const values = weeks.map(week => valueOf(sumOf(week), measure));
  const most = values.indexOf(Math.max(...values));
  const whole = values.reduce((sum, value) => sum + value, 0);
  if (whole === 0) return 'Nothing in these weeks.';
  return `${say(whole)} in ${mondays.length} ${mondays.length === 1 ? 'week' : 'weeks'}; most in the week of ${weekName(mondays[most]!)}: ${say(values[most]!)}. The table below has the numbers.`;
}
