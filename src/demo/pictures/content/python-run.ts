import { between, chance } from '../chance.ts';
import type { Moment } from '../scene.ts';

/** What the script printed when it last ran, for the terminal under it. */
export function pythonRun(file: string, { step }: Moment): string[] {
  const roll = chance(`run ${file} ${step}`);
  const set = between(roll, 190, 260);
  const command = `meter-readings $ python ${file}`;
  if (file === 'monthly_totals.py') {
    const rows = ['Jul 2026', 'Aug 2026', 'Sep 2026'].map(month => {
      const parts = Array.from({ length: 5 }, () => (between(roll, 140, 560) / 10).toFixed(1).padStart(11));
      return `${month}  ${parts.join('')}`;
    });
    return [
      command,
      '               Harbour   Old Town  Mill Lane North Field   Quarry',
      ...rows,
      `interpolated: ${(between(roll, 52, 74) / 10).toFixed(1)}%`,
      '',
      'meter-readings $',
    ];
  }
  return [
    command,
    `data/raw/2026-09-harbour.csv    ${between(roll, 2600, 2800)} rows`,
    `data/raw/2026-09-north.csv      ${between(roll, 2100, 2300)} rows`,
    `data/raw/2026-09-oldtown.csv    ${between(roll, 3100, 3300)} rows`,
    `data/raw/2026-09-quarry.csv     ${between(roll, 1300, 1500)} rows`,
    step % 3 === 1
      ? `WARN meter L0${between(roll, 2041, 4900)} has no district`
      : `${between(roll, 10500, 10900)} readings kept, ${set} to look at`,
    '',
    'meter-readings $',
  ];
}
