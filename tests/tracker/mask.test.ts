import { expect } from 'chai';
import fc from 'fast-check';
import { coveredPerMille, withinPicture, type Box } from '../../tracker/src/core/mask.ts';

const cases: [what: string, boxes: Box[], perMille: number][] = [
  ['nothing', [], 0],
  ['everything', [{ x: 0, y: 0, width: 1, height: 1 }], 1000],
  ['a quarter', [{ x: 0.25, y: 0.25, width: 0.5, height: 0.5 }], 250],
  ['exactly 40 %', [{ x: 0, y: 0, width: 0.4, height: 1 }], 400],
  [
    'two boxes apart',
    [
      { x: 0, y: 0, width: 0.1, height: 0.1 },
      { x: 0.5, y: 0.5, width: 0.1, height: 0.1 },
    ],
    20,
  ],
  [
    'two boxes over each other, once',
    [
      { x: 0, y: 0, width: 0.5, height: 0.5 },
      { x: 0.25, y: 0, width: 0.5, height: 0.5 },
    ],
    375,
  ],
  ['a speck, rounded up', [{ x: 0, y: 0, width: 0.001, height: 0.001 }], 1],
];

describe('how much of a picture is covered', () => {
  for (const [what, boxes, perMille] of cases) {
    it(`by ${what}: ${perMille} in a thousand`, () => expect(coveredPerMille(boxes)).to.equal(perMille));
  }

  it('is never more than the boxes together, nor less than the largest of them', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const box = fc.record({ x: part, y: part, width: part, height: part }).map(withinPicture);
    fc.assert(
      fc.property(fc.array(box, { minLength: 1, maxLength: 6 }), boxes => {
        const areas = boxes.map(({ width, height }) => width * height * 1000);
        const covered = coveredPerMille(boxes);
        expect(covered).to.be.at.most(
          Math.min(
            1000,
            areas.reduce((sum, area) => sum + area, 0),
          ) + 1,
        );
        expect(covered).to.be.at.least(Math.max(...areas) - 1e-6);
      }),
    );
  });
});

describe('a box drawn backwards and over the edge', () => {
  it('lies inside the picture', () => {
    const { x, y, width, height } = withinPicture({ x: 0.5, y: 1.2, width: -0.7, height: -0.4 });
    expect([x, width]).to.eql([0, 0.5]);
    expect(y).to.be.closeTo(0.8, 1e-9);
    expect(height).to.be.closeTo(0.2, 1e-9);
  });
});
