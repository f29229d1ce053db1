import { expect } from 'chai';
import { learn, look, secondOf, setClock, skewOf } from '../../tracker/src/core/clock.ts';

const WALL = Date.UTC(2026, 10, 16, 9);
const start = setClock({ monotonic: 1000, wall: WALL }, 0);

describe('the tracker’s clock', () => {
  it('counts with the monotonic clock', () => {
    expect(secondOf(start, 61_000) * 1000).to.equal(WALL + 60_000);
  });

  it('takes the server’s time, as near to its own as the answer leaves open', () => {
    const clock = learn(start, WALL + 3_600_000, 2000, 2400);
    expect(secondOf(clock, 2400) * 1000).to.equal(WALL + 3_600_000);
    const back = learn(clock, WALL, 5000, 5400);
    expect(secondOf(back, 5000) * 1000).to.equal(WALL);
  });

  it('is not moved by an answer that took its time, when what it believed can be true', () => {
    expect(learn(start, WALL + 30_000, 2000, 62_000)).to.deep.equal(start);
    expect(learn(start, WALL + 1000, 2000, 62_000)).to.deep.equal(start);
    expect(learn(start, WALL + 61_000, 2000, 62_000)).to.deep.equal(start);
    expect(secondOf(learn(start, WALL + 999, 2000, 62_000), 2000) * 1000).to.equal(WALL + 0);
  });

  it('is not moved by somebody setting the wall clock back, nor by small corrections of it', () => {
    const { clock, slept } = look(start, { monotonic: 11_000, wall: WALL - 86_400_000 });
    expect([secondOf(clock, 11_000) * 1000, slept]).to.eql([WALL + 10_000, false]);
    let slewed = start;
    for (let i = 1; i <= 100; i += 1)
      slewed = look(slewed, { monotonic: 1000 + i * 1000, wall: WALL + i * 1900 }).clock;
    expect(secondOf(slewed, 101_000) * 1000).to.equal(WALL + 100_000);
  });

  it('notices sleep when the wall clock went on and the monotonic one did not', () => {
    const { clock, slept } = look(start, { monotonic: 2000, wall: WALL + 7_201_000 });
    expect([secondOf(clock, 2000) * 1000, slept]).to.eql([WALL + 7_201_000, true]);
    expect(look(clock, { monotonic: 3000, wall: WALL + 7_202_000 }).slept).to.equal(false);
  });

  it('remembers how far the server is ahead, for a start without a connection', () => {
    const clock = learn(start, WALL + 3_600_000, 1000, 1000);
    const restarted = setClock({ monotonic: 5, wall: WALL + 60_000 }, skewOf(clock));
    expect(secondOf(restarted, 5) * 1000).to.equal(WALL + 3_660_000);
  });
});
