import image from 'lucide-static/icons/image.svg';
import { el, icon, say, set } from './dom.ts';
import type { Viewer } from './viewer.ts';
import type { Part } from './work-form.ts';

/** The last screenshot, small with its time, and large on demand. */
export function lastPicture(viewer: Viewer): Part {
  const thumbnail = el('img', { alt: '', width: '72', height: '45', hidden: true });
  const none = el('span', { class: 'no-picture' }, icon(image));
  const words = el('span', { class: 'when', role: 'status' });
  const look = el('button', { class: 'quiet', type: 'button', 'aria-label': 'View the last screenshot' }, 'View');
  let shown: { bytes: Uint8Array<ArrayBuffer>; takenAt: number } | null = null;
  look.addEventListener('click', () => shown && viewer.open(shown.takenAt));

  return {
    element: el('section', { class: 'picture', 'aria-label': 'Last screenshot' }, none, thumbnail, words, look),
    show({ picture, pictureWords }) {
      say(words, pictureWords);
      set(look, 'hidden', !picture);
      if (picture?.bytes === shown?.bytes) return;
      shown = picture;
      if (thumbnail.src) URL.revokeObjectURL(thumbnail.src);
      set(thumbnail, 'hidden', !picture);
      set(none, 'hidden', picture !== null);
      set(thumbnail, 'src', picture ? URL.createObjectURL(new Blob([picture.bytes], { type: 'image/jpeg' })) : null);
    },
  };
}
