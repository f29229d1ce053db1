import { chance } from '../chance.ts';
import { circle, path, rect } from '../svg.ts';
import type { Desk } from '../scene.ts';

const skies: Record<Desk, { sky: [string, string]; sun: string; hills: readonly string[] }> = {
  monitor: {
    sky: ['#22435c', '#d9a58a'],
    sun: '#f3d9b8',
    hills: ['#6e7f8d', '#4d6678', '#34505f', '#213a47', '#142a35'],
  },
  laptop: {
    sky: ['#3f5f53', '#e7dcb8'],
    sun: '#fbf3d6',
    hills: ['#a9b58e', '#7f9a78', '#577f66', '#386352', '#1f463d'],
  },
};

/** Hills at dusk behind the windows. */
export function wallpaper(desk: Desk, width: number, height: number): string {
  const { sky, sun, hills } = skies[desk];
  const blend = `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky[0]}"/><stop offset="0.75" stop-color="${sky[1]}"/></linearGradient>`;
  const light = circle(width * 0.68, height * 0.42, 54, sun);
  return (
    blend +
    rect(0, 0, width, height, 'url(#sky)') +
    light +
    hills.map((tone, i) => ridge(i, tone, width, height)).join('')
  );
}

function ridge(order: number, tone: string, width: number, height: number): string {
  const roll = chance(`ridge ${order}`);
  const top = height * (0.44 + order * 0.11);
  let d = `M0 ${height}V${top}`;
  const reach = width / 5;
  for (let x = 0; x < width; x += reach) {
    const [lift, fall, end] = [roll() * 110, roll() * 80, roll() * 60 - 20];
    d += `C${x + reach * 0.35} ${top - lift} ${x + reach * 0.6} ${top + fall - 60} ${x + reach} ${top + end}`;
  }
  return path(`${d}V${height}Z`, tone);
}
