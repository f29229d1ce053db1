import type { Tracker } from '../app/tracker.ts';
import { el, say, set, whenChanged } from './dom.ts';
import { coveredWords, type HeldBlock } from './held-view.ts';
import { thumbnail } from './thumbnail.ts';

export type HeldRow = { element: HTMLLIElement; show(block: HeldBlock): void; end(): void };

/** One block of this computer: what it is, where it stands, and what can be done about it. */
export function heldRow(
  tracker: Tracker,
  view: (block: HeldBlock) => void,
  discard: (block: HeldBlock) => void,
): HeldRow {
  const small = thumbnail(file => tracker.holding.read(file));
  const picture = el(
    'button',
    { class: 'thumbnail-button', type: 'button', tabindex: '-1', 'aria-hidden': 'true' },
    small.element,
  );
  const when = el('strong', {});
  const work = el('span', { class: 'work-words' });
  const stage = el('span', { class: 'stage' });
  const marks = el('span', { class: 'marks' });
  const look = el('button', { class: 'quiet', type: 'button' }, 'View');
  const drop = el('button', { class: 'quiet', type: 'button' }, 'Discard');
  const element = el(
    'li',
    { class: 'held-row' },
    picture,
    el('div', { class: 'held-words' }, when, work, el('span', { class: 'held-stage' }, stage, marks)),
    el('div', { class: 'held-acts' }, look, drop),
  );
  let shown: HeldBlock | null = null;
  for (const button of [look, picture]) button.addEventListener('click', () => shown && view(shown));
  drop.addEventListener('click', () => shown && discard(shown));

  const draw = whenChanged((block: HeldBlock) => {
    const [first] = block.pictures;
    say(when, block.when);
    say(work, `${block.project} · ${block.description}`);
    say(stage, block.stage.words);
    set(stage, 'data-tone', block.stage.tone);
    const masks = block.pictures.flatMap(({ mask }) => (mask ? [coveredWords(mask.perMille)] : []));
    say(marks, [...block.marks, ...masks].join(' · '));
    small.show(first?.file ?? null);
    set(picture, 'disabled', !first);
    set(look, 'hidden', !first);
    set(drop, 'hidden', !block.changeable);
    set(look, 'aria-label', `View the screenshot of ${block.when}`);
    set(drop, 'aria-label', `Discard ${block.when}`);
  });

  return {
    element,
    show(block) {
      shown = block;
      draw(block);
    },
    end: () => small.end(),
  };
}
