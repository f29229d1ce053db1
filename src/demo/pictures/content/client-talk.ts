/** A talk between Felix and Carla about the patient app, oldest first. */
export const talk: readonly { by: 'Felix' | 'Carla'; words: string; picture?: number }[] = [
  {
    by: 'Carla',
    words:
      'Good morning! The doctors saw the home screen yesterday and liked it. One question: could the next visit be the first thing people see?',
  },
  { by: 'Felix', words: 'Yes, that is easy. I move the search below it and make the card a little taller.' },
  { by: 'Felix', words: 'Like this? The tint is the one of your house signs.', picture: 0 },
  { by: 'Carla', words: 'Much better. Dr Brandt asks whether children can have their own colour.' },
  {
    by: 'Felix',
    words:
      'They could, but then colour would carry a meaning that nobody explains. I would rather write “Children” on the card.',
  },
  { by: 'Carla', words: 'Good point, please do that.' },
  {
    by: 'Carla',
    words: 'About picking a time: on paper we show the morning first and the afternoon on the next page.',
  },
  {
    by: 'Felix',
    words:
      'On a phone six choices fit without scrolling. I would show the next six free ones and a link for all others.',
  },
  { by: 'Felix', words: 'Here is the strip with the days above, please try it with your thumb.', picture: 2 },
  {
    by: 'Carla',
    words:
      'I gave it to my mother. She found Thursday at once, but pressed on the picture of the day, not on the time.',
  },
  {
    by: 'Felix',
    words:
      'Then the first free time will be chosen when a day is pressed, and the button at the bottom says it in words.',
  },
  { by: 'Carla', words: 'Lovely. And what happens when somebody cancels late?' },
  { by: 'Felix', words: 'The confirmation says until when it is free of charge, in one sentence. No red boxes.' },
  { by: 'Carla', words: 'Thank you. The committee meets on Friday at ten, can we show all six screens?' },
  { by: 'Felix', words: 'Five are ready, messages will be by Thursday evening.' },
  { by: 'Felix', words: 'This is where I am with the confirmation.', picture: 3 },
  { by: 'Carla', words: 'The way to the lift is wrong for house A, there it is at the left. The rest is perfect.' },
  { by: 'Felix', words: 'Changed. I also added a switch for the reminder, on by default, as you wrote in the notes.' },
  { by: 'Carla', words: 'Wonderful, then I will print them for the committee on Thursday.' },
  {
    by: 'Felix',
    words: 'I will export them as one page with the numbers of the screens, so that people can point at them.',
  },
];
