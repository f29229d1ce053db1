/** A piece of a phone screen of the clinic's app. */
export type Piece =
  | { as: 'hello'; words: string; under: string }
  | { as: 'search'; words: string }
  | { as: 'person'; name: string; role: string; tint: string }
  | { as: 'visit'; what: string; when: string; tint: string }
  | { as: 'days'; picked: number }
  | { as: 'times'; times: readonly string[]; picked: number }
  | { as: 'switch'; words: string; on: boolean }
  | { as: 'said'; words: string; mine: boolean }
  | { as: 'note'; words: string }
  | { as: 'button'; words: string; quiet?: boolean }
  | { as: 'tabs'; open: number };

/** The screens in the order in which they are designed. */
export const clinicScreens: readonly { name: string; pieces: readonly Piece[] }[] = [
  {
    name: 'Home',
    pieces: [
      { as: 'hello', words: 'Good morning, Ines', under: 'Your next visit is on Thursday' },
      { as: 'visit', what: 'Check-up with Dr Halloran', when: 'Thu 26 Nov, 09:40', tint: '#2f7f8c' },
      { as: 'search', words: 'Find a doctor or a room' },
      { as: 'person', name: 'Dr Maeve Halloran', role: 'General practice', tint: '#c98a5b' },
      { as: 'person', name: 'Dr Tomas Brandt', role: 'Children', tint: '#7f9a5a' },
      { as: 'note', words: 'The flu vaccine is here. No appointment needed on Friday.' },
      { as: 'tabs', open: 0 },
    ],
  },
  {
    name: 'Find a doctor',
    pieces: [
      { as: 'hello', words: 'Who would you like to see?', under: 'Twelve people in three houses' },
      { as: 'search', words: 'Name or specialty' },
      { as: 'person', name: 'Dr Maeve Halloran', role: 'General practice', tint: '#c98a5b' },
      { as: 'person', name: 'Dr Tomas Brandt', role: 'Children', tint: '#7f9a5a' },
      { as: 'person', name: 'Nurse Oda Lind', role: 'Blood tests, vaccines', tint: '#8a6fb0' },
      { as: 'person', name: 'Dr Pavel Roth', role: 'Skin', tint: '#b0616f' },
      { as: 'tabs', open: 1 },
    ],
  },
  {
    name: 'Pick a time',
    pieces: [
      { as: 'hello', words: 'When suits you?', under: 'Dr Halloran, general practice' },
      { as: 'days', picked: 3 },
      { as: 'times', times: ['08:20', '09:00', '09:40', '10:20', '11:40', '14:00'], picked: 2 },
      { as: 'switch', words: 'Tell me when an earlier one is free', on: true },
      { as: 'button', words: 'Take Thu 26 Nov, 09:40' },
      { as: 'button', words: 'Call the clinic instead', quiet: true },
    ],
  },
  {
    name: 'Confirmed',
    pieces: [
      { as: 'hello', words: 'See you on Thursday', under: 'We sent the details to your phone' },
      { as: 'visit', what: 'Check-up with Dr Halloran', when: 'Thu 26 Nov, 09:40', tint: '#2f7f8c' },
      { as: 'note', words: 'House B, second floor. The lift is at the right of the entrance.' },
      { as: 'switch', words: 'Remind me the day before', on: true },
      { as: 'switch', words: 'Send the way to my phone', on: false },
      { as: 'button', words: 'Add to calendar' },
      { as: 'button', words: 'Change or cancel', quiet: true },
    ],
  },
  {
    name: 'My visits',
    pieces: [
      { as: 'hello', words: 'My visits', under: 'One ahead, three behind you' },
      { as: 'visit', what: 'Check-up with Dr Halloran', when: 'Thu 26 Nov, 09:40', tint: '#2f7f8c' },
      { as: 'visit', what: 'Blood test, nurse Lind', when: 'Tue 3 Nov', tint: '#9aa7ad' },
      { as: 'visit', what: 'Vaccine', when: 'Fri 9 Oct', tint: '#9aa7ad' },
      { as: 'visit', what: 'Skin, Dr Roth', when: 'Mon 14 Sep', tint: '#9aa7ad' },
      { as: 'tabs', open: 2 },
    ],
  },
  {
    name: 'Messages',
    pieces: [
      { as: 'hello', words: 'Practice team', under: 'Answers within a working day' },
      { as: 'said', words: 'Your results are in, all is well.', mine: false },
      { as: 'said', words: 'Thank you! Do I come again?', mine: true },
      { as: 'said', words: 'In spring, we will write to you.', mine: false },
      { as: 'said', words: 'Perfect.', mine: true },
      { as: 'search', words: 'Write a message' },
      { as: 'tabs', open: 3 },
    ],
  },
];
