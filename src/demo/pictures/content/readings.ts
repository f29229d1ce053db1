import { between, chance } from '../chance.ts';

/** One line of the meter table as it came in. `trouble` names what is wrong with it, '' when nothing is. */
export type Reading = {
  meter: string;
  street: string;
  district: string;
  day: string;
  counter: number;
  usage: number;
  trouble: string;
};

const streets = [
  'Ropewalk Street',
  'Pier Road',
  'Mill Lane',
  'Chapel Rise',
  'Quarry Hill',
  'Saltgate',
  'Weir Close',
  'Tanner Row',
  'North Field',
  'Ferry Steps',
];
const districts = [
  'Mill Lane',
  'Harbour',
  'Mill Lane',
  'Old Town',
  'Quarry',
  'Harbour',
  'Old Town',
  'Old Town',
  'North Field',
  'Harbour',
];
const troubles = ['jump', 'day and month swapped', 'rollback', 'sent twice', 'no counter'];

/** 420 readings of one month, the same ones every time; about one in seven has something wrong. */
export const readings: readonly Reading[] = Array.from({ length: 420 }, (_, i) => {
  const roll = chance(`reading ${i}`);
  const place = between(roll, 0, streets.length - 1);
  const trouble = roll() < 0.15 ? (troubles[between(roll, 0, troubles.length - 1)] ?? '') : '';
  const usage = trouble === 'jump' ? between(roll, 410, 980) : between(roll, 28, 96);
  return {
    meter: `L${String(2041 + i * 7).padStart(5, '0')}`,
    street: `${streets[place]} ${between(roll, 1, 64)}`,
    district: districts[place] ?? '',
    day: `2026-09-${String(1 + Math.floor(i / 14)).padStart(2, '0')}`,
    counter: between(roll, 9_000, 78_000),
    usage,
    trouble,
  };
});
