import type { Part } from '../parts/flow.ts';

export const pullRequest = {
  number: 218,
  title: 'Keep the basket when the session ends',
  body: [
    {
      as: 'text',
      words:
        'When a session ends in the middle of the checkout, the customer comes back to an empty basket. We now keep the lines under a fresh guest cookie and merge them after signing in.',
    },
    { as: 'point', words: 'Nothing is counted twice: the higher quantity of the two baskets wins.' },
    { as: 'point', words: 'The newer price wins, so an old tab cannot keep a sale alive.' },
    { as: 'point', words: 'Forgotten baskets are swept after thirty days, a thousand at a time.' },
  ] satisfies Part[],
  checks: ['types and lint', 'tests (basket, checkout)', 'tests in the browser', 'preview of the shop'],
  files: [
    {
      path: 'src/basket/basket.ts',
      from: 39,
      to: 65,
      old: [
        'export function merge(mine: Basket, guest: Basket): Basket {',
        '  return { ...mine, lines: [...mine.lines, ...guest.lines] };',
        '}',
      ],
    },
    {
      path: 'src/basket/restore-basket.ts',
      from: 35,
      to: 54,
      old: ['// A basket belongs to its session and goes with it.'],
    },
    {
      path: 'tests/basket/basket.test.ts',
      from: 37,
      to: 62,
      old: ["describe('merging', () => {", "  it('puts both lists behind each other', () => {"],
    },
    {
      path: 'src/checkout/delivery.ts',
      from: 52,
      to: 58,
      old: ['export const nextPackingDay = (now: Date): Date => addWorkingDays(now, 1);'],
    },
    { path: 'src/styles/product-grid.css', from: 58, to: 66, old: ['  .badge {', '    float: left;', '  }'] },
  ],
} as const;

/** What was said under the change, oldest first. */
export const remarks: readonly { by: string; tint: string; ago: string; words: string; about?: string }[] = [
  {
    by: 'carla',
    tint: '#b0613a',
    ago: '2 days ago',
    words:
      'This is the thing people write to us about most. Can we tell them that we kept it? A short sentence above the basket would be enough.',
  },
  {
    by: 'felix',
    tint: '#7b6bb0',
    ago: '2 days ago',
    words:
      'Yes, there is a green line now: “Welcome back: we kept what you chose before you signed out.” It shows once and is gone after the next page.',
  },
  {
    by: 'marit',
    tint: '#3f7f86',
    ago: 'yesterday',
    about: 'src/basket/basket.ts, line 52',
    words:
      'Why the maximum and not the sum of both quantities? If I put two pots in on the phone and one on the desk I would expect three.',
  },
  {
    by: 'felix',
    tint: '#7b6bb0',
    ago: 'yesterday',
    words:
      'We tried the sum first. In the logs, nine of ten pairs were the same basket opened twice, and people ended up with double orders. With the maximum the worst case is one pot too few, which they see at once.',
  },
  {
    by: 'marit',
    tint: '#3f7f86',
    ago: 'yesterday',
    words: 'Convincing. Could that reason go into the comment above merge? Otherwise I will ask again in half a year.',
  },
  { by: 'felix', tint: '#7b6bb0', ago: '5 hours ago', words: 'Done, and there is a test that names it.' },
  {
    by: 'carla',
    tint: '#b0613a',
    ago: '3 hours ago',
    about: 'src/basket/restore-basket.ts, line 47',
    words:
      'Thirty days for the cookie sounds right. Please mention it in the privacy notes, the text is in the shared folder.',
  },
  {
    by: 'felix',
    tint: '#7b6bb0',
    ago: '1 hour ago',
    words:
      'I added a sentence and sent you the page to look over. The sweep at night uses the same thirty days, so there is only one number to explain.',
  },
];
