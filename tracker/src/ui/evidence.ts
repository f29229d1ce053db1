import image from 'lucide-static/icons/image.svg';
import { el, icon, say, set } from './dom.ts';
import type { Part } from './work-form.ts';

/** The last screenshot, small with its time, and large on demand. */
export function lastPicture(): Part {
  const thumbnail = el('img', { alt: '', width: '72', height: '45', hidden: true });
  const none = el('span', { class: 'no-picture' }, icon(image));
  const words = el('span', { class: 'when', role: 'status' });
  const view = el('button', { class: 'quiet', type: 'button' }, 'View');
  const large = el('img', { alt: 'The last screenshot' });
  const close = el('button', { class: 'secondary', type: 'button' }, 'Close');
  const caption = el('p', {});
  const dialog = el('dialog', { 'aria-label': 'Last screenshot' }, large, el('div', { class: 'row' }, caption, close));
  view.addEventListener('click', () => dialog.showModal());
  close.addEventListener('click', () => dialog.close());

  let shown: Uint8Array | null = null;
  return {
    element: el('section', { class: 'picture', 'aria-label': 'Last screenshot' }, none, thumbnail, words, view, dialog),
    show({ picture, pictureWords }) {
      say(words, pictureWords);
      say(caption, pictureWords);
      set(view, 'hidden', !picture);
      if (picture?.bytes === shown) return;
      shown = picture?.bytes ?? null;
      if (thumbnail.src) URL.revokeObjectURL(thumbnail.src);
      set(thumbnail, 'hidden', !picture);
      set(none, 'hidden', picture !== null);
      const address = picture ? URL.createObjectURL(new Blob([picture.bytes], { type: 'image/jpeg' })) : null;
      set(thumbnail, 'src', address);
      set(large, 'src', address);
    },
  };
}
