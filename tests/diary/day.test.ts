import { expect } from 'chai';
import fc from 'fast-check';
import { dayGrid, type Row } from '../../src/diary/day.ts';
import { dayBounds } from '../../src/kernel/time.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;
const block = (iso: string, seconds = 600) => ({ startedAt: at(iso), seconds });
type Block = ReturnType<typeof block>;

const labels = (rows: Row<Block>[]): string[] => rows.map(({ label }) => label);
const edges = (rows: Row<Block>[]): string[] => rows.filter(row => row.utcWeekEdge).map(({ label }) => label);
/** Where a grid has blocks: row, cell, place in the cell. */
const places = (rows: Row<Block>[]) =>
  rows.flatMap(row => row.cells.flatMap(cell => cell.blocks.map(({ x, w }) => [row.label, cell.label, x, w])));

describe('The grid of a day', () => {
  it('has no rows without work', () => {
    expect(dayGrid('2026-11-18', 'UTC', [])).to.deep.equal([]);
    expect(dayGrid('2026-11-18', 'UTC', [], at('2026-11-18T09:00:00Z'))).to.deep.equal([]);
  });

  it('has rows from the first hour with work to the last, with hours in between', () => {
    const rows = dayGrid('2026-11-18', 'UTC', [block('2026-11-18T11:30:00Z'), block('2026-11-18T09:10:00Z')]);
    expect(labels(rows)).to.deep.equal(['09:00', '10:00', '11:00']);
    expect(rows[0]!.cells.map(({ label }) => label)).to.deep.equal([
      '09:00',
      '09:10',
      '09:20',
      '09:30',
      '09:40',
      '09:50',
    ]);
    expect(places(rows)).to.deep.equal([
      ['09:00', '09:10', 0, 1],
      ['11:00', '11:30', 0, 1],
    ]);
  });

  it('reaches to the present hour when that is in the day', () => {
    const worked = [block('2026-11-18T09:10:00Z')];
    expect(labels(dayGrid('2026-11-18', 'UTC', worked, at('2026-11-18T11:05:00Z')))).to.have.lengthOf(3);
    expect(labels(dayGrid('2026-11-18', 'UTC', worked, at('2026-11-18T08:59:59Z')))).to.deep.equal(['08:00', '09:00']);
    for (const elsewhere of ['2026-11-17T23:59:59Z', '2026-11-19T00:00:00Z']) {
      expect(labels(dayGrid('2026-11-18', 'UTC', worked, at(elsewhere))), elsewhere).to.deep.equal(['09:00']);
    }
  });

  it('has only blocks that begin in the day of this zone', () => {
    const blocks = ['2026-11-17T22:50:00Z', '2026-11-17T23:00:00Z', '2026-11-18T22:50:00Z', '2026-11-18T23:00:00Z'];
    const rows = dayGrid(
      '2026-11-18',
      'Europe/Vienna',
      blocks.map(start => block(start)),
    );
    expect(labels(rows)).to.have.lengthOf(24);
    expect(places(rows)).to.deep.equal([
      ['00:00', '00:00', 0, 1],
      ['23:00', '23:50', 0, 1],
    ]);
  });

  it('draws a block at its second, as long as it is, and two in one cell side by side', () => {
    const rows = dayGrid('2026-11-18', 'UTC', [
      block('2026-11-18T09:00:00Z', 150),
      block('2026-11-18T09:05:00Z', 300),
      block('2026-11-18T09:19:59Z', 1),
    ]);
    expect(places(rows)).to.deep.equal([
      ['09:00', '09:00', 0, 0.25],
      ['09:00', '09:00', 0.5, 0.5],
      ['09:00', '09:10', 599 / 600, 1 / 600],
    ]);
  });

  it('keeps what else is known of a block', () => {
    const [row] = dayGrid('2026-11-18', 'UTC', [{ ...block('2026-11-18T09:00:00Z'), id: 'b1' }]);
    expect(row?.cells[0]?.blocks).to.deep.equal([{ ...block('2026-11-18T09:00:00Z'), id: 'b1', x: 0, w: 1 }]);
  });

  it('in Kathmandu, 15 minutes off, begins its hours five minutes early, so that a cell is a cell', () => {
    const rows = dayGrid('2026-11-18', 'Asia/Kathmandu', [
      block('2026-11-17T18:10:00Z'),
      block('2026-11-17T18:20:00Z'),
      block('2026-11-17T18:30:00Z', 120),
    ]);
    expect(labels(rows)).to.deep.equal(['00:00']);
    expect(places(rows)).to.deep.equal([
      ['00:00', '00:05', 0, 1],
      ['00:00', '00:15', 0, 0.2],
    ]);
  });

  it('in Kolkata, half an hour off, has hours that begin at its own full hour', () => {
    const rows = dayGrid('2026-11-18', 'Asia/Kolkata', [block('2026-11-17T18:30:00Z')]);
    expect(places(rows)).to.deep.equal([['00:00', '00:00', 0, 1]]);
  });
});

describe('The grid of the day clocks change', () => {
  const fill = (day: string, zone: string): Block[] => {
    const { from, to } = dayBounds(day, zone);
    return Array.from({ length: (to - from) / 600 }, (_, cell) => ({ startedAt: from + cell * 600, seconds: 600 }));
  };

  it('in Vienna forward has 23 rows without 02:00, and says how far from UTC each is', () => {
    const rows = dayGrid('2026-03-29', 'Europe/Vienna', fill('2026-03-29', 'Europe/Vienna'));
    expect(rows).to.have.lengthOf(23);
    expect(labels(rows).slice(0, 4)).to.deep.equal(['00:00 +01:00', '01:00 +01:00', '03:00 +02:00', '04:00 +02:00']);
  });

  it('in Vienna back has 25 rows and 02:00 twice, told apart by their distance from UTC', () => {
    const rows = dayGrid('2026-10-25', 'Europe/Vienna', fill('2026-10-25', 'Europe/Vienna'));
    expect(rows).to.have.lengthOf(25);
    expect(labels(rows).slice(1, 5)).to.deep.equal(['01:00 +02:00', '02:00 +02:00', '02:00 +01:00', '03:00 +01:00']);
  });

  it('on Lord Howe, by half an hour, has 24 rows of which the last is half a one', () => {
    const rows = dayGrid('2026-10-04', 'Australia/Lord_Howe', fill('2026-10-04', 'Australia/Lord_Howe'));
    expect(rows).to.have.lengthOf(24);
    expect(labels(rows).slice(1, 4)).to.deep.equal(['01:00 +10:30', '02:30 +11:00', '03:30 +11:00']);
    expect(rows.at(-1)!.cells.map(cell => cell.blocks.length)).to.deep.equal([1, 1, 1, 0, 0, 0]);
  });

  it('says nothing of UTC on ordinary days', () => {
    expect(labels(dayGrid('2026-03-30', 'Europe/Vienna', fill('2026-03-30', 'Europe/Vienna')))[0]).to.equal('00:00');
  });

  it('has each block of the day once, in the right order, in any zone', () => {
    const zones = ['Europe/Vienna', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Antarctica/Troll'];
    const days = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2026-11-18'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...days),
        fc.subarray([...Array(150).keys()]),
        (zone, day, cells) => {
          const { from, to } = dayBounds(day, zone);
          const first = from - (from % 600) - 600;
          const blocks = cells.map(cell => ({ startedAt: first + cell * 600, seconds: 600 }));
          const drawn = dayGrid(day, zone, blocks).flatMap(row => row.cells.flatMap(cell => cell.blocks));
          expect(drawn.map(({ startedAt }) => startedAt)).to.deep.equal(
            blocks.map(({ startedAt }) => startedAt).filter(start => start >= from && start < to),
          );
          for (const { x, w } of drawn) expect(x >= 0 && w > 0 && x + w <= 1 + 1e-9).to.equal(true);
        },
      ),
    );
  });
});

describe('The edge of the UTC week', () => {
  /** Monday 00:00 UTC of 2026-11-23, as the row it falls into in each zone. */
  const zones: [zone: string, day: string, row: string][] = [
    ['UTC', '2026-11-23', '00:00'],
    ['Europe/Vienna', '2026-11-23', '01:00'],
    ['America/New_York', '2026-11-22', '19:00'],
    ['Asia/Kathmandu', '2026-11-23', '05:00'],
    ['Asia/Kolkata', '2026-11-23', '05:00'],
    ['Pacific/Chatham', '2026-11-23', '13:00'],
    ['Pacific/Pago_Pago', '2026-11-22', '13:00'],
    ['Pacific/Kiritimati', '2026-11-23', '14:00'],
  ];
  for (const [zone, day, row] of zones) {
    it(`is drawn in ${zone} on ${day} in the row of ${row}, and nowhere else`, () => {
      const { from, to } = dayBounds(day, zone);
      const whole = [from, to - 1].map(startedAt => ({ startedAt, seconds: 1 }));
      expect(edges(dayGrid(day, zone, whole))).to.deep.equal([row]);
    });
  }

  it('is not drawn on other days', () => {
    for (const day of ['2026-11-21', '2026-11-22', '2026-11-24']) {
      const rows = dayGrid(day, 'UTC', [block(`${day}T00:00:00Z`), block(`${day}T23:50:00Z`)]);
      expect(rows).to.have.lengthOf(24);
      expect(edges(rows), day).to.deep.equal([]);
    }
  });
});
