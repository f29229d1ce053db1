import mark from '../../../public/img/mark.svg';
import { el, icon } from './dom.ts';

/** The mark and the name. */
export function brand(): HTMLElement {
  const sign = icon(mark);
  sign.setAttribute('class', 'mark');
  return el('span', { class: 'brand' }, sign, 'Impact Time');
}
