/** Elements without a framework. Text becomes text nodes; there is no way here to turn a string into markup. */
type Children = readonly (Node | string)[];

/** Makes an element; `attributes` are set as attributes, `true` as an empty one, `false` and `null` not at all. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | null> = {},
  ...children: Children
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  element.append(...children);
  return element;
}

/** Sets or takes away an attribute. */
export function set(element: Element, name: string, value: string | boolean | null): void {
  if (value === false || value === null) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
}

/** Changes the text only when it is another one, so that a screen reader speaks only of what is new. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Calls `draw` only when the data differs from the last time. */
export function whenChanged<T>(draw: (data: T) => void): (data: T) => void {
  let last: string | undefined;
  return data => {
    const now = JSON.stringify(data);
    if (now === last) return;
    last = now;
    draw(data);
  };
}

/** An icon from its SVG text; only for icons that are part of the bundle. */
export function icon(svg: string): Element {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  set(parsed, 'aria-hidden', 'true');
  set(parsed, 'class', 'icon');
  return document.importNode(parsed, true);
}
