import eyeOff from 'lucide-static/icons/eye-off.svg';
import plus from 'lucide-static/icons/plus.svg';
import { MAX_MASK_REASON, mask as wireMask } from '../../../src/wire/tracker.ts';
import { coveredPerMille, type Box } from '../core/mask.ts';
import { coverLayer } from './cover-layer.ts';
import { el, icon, say, set } from './dom.ts';
import { coveredWords } from './held-view.ts';

export type CoverForm = {
  /** Lies over the picture. */
  layer: HTMLElement;
  /** Stands below it. */
  element: HTMLElement;
  /** @param before what is covered already, in thousandths; @param reason what was typed for it */
  begin(before: number, reason: string, limit: number): void;
  /** Forgets boxes and reason. */
  clear(): void;
};

const SUGGESTIONS = ['Private message', 'Password or key', 'Another client’s work', 'Personal data'];

/**
 * Draws boxes and asks why. What was drawn and typed stays until it is covered or cleared.
 * @param cover returns why it could not be done, or `null`
 */
export function coverForm(
  cover: (boxes: Box[], reason: string) => Promise<string | null>,
  back: () => void,
): CoverForm {
  const layer = coverLayer(drawShare);
  const share = el('p', { class: 'share', role: 'status' });
  const warning = el('p', { class: 'share-warning', role: 'status' });
  const add = el('button', { class: 'secondary small', type: 'button', 'data-add-box': true }, icon(plus), 'Add a box');
  const remove = el('button', { class: 'quiet', type: 'button' }, 'Remove box');
  const reason = el('input', {
    id: 'cover-reason',
    maxlength: String(MAX_MASK_REASON),
    autocomplete: 'off',
    'aria-describedby': 'cover-fault cover-hint',
  });
  const fault = el('p', { id: 'cover-fault', class: 'problem', role: 'alert' });
  const suggestions = SUGGESTIONS.map(words => {
    const chip = el('button', { class: 'chip', type: 'button' }, words);
    chip.addEventListener('click', () => {
      reason.value = words;
      say(fault, '');
      go.focus();
    });
    return chip;
  });
  const cancel = el('button', { class: 'secondary', type: 'button' }, 'Back');
  const go = el('button', { class: 'primary', type: 'submit' }, icon(eyeOff), 'Cover for good');
  const element = el(
    'form',
    { class: 'cover-form', novalidate: true },
    el('div', { class: 'row' }, share, el('span', { class: 'cover-tools' }, add, remove)),
    warning,
    el('label', { for: 'cover-reason' }, 'Why is it covered?'),
    reason,
    fault,
    el('div', { class: 'chips' }, ...suggestions),
    el(
      'p',
      { id: 'cover-hint', class: 'hint' },
      'Your client reads the reason and how much is covered, never what is under it.',
    ),
    el('div', { class: 'row' }, cancel, go),
  );
  let before = 0;
  let limit = 1000;
  let busy = false;

  function drawShare(): void {
    const boxes = layer.boxes();
    const all = Math.min(1000, coveredPerMille(boxes) + before);
    set(remove, 'aria-disabled', boxes.length === 0 ? 'true' : null);
    say(share, boxes.length === 0 ? 'Draw over what is private' : coveredWords(all));
    const over = boxes.length > 0 && all > limit;
    say(warning, over ? `More than ${Math.floor(limit / 10)} % covered: this block will not be protected.` : '');
  }

  async function submit(): Promise<void> {
    const boxes = layer.boxes();
    const typed = wireMask.shape.reason.safeParse(reason.value);
    if (boxes.length === 0) return refuse('Draw a box over what is private, or add one with the button.', add);
    if (!typed.success) return refuse(`Please say why, in 3 to ${MAX_MASK_REASON} characters.`, reason);
    if (busy) return;
    busy = true;
    const refused = await cover(boxes, typed.data).catch(() => 'The picture could not be covered. Please try again.');
    busy = false;
    if (refused !== null) return refuse(refused, go);
    clear();
  }

  function refuse(words: string, focus: HTMLElement): void {
    say(fault, words);
    focus.focus();
  }

  function clear(): void {
    layer.clear();
    reason.value = '';
    say(fault, '');
  }

  element.addEventListener('submit', event => {
    event.preventDefault();
    void submit();
  });
  add.addEventListener('click', () => layer.add());
  remove.addEventListener('click', () => layer.remove());
  cancel.addEventListener('click', back);

  return {
    layer: layer.element,
    element,
    begin(covered, lastReason, mostPerMille) {
      before = covered;
      limit = mostPerMille;
      reason.value ||= lastReason;
      drawShare();
      add.focus();
    },
    clear,
  };
}
