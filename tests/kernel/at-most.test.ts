import { expect } from 'chai';
import { atMost } from '../../src/kernel/at-most.ts';

describe('At most so many at once', () => {
  it('the others wait and come in their order, also after a failure', async () => {
    const some = atMost(2);
    const begun: number[] = [];
    const ends = new Map<number, { well: () => void; badly: (error: Error) => void }>();
    const all = [0, 1, 2, 3, 4].map(number =>
      some(() => {
        begun.push(number);
        return new Promise<void>((resolve, reject) => ends.set(number, { well: resolve, badly: reject }));
      }).catch((error: Error) => error.message),
    );
    await Promise.resolve();
    expect([begun, some.running(), some.waiting()]).to.deep.equal([[0, 1], 2, 3]);
    ends.get(1)!.badly(new Error('no'));
    await all[1];
    expect([begun, some.running(), some.waiting()]).to.deep.equal([[0, 1, 2], 2, 2]);
    for (const number of [0, 2, 3, 4]) {
      while (!ends.has(number)) await Promise.resolve();
      ends.get(number)!.well();
    }
    expect(await Promise.all(all)).to.deep.equal([undefined, 'no', undefined, undefined, undefined]);
    expect([some.running(), some.waiting()]).to.deep.equal([0, 0]);
  });

  it('needs a place', () => {
    for (const places of [0, -1, 1.5, NaN]) expect(() => atMost(places)).to.throw(RangeError);
  });
});
