/** What the page of a report shows. */
import { chartOf, measures, type Measure } from './chart.ts';
import { MAX_WEEKS, recentWeeks, type Period } from './period.ts';
import type { Actor } from '../policy/policy.ts';
import type { Asked } from './asked.ts';
import { groupsOf, sumOf, ways, type Group, type Line, type Way } from './report.ts';
import { utcDay } from '../kernel/time.ts';

const PAGE = 60;
const wayWords: Record<Way, string> = { week: 'Week', contract: 'Contract', code: 'Project code', person: 'Person' };
const measureWords: Record<Measure, string> = { time: 'Time', money: 'Money' };

type Address = { from: string; to: string; contract: number | null; by: Way; show: Measure; page?: number };

/** The address of a report. */
export function reportHref({ contract, page, ...rest }: Address, path = '/reports'): string {
  const query = new URLSearchParams(rest);
  if (contract !== null) query.set('contract', String(contract));
  if (page !== undefined && page > 1) query.set('page', String(page));
  return `${path}?${query}`;
}

/** @param page of the table; the chart and the sums are of all */
export function reportLocals(
  lines: readonly Line[],
  asked: Asked,
  page: number,
  reader: Pick<Actor, 'role'>,
  now: Date,
) {
  const { period, contract, by, show } = asked;
  const here: Address = { from: period.first, to: period.last, contract, by, show };
  const groups = groupsOf(lines, by);
  const pages = Math.max(1, Math.ceil(groups.length / PAGE));
  const at = Math.min(pages, Math.max(1, Math.trunc(page)));
  return {
    first: period.first,
    last: period.last,
    weeks: period.mondays.length,
    sums: sumOf(lines),
    waiting: waitingOf(lines, reader),
    heading: wayWords[by],
    chart: chartOf(lines, period.mondays, by, show),
    groups: groups.slice((at - 1) * PAGE, at * PAGE).map(group => ({ ...group, href: insideOf(group, here, period) })),
    ways: ways.map(way => ({ label: wayWords[way], href: reportHref({ ...here, by: way }), current: way === by })),
    measures: measures.map(measure => {
      return { label: measureWords[measure], href: reportHref({ ...here, show: measure }), current: measure === show };
    }),
    recent: recentOf(here, now),
    csvHref: reportHref(here, '/reports.csv'),
    pages,
    page: at,
    previousHref: at > 1 ? reportHref({ ...here, page: at - 1 }) : null,
    nextHref: at < pages ? reportHref({ ...here, page: at + 1 }) : null,
  };
}

/** Late time without an answer: on whose word it waits, and where that is given. */
function waitingOf(lines: readonly Line[], { role }: Pick<Actor, 'role'>) {
  const found = lines.filter(({ waiting }) => waiting > 0);
  const [first] = found;
  if (!first) return null;
  const contracts = [...new Map(found.map(({ contractId, title }) => [contractId, title]))];
  const alone = found.every(({ personId }) => personId === first.personId);
  return {
    ...{ seconds: sumOf(found).waiting, amount: sumOf(found).waitingAmount },
    whose: role === 'client' ? 'your' : alone ? `${first.person}’s` : 'your clients’',
    answers: contracts.map(([id, title]) => ({ href: `/contracts/${id}/manual-time#late-heading`, title })),
  };
}

/** A contract's row leads to its project codes, a week's to its contracts. */
function insideOf(group: Group, here: Address, { mondays }: Period): string | null {
  if (here.by === 'contract') return reportHref({ ...here, contract: Number(group.key), by: 'code' });
  if (here.by !== 'week' || mondays.length === 1) return null;
  const monday = Number(group.key);
  const by = here.contract === null ? 'contract' : 'code';
  return reportHref({ ...here, from: utcDay(monday), to: utcDay(monday + 7 * 86_400 - 1), by });
}

const recentOf = (here: Address, now: Date) =>
  [4, 12, 26, MAX_WEEKS - 1].map(weeks => {
    const span = recentWeeks(weeks, now);
    const current = span.from === here.from && span.to === here.to;
    return { label: `${weeks} weeks`, href: reportHref({ ...here, ...span }), current };
  });
