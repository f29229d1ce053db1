/** What the made-up shop sells. `kind` is the drawing, `hue` its main colour, `price` in cents. */
export type Product = { kind: Kind; title: string; note: string; price: number; was?: number; hue: string };
export type Kind = 'pot' | 'can' | 'trowel' | 'lantern' | 'seeds' | 'box' | 'bench' | 'string';

export const products: readonly Product[] = [
  {
    kind: 'pot',
    title: 'Terracotta pot, 24 cm',
    note: 'Frost proof, with saucer',
    price: 2400,
    was: 2900,
    hue: '#c4683f',
  },
  { kind: 'can', title: 'Long-spout watering can', note: 'Nine litres, zinc', price: 3850, hue: '#6f8f9c' },
  { kind: 'seeds', title: 'Meadow mix for bees', note: 'Enough for 12 square metres', price: 690, hue: '#d9a13b' },
  { kind: 'trowel', title: 'Ash-handled trowel', note: 'Forged, rust resistant', price: 1950, hue: '#8a5a34' },
  { kind: 'lantern', title: 'Terrace lantern', note: 'For candles up to 8 cm', price: 3200, was: 3900, hue: '#37474f' },
  { kind: 'box', title: 'Herb box for the window', note: 'Larch, three pots wide', price: 2750, hue: '#a87b4f' },
  { kind: 'bench', title: 'Folding garden bench', note: 'Two seats, oiled acacia', price: 12900, hue: '#9a6a41' },
  { kind: 'string', title: 'Jute twine, 80 m', note: 'Compostable, holds tomatoes', price: 480, hue: '#c2a572' },
  { kind: 'pot', title: 'Glazed pot, 18 cm', note: 'Sea green, for indoors', price: 1850, hue: '#4d8f86' },
  { kind: 'seeds', title: 'Early radish', note: 'Ready in five weeks', price: 320, hue: '#c14f6a' },
  { kind: 'can', title: 'Mister, 1 litre', note: 'Brass nozzle', price: 1690, hue: '#b08d3e' },
  { kind: 'lantern', title: 'Hook lantern, small', note: 'Hangs from a branch', price: 1490, hue: '#5a6b4e' },
  { kind: 'box', title: 'Cold frame', note: 'Two lids, for March', price: 8900, was: 9900, hue: '#7e8c6a' },
  { kind: 'trowel', title: 'Bulb planter', note: 'Marked every centimetre', price: 2250, hue: '#4b5f6b' },
  { kind: 'string', title: 'Plant ties, 50 pieces', note: 'Soft, reusable', price: 590, hue: '#6c8f58' },
  { kind: 'bench', title: 'Potting bench', note: 'With a zinc top', price: 18900, hue: '#7b5636' },
];

/** 2400 as 24.00. */
export const money = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
