import { across, circle, path, rect } from '../svg.ts';
import { text } from '../text.ts';

/** One row of numbers in a chart. */
export type Series = { name: string; colour: string; values: readonly number[] };

export const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const ink = '#4a545e';

/** Bars (side by side) or lines over the months, in `w` by `h`, values up to `most`, with axis and legend. */
export function chart(
  w: number,
  h: number,
  title: string,
  series: readonly Series[],
  most: number,
  as: 'bars' | 'lines',
): string {
  const [left, top, bottom] = [56, 58, 36];
  const [wide, tall] = [w - left - 20, h - top - bottom];
  const count = Math.max(...series.map(({ values }) => values.length));
  let drawn = text(20, 28, title, { face: 'semibold', size: 14.5, fill: '#22282e' });
  for (let i = 0; i <= 4; i++) {
    const y = Math.round(top + tall - (tall * i) / 4);
    drawn +=
      across(left, y, wide, i === 0 ? '#9aa4ad' : '#e6e9ec') +
      text(left - 8, y + 4, `${Math.round((most * i) / 4)}`, { size: 11.5, fill: ink, align: 'end' });
  }
  const step = wide / count;
  for (let i = 0; i < count; i++)
    drawn += text(left + (i + 0.5) * step, h - 14, months[i % 12] ?? '', { size: 11.5, fill: ink, align: 'middle' });
  series.forEach(({ name, colour, values }, s) => {
    drawn +=
      rect(w - 20 - (series.length - s) * 104, 17, 12, 12, colour, { r: 2 }) +
      text(w - 2 - (series.length - s) * 104, 28, name, { size: 12, fill: ink });
    const height = (value: number) => Math.round((tall * value) / most);
    if (as === 'lines') {
      const points = values.map((value, i) => [left + (i + 0.5) * step, top + tall - height(value)] as const);
      drawn += path(points.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y}`).join(''), 'none', {
        stroke: colour,
        strokeWidth: 2.4,
      });
      drawn += points
        .map(([x, y]) => circle(Number(x.toFixed(1)), y, 3.4, '#fff', { stroke: colour, strokeWidth: 2 }))
        .join('');
    } else {
      const bar = Math.min(26, (step * 0.72) / series.length);
      values.forEach((value, i) => {
        drawn += rect(
          Math.round(left + (i + 0.5) * step - (bar * series.length) / 2 + s * bar),
          top + tall - height(value),
          Math.round(bar) - 2,
          height(value),
          colour,
        );
      });
    }
  });
  return drawn;
}
