import type { Piece } from './clinic-screens.ts';
import { phoneScreen } from '../parts/phone.ts';
import { at, pane } from '../svg.ts';
import type { Part } from '../parts/flow.ts';

const sample = (pieces: readonly Piece[]) => (w: number, h: number) =>
  pane(0, 0, w, h, at(w / 2 - 180, -34, phoneScreen(pieces, pieces.length)));

/** Pages of the clinic's design handbook. */
export const handbook: readonly { name: string; parts: readonly Part[] }[] = [
  {
    name: 'Visit card',
    parts: [
      { as: 'title', words: 'Visit card' },
      { as: 'small', words: 'Components / Cards. Last changed by Felix, three days ago.' },
      {
        as: 'text',
        words:
          'The visit card shows one appointment: what it is, with whom, and when. It is the first thing on the home screen as long as a visit is ahead, and it opens the details when pressed anywhere.',
      },
      {
        as: 'figure',
        height: 250,
        caption: 'A visit that is ahead, and one in the past.',
        draw: sample([
          { as: 'visit', what: 'Check-up with Dr Halloran', when: 'Thu 26 Nov, 09:40', tint: '#2f7f8c' },
          { as: 'visit', what: 'Vaccine', when: 'Fri 9 Oct', tint: '#9aa7ad' },
        ]),
      },
      { as: 'heading', words: 'When to use it' },
      { as: 'point', words: 'On the home screen for the next visit, never for more than one.' },
      { as: 'point', words: 'In the list of visits, newest first, past ones in grey.' },
      { as: 'point', words: 'Not for offers or news: use the note for these.' },
      { as: 'heading', words: 'Words' },
      {
        as: 'text',
        words:
          'Start with what happens, then with whom. Days are written as “Thu 26 Nov”, times with two digits and a colon. Nobody should have to work out what “tomorrow” meant when they open a message a day later.',
      },
      {
        as: 'table',
        rows: [
          ['Property', 'Value', 'Why'],
          ['Height', '92', 'two lines of text and air'],
          ['Corner', '16', 'the same as the phone’s own cards'],
          ['Contrast', '5.1 : 1', 'white on teal 600, tested outdoors'],
          ['Touch area', '320 x 92', 'the whole card'],
        ],
      },
      { as: 'heading', words: 'Larger text' },
      {
        as: 'text',
        words:
          'With text at 200 % the card grows downwards. The second line may wrap, the first is never cut: a name that ends in dots is worse than a tall card. We tested with eleven patients between 61 and 84.',
      },
      { as: 'quote', words: 'I do not need big buttons. I need to know that it worked.' },
    ],
  },
  {
    name: 'Picking a time',
    parts: [
      { as: 'title', words: 'Picking a time' },
      { as: 'small', words: 'Patterns / Booking. Last changed by Felix, yesterday.' },
      {
        as: 'text',
        words:
          'A time is picked in two presses: a day, then a time. The first free time is chosen when a day is pressed, and the button below says the choice in words, so that nobody has to trust a colour.',
      },
      {
        as: 'figure',
        height: 290,
        caption: 'Six days and the next six free times.',
        draw: sample([
          { as: 'days', picked: 3 },
          { as: 'times', times: ['08:20', '09:00', '09:40', '10:20', '11:40', '14:00'], picked: 2 },
        ]),
      },
      { as: 'heading', words: 'Rules' },
      { as: 'point', words: 'Show the next six free times, not all of them; a link leads to the rest.' },
      { as: 'point', words: 'A full day can be pressed too. It says so and offers the waiting list.' },
      { as: 'point', words: 'Never move the strip by itself while a finger is near.' },
      { as: 'heading', words: 'What we learnt' },
      {
        as: 'text',
        words:
          'In the first round four of nine people pressed the day and waited. They thought the clinic would call. Since the button at the bottom repeats the choice, all of them finished without help, in 38 seconds on average.',
      },
      {
        as: 'table',
        rows: [
          ['Round', 'People', 'Finished', 'Seconds'],
          ['Paper', '6', '6', '71'],
          ['First', '9', '5', '64'],
          ['Second', '9', '9', '38'],
        ],
      },
      {
        as: 'text',
        words:
          'Screen readers announce the day with the number of free times: “Thursday 26 November, four times free”. The strip is a list of buttons, not a table.',
      },
    ],
  },
  {
    name: 'Messages',
    parts: [
      { as: 'title', words: 'Messages' },
      { as: 'small', words: 'Patterns / Talking. Draft, not reviewed yet.' },
      {
        as: 'text',
        words:
          'Messages between a patient and the practice are answered within a working day. The screen says so at the top, in the place where other programs show who is online, because nobody here is waiting at a keyboard.',
      },
      {
        as: 'figure',
        height: 250,
        caption: 'An answer, and a question back.',
        draw: sample([
          { as: 'said', words: 'Your results are in, all is well.', mine: false },
          { as: 'said', words: 'Thank you! Do I come again?', mine: true },
          { as: 'search', words: 'Write a message' },
        ]),
      },
      { as: 'heading', words: 'What never goes into a message' },
      { as: 'point', words: 'Results that need explaining. They are told by a person, first.' },
      { as: 'point', words: 'Pictures of documents with somebody else’s name.' },
      { as: 'point', words: 'Anything urgent: the number to call stands above the field.' },
      { as: 'heading', words: 'Length' },
      {
        as: 'text',
        words:
          'A message may have 600 characters. The counter appears when fifty are left. If it becomes longer, the app offers a call instead of cutting the text, and keeps what was written.',
      },
      { as: 'quote', words: 'Please do not show me that somebody is typing. It makes me nervous.' },
      {
        as: 'text',
        words:
          'Read messages lose their dot on every device at once. Reading on the lock screen does not count as reading, because people asked us not to: the dot is their list of things to do.',
      },
    ],
  },
];
