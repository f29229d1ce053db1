import { expect } from 'chai';
import { withRuns } from '../../src/diary/runs.ts';

type Blocks = Parameters<typeof withRuns>[0][number]['cells'][number]['blocks'];
const reason = { code: 'vague-description', words: 'Too vague.', fix: null };
const block = (from: string, to: string, changes: object = {}): Blocks[number] => ({
  ...{
    from,
    to,
    seconds: 600,
    description: 'Basket',
    code: null,
    protected: true,
    deleted: false,
    failure: null,
    reasons: [],
    x: 0,
    w: 1,
  },
  ...changes,
});
const row = (...blocks: Blocks) => ({ label: '09:00', utcWeekEdge: false, cells: [{ label: '09:00', blocks }] });
const said = (rows: ReturnType<typeof withRuns>) =>
  rows.map(({ runs }) => runs.map(({ from, to, seconds, again, news }) => [from, to, seconds, again, news.length]));

describe('What an hour was spent on', () => {
  it('is one line for neighbouring blocks that say the same', () => {
    expect(
      said(withRuns([row(block('09:00', '09:10'), block('09:10', '09:20'), block('09:30', '09:40'))])),
    ).to.deep.equal([
      [
        ['09:00', '09:20', 1200, false, 0],
        ['09:30', '09:40', 600, true, 0],
      ],
    ]);
  });

  it('is a line of its own for another description, verdict or tombstone', () => {
    const hour = row(
      block('09:00', '09:10'),
      block('09:10', '09:20', { description: 'Menu' }),
      block('09:20', '09:30', { description: 'Menu', protected: false, reasons: [reason] }),
      block('09:30', '09:40', { deleted: true }),
    );
    expect(withRuns([hour])[0]?.runs).to.have.lengthOf(4);
  });

  it('tells once a day why something is not protected', () => {
    const vague = { protected: false, reasons: [reason], description: 'stuff' };
    const day = [row(block('09:00', '09:10', vague)), row(block('10:00', '10:10', vague))];
    expect(said(withRuns(day))).to.deep.equal([
      [['09:00', '09:10', 600, false, 1]],
      [['10:00', '10:10', 600, true, 0]],
    ]);
  });
});
