import { el, set, say, whenChanged } from './dom.ts';

export type Suggestion = { value: string; note: string };

/**
 * Offers earlier words below a field: on a click, with the arrow keys and, of those that fit, while typing. The browser's
 * own list would hide whatever does not begin as the field does, which is all of it once the field is filled.
 * @param choose what was chosen; the field shows it already
 */
export function suggestions(input: HTMLInputElement, label: string, choose: (value: string) => void) {
  const list = el('ul', { id: `${input.id}-list`, class: 'suggestions', role: 'listbox', 'aria-label': label });
  const combobox = {
    role: 'combobox',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
  };
  for (const [name, value] of Object.entries(combobox)) set(input, name, value);
  set(list, 'hidden', true);
  let offered: readonly Suggestion[] = [];
  let at = -1;

  function open(fits: (suggestion: Suggestion) => boolean = () => true): void {
    const fitting = offered.filter(suggestion => suggestion.value !== input.value && fits(suggestion));
    list.replaceChildren(...fitting.map(optionOf));
    point(-1);
    set(list, 'hidden', fitting.length === 0);
    set(input, 'aria-expanded', fitting.length > 0 ? 'true' : 'false');
  }

  function close(): void {
    set(list, 'hidden', true);
    set(input, 'aria-expanded', 'false');
    point(-1);
  }

  function optionOf({ value, note }: Suggestion, index: number): HTMLElement {
    const words = el('bdi', {});
    say(words, value);
    const option = el('li', { id: `${list.id}-${index}`, role: 'option', 'data-value': value }, words);
    if (note) option.append(el('bdi', { class: 'hint' }, note));
    option.addEventListener('click', () => take(value));
    return option;
  }

  function take(value: string): void {
    input.value = value;
    choose(value);
    close();
  }

  /** Moves the mark, the focus stays in the field. Beyond either end is the field itself. */
  function point(to: number): void {
    const count = list.children.length;
    at = to < -1 ? count - 1 : to >= count ? -1 : to;
    [...list.children].forEach((option, index) => set(option, 'aria-selected', index === at ? 'true' : 'false'));
    const marked = list.children[at];
    set(input, 'aria-activedescendant', marked?.id ?? null);
    marked?.scrollIntoView({ block: 'nearest' });
  }

  function walk(by: 1 | -1): void {
    if (list.hidden) open();
    point(at + by);
  }

  const keys: Record<string, () => boolean> = {
    ArrowDown: () => (walk(1), true),
    ArrowUp: () => (walk(-1), true),
    Enter() {
      const value = (list.children[at] as HTMLElement | undefined)?.dataset['value'];
      if (list.hidden || value === undefined) return false;
      take(value);
      return true;
    },
    Escape() {
      const wasOpen = !list.hidden;
      close();
      return wasOpen;
    },
  };
  input.addEventListener('keydown', event => {
    if (!event.ctrlKey && !event.metaKey && keys[event.key]?.()) event.preventDefault();
  });
  input.addEventListener('click', () => (list.hidden ? open() : close()));
  input.addEventListener('input', () => {
    const typed = input.value.trim().toLowerCase();
    open(({ value, note }) => `${value} ${note}`.toLowerCase().includes(typed));
  });
  input.addEventListener('blur', close);
  // A press would take the focus out of the field before the click arrives.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('mousedown', event => event.preventDefault());

  return {
    element: el('div', { class: 'suggest' }, input, list),
    offer: whenChanged((suggested: readonly Suggestion[]) => {
      offered = suggested;
    }),
  };
}
