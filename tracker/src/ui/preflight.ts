import cross from 'lucide-static/icons/circle-x.svg';
import info from 'lucide-static/icons/info.svg';
import alert from 'lucide-static/icons/shield-alert.svg';
import shield from 'lucide-static/icons/shield-check.svg';
import { el, icon, whenChanged } from './dom.ts';
import { actButtons, type Acts } from './notice-list.ts';
import type { PreflightView } from './preflight-view.ts';
import type { Tone } from './view.ts';
import type { Part } from './work-form.ts';

/** So many lines are read at a glance; with more, the rest is behind a click. */
const AT_A_GLANCE = 3;

const icons: Record<Tone, string> = { ok: shield, warn: alert, bad: cross, info, quiet: info };

/** Whether the time is protected, below the clock: one line when all is well, else what to do. */
export function preflightList(acts: Acts): Part {
  const element = el('div', { class: 'preflight', role: 'status' });

  const line = (words: string, tone: Tone, ...more: HTMLElement[]) =>
    el('div', { class: 'check', 'data-tone': tone }, icon(icons[tone]), el('p', {}, words, ...more));

  const draw = whenChanged(({ summary, checks }: PreflightView) => {
    const lines = checks.map(check => line(check.words, check.tone, ...actButtons(check.acts, acts)));
    if (summary) lines.unshift(line(summary.words, summary.tone));
    const shown = lines.length > AT_A_GLANCE ? AT_A_GLANCE - 1 : lines.length;
    const rest = lines.splice(shown);
    const folded = rest.length > 0 ? [el('details', {}, el('summary', {}, `${rest.length} more`), ...rest)] : [];
    element.replaceChildren(...lines, ...folded);
  });
  return { element, show: view => draw(view.preflight) };
}
