import type { Tracker } from '../app/tracker.ts';
import { el, say, set, whenChanged } from './dom.ts';
import type { TimerView } from './view.ts';
import type { Part } from './work-form.ts';

/** The last projects, each a click away: while the timer runs the click splits the time. */
export function otherProjects(tracker: Tracker): Part {
  const label = el('span', { class: 'hint', id: 'others-label' });
  const buttons = el('div', { class: 'others-list' });
  const element = el('div', { class: 'others', role: 'group', 'aria-labelledby': label.id }, label, buttons);
  const draw = whenChanged((projects: TimerView['others']['projects']) => {
    buttons.replaceChildren(
      ...projects.map(({ id, title, more }) => {
        const button = el('button', { class: 'secondary', type: 'button', title: more }, el('bdi', {}, title));
        button.addEventListener('click', () => tracker.choose(id));
        return button;
      }),
    );
  });
  return {
    element,
    show({ others }) {
      set(element, 'hidden', others.projects.length === 0);
      say(label, others.label);
      draw(others.projects);
    },
  };
}
