import { el, say, set } from './dom.ts';
import type { Part } from './work-form.ts';

/** Today, this week and what is left of the weekly limit. */
export function totals(): Part {
  const figure = (label: string) => {
    const value = el('dd', {});
    const name = el('dt', {}, label);
    return { name, value, element: el('div', {}, name, value) };
  };
  const today = figure('Today');
  const week = figure('This week');
  const left = figure('Left');
  const used = el('progress', { max: '1', 'aria-label': 'Part of the weekly limit that is used' });
  const list = el('dl', {}, today.element, week.element, left.element);
  const element = el('section', { class: 'totals', 'aria-label': 'Totals' }, list, used);
  return {
    element,
    show({ totals: sums }) {
      set(element, 'hidden', !sums);
      if (!sums) return;
      say(today.value, sums.today);
      say(week.value, sums.week);
      say(left.name, sums.over ? `Over ${sums.limit}` : `Left of ${sums.limit}`);
      say(left.value, sums.left);
      set(element, 'data-over', sums.over);
      used.value = sums.used;
    },
  };
}
