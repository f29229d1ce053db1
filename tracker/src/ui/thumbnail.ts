import image from 'lucide-static/icons/image.svg';
import { el, icon, set } from './dom.ts';

export type Thumbnail = {
  element: HTMLElement;
  /** Shows the picture of this file as soon as the thumbnail is in sight. */
  show(file: string | null): void;
  /** Gives the memory back. */
  end(): void;
};

/** A small picture from this computer's disk. @param read the picture's bytes; `null` when it is gone */
export function thumbnail(read: (file: string) => Promise<Uint8Array<ArrayBuffer> | null>): Thumbnail {
  const picture = el('img', { alt: '', hidden: true });
  const none = el('span', { class: 'no-picture' }, icon(image));
  const element = el('span', { class: 'thumbnail' }, none, picture);
  let wanted: string | null = null;
  let loaded: string | null = null;

  const sight = new IntersectionObserver(entries => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) void load();
  });
  sight.observe(element);

  async function load(): Promise<void> {
    const file = wanted;
    if (file === loaded) return;
    loaded = file;
    const bytes = file === null ? null : await read(file).catch(() => null);
    if (file === wanted) put(bytes);
  }

  function put(bytes: Uint8Array<ArrayBuffer> | null): void {
    if (picture.src) URL.revokeObjectURL(picture.src);
    set(picture, 'src', bytes ? URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })) : null);
    set(picture, 'hidden', !bytes);
    set(none, 'hidden', bytes !== null);
  }

  return {
    element,
    show(file) {
      if (file === wanted) return;
      wanted = file;
      // Looks again whether it is in sight.
      sight.unobserve(element);
      sight.observe(element);
    },
    end() {
      sight.disconnect();
      wanted = null;
      put(null);
    },
  };
}
