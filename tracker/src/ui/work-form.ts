import { MAX_DESCRIPTION, MAX_PROJECT_CODE } from '../../../src/wire/tracker.ts';
import type { Tracker } from '../app/tracker.ts';
import { el, say, set, whenChanged } from './dom.ts';
import { suggestions } from './suggestions.ts';
import type { TimerView } from './view.ts';

export type Part = { element: HTMLElement; show(view: TimerView): void };
export type WorkForm = Part & { /** Where other words are asked for. */ focusDescription(): void };

/** Select Project, Task Description with a live word on it, and the project code. */
export function workForm(tracker: Tracker): WorkForm {
  const project = el('select', { id: 'project' });
  const code = el('input', { id: 'code', maxlength: String(MAX_PROJECT_CODE), autocomplete: 'off' });
  const description = el('input', {
    id: 'description',
    maxlength: String(MAX_DESCRIPTION),
    autocomplete: 'off',
    'aria-describedby': 'description-word',
  });
  const word = el('p', { id: 'description-word', class: 'word' });

  project.addEventListener('change', () => tracker.choose(Number(project.value)));
  const setCode = (projectCode: string) => tracker.describe({ projectCode });
  const setDescription = (words: string) => tracker.describe({ description: words });
  code.addEventListener('input', () => setCode(code.value));
  description.addEventListener('input', () => setDescription(description.value));
  const codes = suggestions(code, 'Codes of this project', setCode);
  const recent = suggestions(description, 'Earlier descriptions', setDescription);

  const fillProjects = whenChanged((projects: TimerView['projects']) => {
    project.replaceChildren(
      ...projects.map(({ id, label, disabled }) => el('option', { value: String(id), disabled }, label)),
    );
  });

  const element = el(
    'div',
    { class: 'work' },
    el('label', { for: 'project' }, 'Select Project'),
    project,
    el('label', { for: 'description' }, 'Task Description'),
    recent.element,
    word,
    el('div', { class: 'code' }, el('label', { for: 'code' }, 'Project code'), codes.element),
  );
  return {
    element,
    show(view) {
      fillProjects(view.projects);
      project.value = String(view.projectId ?? '');
      // What is typed is in the draft at once; another value is another project's, wherever the focus is.
      if (code.value !== view.draft.projectCode) code.value = view.draft.projectCode;
      if (description.value !== view.draft.description) description.value = view.draft.description;
      codes.offer(view.codes.map(({ code: value, name }) => ({ value, note: name })));
      recent.offer(view.recent.map(value => ({ value, note: '' })));
      set(code, 'placeholder', view.codeHint);
      set(word, 'data-tone', view.description?.tone ?? 'quiet');
      say(word, view.description?.words ?? '');
    },
    focusDescription() {
      description.focus();
      description.select();
    },
  };
}
