import { expect } from 'chai';
import { beginToEnd } from '../../src/kernel/ending.ts';
import { oneByOne } from '../../src/kernel/one-by-one.ts';

describe('One by one', () => {
  it('counts what was done, and not what somebody else was quicker with', async () => {
    expect(await oneByOne([1, 2, 3, 4], n => Promise.resolve(n % 2 === 0))).to.equal(2);
    expect(await oneByOne([1, 2, 3], () => Promise.resolve())).to.equal(3);
  });

  it('lets all others have their turn when one fails, and then says so', async () => {
    const seen: number[] = [];
    const act = (n: number): Promise<void> => {
      seen.push(n);
      return n < 3 ? Promise.reject(new Error(`${n} is broken`)) : Promise.resolve();
    };
    const error = await oneByOne([1, 2, 3], act).catch((failed: unknown) => failed);
    expect(error).to.be.instanceOf(AggregateError).with.property('message', '2 of 3 failed, the first: 1 is broken');
    expect(seen).to.deep.equal([1, 2, 3]);
  });

  it('stops after the item in hand once the process is told to end', async () => {
    let goOn = (): void => undefined;
    const done = await oneByOne([1, 2, 3], n => {
      if (n === 2) goOn = beginToEnd();
      return Promise.resolve();
    });
    goOn();
    expect(done).to.equal(2);
  });
});
