import type { Box } from '../core/mask.ts';
import { drawn, FIRST_BOX, moved, stretched } from '../core/boxes.ts';
import { el, say, set } from './dom.ts';

export type CoverLayer = {
  /** Lies over the picture, as large as it. */
  element: HTMLElement;
  boxes(): Box[];
  /** Puts a box into the middle and gives it the focus. */
  add(): void;
  /** Takes away the box last touched. */
  remove(): void;
  clear(): void;
};

type Shape = { box: Box; element: HTMLElement };
type Point = { x: number; y: number };
type Drag = { from: Point; apply(to: Point): void };

/** One press of an arrow key, as part of the picture's side. */
const STEP = 0.01;
const ARROWS: Record<string, [right: number, down: number]> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** Boxes drawn, moved, stretched and removed with a pointer or with keys. @param changed called after each */
export function coverLayer(changed: () => void): CoverLayer {
  const surface = el('div', { class: 'cover-surface' });
  const spoken = el('p', { class: 'unseen', role: 'status' });
  const element = el('div', { class: 'cover-layer', role: 'group', 'aria-label': 'Covered parts' }, surface, spoken);
  let shapes: Shape[] = [];
  let selected: Shape | null = null;
  let drag: Drag | null = null;

  function create(box: Box): Shape {
    const handle = el('span', { class: 'cover-handle', 'aria-hidden': 'true' });
    // Arrow keys are its own business; a screen reader hands them over to an application.
    const shape = { box, element: el('div', { class: 'cover-box', role: 'application', tabindex: '0' }, handle) };
    shape.element.addEventListener('focus', () => select(shape));
    shape.element.addEventListener('keydown', event => press(shape, event));
    shapes.push(shape);
    element.append(shape.element);
    put(shape, box);
    return shape;
  }

  function put(shape: Shape, box: Box): void {
    shape.box = box;
    const { style } = shape.element;
    for (const [side, part] of Object.entries({ left: box.x, top: box.y, width: box.width, height: box.height })) {
      style.setProperty(side, `${part * 100}%`);
    }
    set(shape.element, 'aria-label', `Box ${shapes.indexOf(shape) + 1}: ${placeWords(box)}`);
    changed();
  }

  function select(shape: Shape | null): void {
    selected = shape;
    for (const other of shapes) set(other.element, 'data-selected', other === shape);
  }

  function takeAway(shape: Shape): void {
    shapes = shapes.filter(other => other !== shape);
    shape.element.remove();
    select(shapes.at(-1) ?? null);
    for (const other of shapes) put(other, other.box);
    changed();
  }

  function press(shape: Shape, event: KeyboardEvent): void {
    const arrow = ARROWS[event.key];
    const away = event.key === 'Delete' || event.key === 'Backspace';
    if (!arrow && !away) return;
    event.preventDefault();
    // The viewer's own arrow keys turn the page.
    event.stopPropagation();
    if (arrow) {
      put(shape, (event.shiftKey ? stretched : moved)(shape.box, ...arrow));
      return say(spoken, placeWords(shape.box));
    }
    takeAway(shape);
    (selected?.element ?? element.closest('dialog')?.querySelector<HTMLElement>('[data-add-box]'))?.focus();
  }

  function at({ clientX, clientY }: PointerEvent): Point {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  }

  function take(target: EventTarget | null, from: Point): Drag {
    const shape = shapes.find(({ element }) => element.contains(target as Node));
    if (!shape) return drawFrom(from);
    shape.element.focus({ preventScroll: true });
    const { box } = shape;
    const change = target === shape.element ? moved : stretched;
    return { from, apply: to => put(shape, change(box, to.x - from.x, to.y - from.y)) };
  }

  /** Nothing is there before the pointer has moved far enough to have meant it. */
  function drawFrom(from: Point): Drag {
    let shape: Shape | null = null;
    return {
      from,
      apply(to) {
        const box = drawn(from, to);
        if (!box) return;
        if (shape) return put(shape, box);
        shape = create(box);
        shape.element.focus({ preventScroll: true });
      },
    };
  }

  element.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    drag = take(event.target, at(event));
  });
  element.addEventListener('pointermove', event => drag?.apply(at(event)));
  for (const end of ['pointerup', 'pointercancel'] as const) element.addEventListener(end, () => (drag = null));

  return {
    element,
    boxes: () => shapes.map(({ box }) => box),
    add() {
      // Each a little further down, so that none hides another.
      create(moved(FIRST_BOX, 0, shapes.length * 3 * STEP)).element.focus();
    },
    remove() {
      if (selected) takeAway(selected);
    },
    clear() {
      shapes.forEach(shape => shape.element.remove());
      shapes = [];
      selected = null;
      changed();
    },
  };
}

const percent = (part: number): string => `${Math.round(part * 100)} %`;
const placeWords = ({ x, y, width, height }: Box): string =>
  `${percent(x)} from the left, ${percent(y)} from the top, ${percent(width)} wide, ${percent(height)} high`;
