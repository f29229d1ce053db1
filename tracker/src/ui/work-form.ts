import { MAX_DESCRIPTION, MAX_PROJECT_CODE } from '../../../src/wire/tracker.ts';
import type { Tracker } from '../app/tracker.ts';
import { el, say, set, whenChanged } from './dom.ts';
import type { TimerView } from './view.ts';

export type Part = { element: HTMLElement; show(view: TimerView): void };

/** Select Project, Task Description with a live word on it, and the project code. */
export function workForm(tracker: Tracker): Part {
  const project = el('select', { id: 'project' });
  const codes = el('datalist', { id: 'codes' });
  const code = el('input', { id: 'code', list: 'codes', maxlength: String(MAX_PROJECT_CODE), autocomplete: 'off' });
  const recent = el('datalist', { id: 'recent' });
  const description = el('input', {
    id: 'description',
    list: 'recent',
    maxlength: String(MAX_DESCRIPTION),
    autocomplete: 'off',
    'aria-describedby': 'description-word',
  });
  const word = el('p', { id: 'description-word', class: 'word', role: 'status' });

  project.addEventListener('change', () => {
    tracker.describe({ contractId: Number(project.value), projectCode: '' });
  });
  code.addEventListener('input', () => tracker.describe({ projectCode: code.value }));
  description.addEventListener('input', () => tracker.describe({ description: description.value }));

  const fillProjects = whenChanged((view: Pick<TimerView, 'projects'>) => {
    project.replaceChildren(
      ...view.projects.map(({ id, label, disabled }) => el('option', { value: String(id), disabled }, label)),
    );
  });
  const fillCodes = whenChanged((list: TimerView['codes']) =>
    codes.replaceChildren(...list.map(({ code: value, name }) => el('option', { value, label: name }))),
  );
  const fillRecent = whenChanged((list: string[]) =>
    recent.replaceChildren(...list.map(value => el('option', { value }))),
  );

  const element = el(
    'div',
    { class: 'work' },
    el('label', { for: 'project' }, 'Select Project'),
    project,
    el('label', { for: 'description' }, 'Task Description'),
    description,
    recent,
    word,
    el('div', { class: 'code' }, el('label', { for: 'code' }, 'Project code'), code, codes),
  );
  return {
    element,
    show(view) {
      fillProjects({ projects: view.projects });
      project.value = String(view.projectId ?? '');
      // Never under the person's hands.
      if (document.activeElement !== code && code.value !== view.draft.projectCode) code.value = view.draft.projectCode;
      if (document.activeElement !== description && description.value !== view.draft.description) {
        description.value = view.draft.description;
      }
      fillCodes(view.codes);
      fillRecent(view.recent);
      set(code, 'placeholder', view.codes[0] ? `e.g. ${view.codes[0].code}` : 'none');
      set(word, 'data-tone', view.description?.tone ?? 'quiet');
      say(word, view.description?.words ?? '');
    },
  };
}
