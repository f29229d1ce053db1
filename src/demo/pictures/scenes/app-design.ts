import { clinicScreens } from '../content/clinic-screens.ts';
import type { Design } from '../parts/easel-panels.ts';
import { easel } from '../parts/easel.ts';
import { jitter } from '../parts/typing.ts';
import { framed } from '../parts/window.ts';
import type { Area, Moment, Scene } from '../scene.ts';

const pieces = clinicScreens.flatMap(({ pieces: all }, screen) => all.map((_, i) => ({ screen, pieces: i + 1 })));
const zooms = [0.88, 0.88, 0.62, 0.96, 0.46, 0.75] as const;

/** How far the design is at a moment: one more piece with every picture. */
export function designAt(moment: Moment): Design {
  const now = pieces[moment.step % pieces.length] ?? { screen: 0, pieces: 1 };
  const zoom = zooms[Math.floor(moment.step / 2) % zooms.length] ?? 0.8;
  return { ...now, zoom, shift: jitter(moment, 240) - 120, nudge: jitter(moment, 5) };
}

/** The patient app of a clinic in the design tool, screen after screen. */
export const appDesign: Scene = {
  title: 'Patient app in the design tool',
  work: 'clinic',
  app: 'design',
  tasks: [
    'Booking: home screen with the next visit',
    'Booking: find a doctor, list and search',
    'Booking: calendar strip and time choices',
    'Booking: confirmation with the way to the house',
    'List of visits, past ones in grey',
    'Messages with the practice team',
    'Turn cards and buttons into components',
    'Contrast and larger text for the booking screens',
  ],
  draw(moment: Moment, { width, height }: Area): string {
    const title = 'Booking - Tidewell patient app';
    return framed({ x: 0, y: 0, w: width, h: height, title, dark: true, full: true }, (w, h) =>
      easel(w, h, designAt(moment)),
    );
  },
};
