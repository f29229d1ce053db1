/* A few small behaviours, asked for by data attributes. Every page works without them. */

/** `data-key="ArrowLeft"`: the key follows the link, unless someone is typing or a modifier is held. */
document.addEventListener('keydown', event => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented)
    return;
  if (event.target instanceof Element && event.target.closest('input, select, textarea, [tabindex="0"]')) return;
  const link = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

/** `data-guess-zone`: the browser's own time zone is chosen when nobody has chosen yet. */
function guessZone(select) {
  if (select.querySelector('option[selected]')) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...select.options].some(option => option.value === zone)) select.value = zone;
}

/** `data-busy="…"`: the button that sends its form says so while the answer is on its way; a second click sends nothing. */
document.addEventListener('submit', ({ submitter, target }) => {
  const words = submitter?.dataset.busy;
  if (!words) return;
  const before = submitter.textContent;
  submitter.textContent = words;
  const again = event => event.preventDefault();
  target.addEventListener('submit', again);
  // Somebody who comes back finds the form as it was.
  addEventListener(
    'pagehide',
    () => {
      submitter.textContent = before;
      target.removeEventListener('submit', again);
    },
    { once: true },
  );
});

/** `data-print`: the page is printed. Hidden until it can work; the browser's own menu does the same. */
document.addEventListener('click', ({ target }) => {
  if (target instanceof Element && target.closest('[data-print]')) print();
});

/** After a page or region arrived: its title, its message, and what depends on the browser. */
function settle() {
  const titled = document.querySelector('[data-title]');
  if (titled) document.title = `${titled.dataset.title} · Impact Time`;
  for (const select of document.querySelectorAll('[data-guess-zone]')) guessZone(select);
  for (const button of document.querySelectorAll('[data-print]')) button.hidden = false;
  for (const hint of document.querySelectorAll('[data-keys]')) hint.hidden = !matchMedia('(hover: hover)').matches;
  const message = document.querySelector('[data-focus]');
  message?.removeAttribute('data-focus');
  message?.focus();
}

/**
 * `data-while-seen`: a region refreshes itself only while someone can see it.
 * Whatever else is asked for is a new act: what the last one said is over.
 */
document.addEventListener('htmx:before:request', event => {
  const refresh = event.target instanceof Element && event.target.matches('[data-while-seen]');
  if (refresh && document.hidden) event.preventDefault();
  if (!refresh) for (const words of document.querySelectorAll('.said')) words.remove();
});

document.addEventListener('htmx:after:swap', settle);
settle();
