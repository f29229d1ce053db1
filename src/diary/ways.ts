/** How one goes through a diary: its views, the days beside this one, any day, and a filter that comes along everywhere. */
import type { Form } from '../web/form.ts';
import { addDays, dayBounds, dayIn, dayName, fromSeconds, mondayOf, parseDay, type Day } from '../kernel/time.ts';
import { neighbour } from './block-rows.ts';
import { diaryHref, type Viewing } from './block-words.ts';
import type { Span } from './filtered-rows.ts';
import { choicesFor, EVERYTHING, filterWords, isFiltering, queryOf } from './filter.ts';

export type View = 'day' | 'week' | 'list' | 'week-list';
const paths: Record<View, string> = { day: '', week: '/week', list: '/list', 'week-list': '/week/list' };
export const isWeekly = (view: View): boolean => view === 'week' || view === 'week-list';

/** @property more what else the address of this view says @property jump the form that goes to any day */
export type Place = { view: View; day: Day; today: Day; more?: Record<string, string>; jump: Form<unknown> };

export const viewHref = (viewing: Viewing, view: View, day: Day, more?: Record<string, string>): string =>
  diaryHref(viewing.contract.id, day) + paths[view] + queryOf(viewing.filter, more);

/** The first day of a view, and the first after it. */
export function daysOf({ view, day }: Pick<Place, 'view' | 'day'>): { first: Day; end: Day } {
  const first = isWeekly(view) ? mondayOf(day) : day;
  return { first, end: addDays(first, isWeekly(view) ? 7 : 1) };
}

export function spanOf(place: Pick<Place, 'view' | 'day'>, zone: string): Span {
  const { first, end } = daysOf(place);
  return { from: dayBounds(first, zone).from, to: dayBounds(end, zone).from };
}

/** What every view of the diary offers on top. */
export async function waysLocals(viewing: Viewing, place: Place) {
  const { contract, filter } = viewing;
  const { view, day, today, more = {}, jump } = place;
  const beside = await daysBeside(viewing, place);
  const hrefOf = (to: Day | null) => to && { href: viewHref(viewing, view, to, more), label: nameOf(view, to) };
  const viewTo = (label: string, to: View) => ({ label, href: viewHref(viewing, to, day), current: to === view });
  const listed = view === 'list' || view === 'week-list';
  const here = today >= daysOf(place).first && today < daysOf(place).end;
  return {
    view,
    query: queryOf(filter),
    ways: {
      action: viewHref({ ...viewing, filter: EVERYTHING }, view, day),
      spans: [
        { ...viewTo('Day', listed ? 'list' : 'day'), current: !isWeekly(view) },
        { ...viewTo('Week', listed ? 'week-list' : 'week'), current: isWeekly(view) },
      ],
      looks: isWeekly(view)
        ? [viewTo('Overview', 'week'), viewTo('List', 'week-list')]
        : [viewTo('Pictures', 'day'), viewTo('List', 'list')],
      previous: hrefOf(beside.earlier),
      next: hrefOf(beside.later ?? (daysOf(place).end <= today ? today : null)),
      todayHref: here ? null : todayHref(viewing, place),
      hidden: Object.entries(more),
    },
    filter: {
      ...choicesFor(filter, contract.codes ?? []),
      ...filter,
      active: isFiltering(filter),
      words: filterWords(filter),
      clearHref: viewHref({ ...viewing, filter: EVERYTHING }, view, day, more),
    },
    // A field for dates would lose what is none.
    jump: { form: jump, type: parseDay(jump.raw['go'] ?? '') === null ? 'text' : 'date' },
    nearest: nearestOf(viewing, view, beside.earlier ?? beside.later),
  };
}

const todayHref = (viewing: Viewing, { view, today, more }: Place): string =>
  view === 'day' ? diaryHref(viewing.contract.id) + queryOf(viewing.filter) : viewHref(viewing, view, today, more);

const nameOf = (view: View, day: Day): string => (isWeekly(view) ? `week of ${dayName(mondayOf(day))}` : dayName(day));

const nearestOf = (viewing: Viewing, view: View, day: Day | null) =>
  day && { href: viewHref(viewing, view, day), label: `Go to ${isWeekly(view) ? 'the ' : ''}${nameOf(view, day)}` };

/** The nearest days with time before and after a view. */
async function daysBeside(
  { contract, actor }: Viewing,
  place: Place,
): Promise<Record<'earlier' | 'later', Day | null>> {
  const { from, to } = spanOf(place, actor.timeZone);
  const at = { freelancerId: contract.freelancerId, contractId: contract.id };
  const [before, after] = await Promise.all([neighbour(at, from, 'before'), neighbour(at, to - 1, 'after')]);
  const dayOf = (found: number | null) => (found === null ? null : dayIn(fromSeconds(found), actor.timeZone));
  return { earlier: dayOf(before), later: dayOf(after) };
}
