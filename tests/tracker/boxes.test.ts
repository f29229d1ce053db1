import { expect } from 'chai';
import { drawn, moved, SMALLEST, stretched } from '../../tracker/src/core/boxes.ts';

const box = { x: 0.5, y: 0.5, width: 0.2, height: 0.1 };

describe('boxes over a picture', () => {
  it('are drawn from any corner to any other, and end at the picture’s edge', () => {
    const whole = { x: 0.25, y: 0.25, width: 0.5, height: 0.25 };
    expect(drawn({ x: 0.25, y: 0.25 }, { x: 0.75, y: 0.5 })).to.eql(whole);
    expect(drawn({ x: 0.75, y: 0.5 }, { x: 0.25, y: 0.25 })).to.eql(whole);
    expect(drawn({ x: 0.5, y: 0.5 }, { x: 3, y: -2 })).to.eql({ x: 0.5, y: 0, width: 0.5, height: 0.5 });
  });

  it('that are hardly a touch were not meant', () => {
    expect(drawn({ x: 0.5, y: 0.5 }, { x: 0.5 + SMALLEST / 2, y: 0.9 })).to.equal(null);
    expect(drawn({ x: 0.5, y: 0.5 }, { x: 0.9, y: 0.5 })).to.equal(null);
  });

  it('keep their size when they are moved, and stay on the picture', () => {
    expect(moved(box, 5, -5)).to.eql({ x: 0.8, y: 0, width: 0.2, height: 0.1 });
    expect(moved(box, -0.25, 0.25)).to.eql({ x: 0.25, y: 0.75, width: 0.2, height: 0.1 });
  });

  it('keep their upper left corner when they are stretched, and never vanish', () => {
    expect(stretched(box, 5, 5)).to.eql({ x: 0.5, y: 0.5, width: 0.5, height: 0.5 });
    expect(stretched(box, -5, -5)).to.eql({ x: 0.5, y: 0.5, width: SMALLEST, height: SMALLEST });
  });
});
