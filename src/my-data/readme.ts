/** The file that says what the others are. Rules only. */
import type { Role } from '../policy/policy.ts';

/** How many rows a file has, and how many pictures there are. */
export type Tally = Map<string, number>;

type Person = { name: string; email: string; role: Role };

const files = (own: boolean): [file: string, words: string][] => [
  ['profile.json', 'Your name, your address, your time zone, and when you signed up.'],
  ['contracts.json', 'Your contracts, with every version of their terms and their project codes.'],
  [
    'blocks.csv',
    own
      ? 'All of your time, block by block: exact seconds, the rate, the verdict with its reasons, and what became of it.'
      : 'All time on your contracts, block by block: exact seconds, the rate, the verdict with its reasons, and what became of it.',
  ],
  ['corrections.csv', 'What blocks said before their freelancer corrected them.'],
  ['comments.csv', 'What both of you wrote about single blocks.'],
  ['manual-time.csv', 'Time that was asked for because it was not tracked, and the answers.'],
  [
    'views.csv',
    own ? 'Who looked at which of your pictures in full size.' : 'Which pictures you looked at in full size.',
  ],
  ['invoices.csv', 'One for each week of a contract that was billed, and how it was paid.'],
  ['bonuses.csv', 'What was given on top of what was worked.'],
  ['refunds.csv', 'What was given back.'],
  ['claims.csv', 'What the protection fund was asked for.'],
  ['disputes.csv', 'Blocks that were disputed, what both of you said to it, and how it ended.'],
  ['dispute-messages.csv', 'What you wrote to the other side about disputes.'],
  ...(own ? ([['payouts.csv', 'What went to your bank account.']] as [string, string][]) : []),
  ['notices.csv', 'What we told you.'],
  ['sessions.csv', 'Where you are signed in.'],
];

const OWN_PICTURES =
  'Your screenshots, as we received them: a folder for each contract and UTC day, each named after the moment its block began. The SHA-256 in blocks.csv is that of the file, unless the picture had to be written anew when it arrived. Deleted pictures, and those whose days were over, are not here.';
const NO_PICTURES =
  'Screenshots are not in here. They belong to the freelancer who made them, who can see who looked at which; as long as they are kept, you see them in the work diary.';

export function readme({ name, email, role }: Person, tally: Tally, now: Date): string {
  const own = role === 'freelancer';
  const lines = files(own).map(([file, words]) => `${file}${countOf(tally.get(file))}\n  ${words}`);
  const pictures = own ? `pictures (${tally.get('pictures') ?? 0})\n  ${OWN_PICTURES}` : NO_PICTURES;
  const text = [
    `The data of ${name} <${email}> on Impact Time`,
    `Made on ${now.toISOString().slice(0, 16).replace('T', ' at ')} UTC.`,
    'All moments are UTC, all amounts US dollars. CSV files are UTF-8 with commas; text that a spreadsheet would run as a formula has an apostrophe in front.',
    ...lines,
    ...(role === 'admin' ? [] : [pictures]),
  ];
  return `${text.join('\n\n')}\n`.replaceAll('\n', '\r\n');
}

const countOf = (rows: number | undefined): string =>
  rows === undefined ? '' : ` (${rows === 1 ? '1 entry' : `${rows} entries`})`;
