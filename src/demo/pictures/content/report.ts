import { chart } from '../parts/chart.ts';
import type { Part } from '../parts/flow.ts';

export const thisYear = [412, 388, 351, 274, 219, 187, 176, 182, 214];
export const lastYear = [431, 402, 344, 291, 236, 196, 179, 188, 233];

/** The quarterly report of the energy cooperative, in the order in which it is written. */
export const report: readonly Part[] = [
  { as: 'title', words: 'What the meters say: third quarter' },
  { as: 'small', words: 'Lanterndale Energy Cooperative. Draft for the members’ meeting.' },
  { as: 'heading', words: 'In short' },
  {
    as: 'text',
    words:
      'From July to September our 1,184 members used 572 megawatt hours, 4.7 % less than in the same months of last year. Two thirds of the difference comes from the school and the swimming hall, which were closed for repairs; the homes saved 1.4 %, about as much as the milder September explains.',
  },
  {
    as: 'text',
    words:
      'The readings are better than a year ago. Of 10,912 readings, 231 had to be set aside, and 6.1 % of all days are interpolated. That is below the eight percent above which we would not compare districts.',
  },
  { as: 'heading', words: 'How we counted' },
  {
    as: 'text',
    words:
      'Meters send their counter once a week. We spread the difference between two readings evenly over the days between them and add the days up to months. A gap of more than 45 days is left open and named in the appendix, because an average over six weeks hides exactly what we want to see.',
  },
  {
    as: 'point',
    words: 'Jumps: a usage of four times the meter’s own median is set aside until somebody has looked at it.',
  },
  {
    as: 'point',
    words: 'Rollbacks: a counter that goes down means a new meter; the old one’s last reading is asked for.',
  },
  { as: 'point', words: 'Doubles: the same meter and day sent twice counts once, the later file wins.' },
  { as: 'heading', words: 'Usage by month' },
  {
    as: 'figure',
    height: 300,
    caption: 'Figure 1. All districts, megawatt hours, with the year before.',
    draw: (w, h) =>
      chart(
        w,
        h,
        'Usage by month, MWh',
        [
          { name: 'This year', colour: '#2f7d6b', values: thisYear },
          { name: 'Last year', colour: '#c3cdd3', values: lastYear },
        ],
        480,
        'bars',
      ),
  },
  {
    as: 'text',
    words:
      'July and August lie close to the year before. September is 8 % lower: it had 61 heating degree days instead of 94, and the swimming hall opened only on the 21st. With the weather taken out, September is 2.3 % below last year, and the quarter as a whole 3.1 %.',
  },
  { as: 'heading', words: 'Usage by district' },
  {
    as: 'table',
    rows: [
      ['District', 'Meters', 'MWh', 'Last year', 'Change'],
      ['Harbour', '268', '148.2', '151.0', '-1.9 %'],
      ['Old Town', '311', '161.7', '164.9', '-1.9 %'],
      ['Mill Lane', '207', '96.4', '97.1', '-0.7 %'],
      ['North Field', '254', '118.8', '121.3', '-2.1 %'],
      ['Quarry', '144', '46.9', '65.7', '-28.6 %'],
    ],
  },
  {
    as: 'text',
    words:
      'Quarry stands out because the school and the hall are there. Without these two meters the district used 44.1 megawatt hours, half a percent more than last year. We suggest to show the two buildings as a line of their own from now on, so that a closed hall does not look like a saving.',
  },
  {
    as: 'text',
    words:
      'In Mill Lane eleven homes moved from oil to heat pumps since spring. Their usage rose from 31 to 58 kilowatt hours a week, which the rest of the district made up for. The effect will be much larger in winter, and the transformer in Ropewalk Street should be measured before December.',
  },
  { as: 'heading', words: 'Readings we set aside' },
  {
    as: 'text',
    words:
      'Of the 231 readings set aside, 118 were typing errors that the members corrected within a week of our letter. Forty-two came from replaced meters, and 38 from a single gateway in the harbour whose clock was an hour late. The remaining 33 are still open; together they weigh less than half a percent of the total.',
  },
  {
    as: 'quote',
    words:
      'A reading that looks wrong is asked about, never corrected silently. What we changed is listed with the old number in the appendix.',
  },
  { as: 'heading', words: 'What we suggest' },
  { as: 'point', words: 'Show school and swimming hall separately, back to last January.' },
  { as: 'point', words: 'Ask the thirty-three open cases by telephone before the meeting.' },
  { as: 'point', words: 'Replace the gateway at pier four; its clock has failed twice.' },
  { as: 'point', words: 'Measure the transformer in Ropewalk Street for two weeks in November.' },
  { as: 'heading', words: 'Appendix: gaps longer than 45 days' },
  {
    as: 'text',
    words:
      'Nine meters were silent for longer than 45 days. Four belong to summer houses that were switched off on purpose. For the other five we have photographs of the counter from the members, taken between the 24th and the 29th of September, and used these as the last reading of the quarter.',
  },
];
