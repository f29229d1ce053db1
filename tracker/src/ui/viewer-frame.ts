import left from 'lucide-static/icons/chevron-left.svg';
import right from 'lucide-static/icons/chevron-right.svg';
import external from 'lucide-static/icons/external-link.svg';
import eyeOff from 'lucide-static/icons/eye-off.svg';
import trash from 'lucide-static/icons/trash-2.svg';
import x from 'lucide-static/icons/x.svg';
import zoomIn from 'lucide-static/icons/zoom-in.svg';
import { el, icon, say, set } from './dom.ts';

export type ViewerFrame = ReturnType<typeof viewerFrame>;

/** The viewer's elements, and the picture in them. @param layer lies over the picture @param form replaces the buttons while covering */
export function viewerFrame(layer: HTMLElement, form: HTMLElement) {
  const title = el('h2', { id: 'viewer-title' });
  const zoom = iconButton(zoomIn, 'Actual size');
  const close = iconButton(x, 'Close');
  const picture = el('img', { alt: '' });
  const gone = el('p', { class: 'hint', hidden: true }, 'This picture is not on this computer any more.');
  const sheet = el('div', { class: 'sheet' }, picture, layer);
  const stage = el('div', { class: 'stage-area', tabindex: '0', role: 'region', 'aria-label': 'Picture' }, sheet, gone);
  const [when, work, state] = [
    el('p', { class: 'viewer-when' }),
    el('p', {}),
    el('p', { class: 'hint', role: 'status' }),
  ];
  const previous = iconButton(left, 'Previous screenshot');
  const next = iconButton(right, 'Next screenshot');
  const cover = el('button', { class: 'secondary', type: 'button' }, icon(eyeOff), 'Cover parts');
  const discard = el('button', { class: 'secondary', type: 'button' }, icon(trash), 'Discard');
  const online = el(
    'button',
    { class: 'secondary', type: 'button' },
    'Delete it in the work diary online',
    icon(external),
  );
  const dialog = el(
    'dialog',
    { class: 'viewer', 'aria-labelledby': 'viewer-title' },
    el('header', {}, title, zoom, close),
    stage,
    el('div', { class: 'viewer-words' }, when, work, state),
    el('div', { class: 'viewer-acts' }, previous, next, el('span', { class: 'spring' }), cover, discard, online),
    form,
  );

  let zoomed = false;
  function setZoom(on: boolean): void {
    zoomed = on;
    set(stage, 'data-zoomed', on);
    set(zoom, 'aria-pressed', String(on));
  }
  zoom.addEventListener('click', () => setZoom(!zoomed));
  close.addEventListener('click', () => dialog.close());

  let loaded: string | null = null;

  /** Shows another picture once it is read; the same one is left alone. @param read `null` when it is gone */
  async function load(
    takenAt: number,
    file: string | null,
    read: () => Promise<Uint8Array<ArrayBuffer> | null>,
  ): Promise<void> {
    // A picture that was sent while it is looked at stays as it is.
    const key = `${takenAt} ${file ?? 'sent'}`;
    if (key === loaded || (file === null && loaded?.startsWith(`${takenAt} `))) return;
    loaded = key;
    const bytes = await read().catch(() => null);
    if (loaded !== key) return;
    put(bytes);
    set(picture, 'alt', bytes ? title.textContent : '');
  }

  function put(bytes: Uint8Array<ArrayBuffer> | null): void {
    if (picture.src) URL.revokeObjectURL(picture.src);
    set(picture, 'src', bytes ? URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })) : null);
    set(sheet, 'hidden', !bytes);
    set(gone, 'hidden', bytes !== null);
  }

  function unload(): void {
    loaded = null;
    put(null);
    set(gone, 'hidden', true);
    setZoom(false);
    for (const element of [title, when, work, state]) say(element, '');
  }

  const buttons = { previous, next, cover, discard, online, close };
  return { dialog, stage, title, when, work, state, ...buttons, load, unload, isZoomed: () => zoomed };
}

const iconButton = (svg: string, label: string) =>
  el('button', { class: 'quiet', type: 'button', title: label, 'aria-label': label }, icon(svg));
