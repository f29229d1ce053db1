import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { block as wireBlock } from '../../src/wire/tracker.ts';
import { cellEnd, toWire, type OpenBlock, type Task } from '../../tracker/src/core/open-block.ts';
import { step } from '../../tracker/src/core/timer.ts';
import { idleTimer, type Effect, type Timer, type TimerEvent } from '../../tracker/src/core/timer-state.ts';

/** Monday 16 November 2026, 09:00 UTC: the start of a cell. */
const NINE = Date.UTC(2026, 10, 16, 9) / 1000;
const shop: Task = { contractId: 1, projectCode: 'SHOP-12', description: 'Checkout form validation' };
const audit: Task = { contractId: 2, projectCode: null, description: 'Reading last year’s report' };

/** Runs events through the timer and answers every picture at once, unless told to keep them waiting. */
class Desk {
  timer: Timer = idleTimer;
  saved: OpenBlock[] = [];
  captures: Extract<Effect, { do: 'capture' }>[] = [];
  journal: readonly OpenBlock[] = [];
  paused: string[] = [];
  answers = true;
  chance: () => number;

  constructor(chance: () => number = () => 0.5) {
    this.chance = chance;
  }

  on(event: TimerEvent): this {
    const [timer, effects] = step(this.timer, event, this.chance);
    this.timer = timer;
    for (const effect of effects) {
      if (effect.do === 'save-block') this.saved.push(effect.block);
      if (effect.do === 'journal') this.journal = effect.blocks;
      if (effect.do === 'say-paused') this.paused.push(effect.why);
      if (effect.do === 'capture') {
        this.captures.push(effect);
        if (this.answers) this.answer(effect);
      }
    }
    return this;
  }

  answer({ blockId, takenAt }: { blockId: string; takenAt: number }): this {
    const shot = { takenAt, file: `${blockId}-${takenAt}.jpg`, sha256: '0'.repeat(64) };
    return this.on({ type: 'captured', blockId, shot });
  }

  /** Ticks every second after `from` up to and including `to`. */
  ticks(from: number, to: number): this {
    for (let at = from + 1; at <= to; at += 1) this.on({ type: 'tick', at });
    return this;
  }

  get spans(): [number, number][] {
    return this.saved.map(({ startedAt, until }) => [startedAt - NINE, until - startedAt]);
  }
}

describe('the timer', () => {
  it('cuts two hours and a bit into blocks at the cells’ edges, losing no second', () => {
    const desk = new Desk().on({ type: 'start', at: NINE + 300, task: shop });
    desk.ticks(NINE + 300, NINE + 1500).on({ type: 'stop', at: NINE + 1507 });
    expect(desk.spans).to.eql([
      [300, 300],
      [600, 600],
      [1200, 307],
    ]);
  });

  it('switches project in mid-cell without an overlap or a gap', () => {
    const desk = new Desk().on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 100);
    desk.on({ type: 'switch', at: NINE + 101, task: audit }).ticks(NINE + 101, NINE + 200);
    desk.on({ type: 'stop', at: NINE + 200 });
    expect(desk.spans).to.eql([
      [0, 101],
      [101, 99],
    ]);
    expect(desk.saved.map(({ task }) => task.contractId)).to.eql([1, 2]);
  });

  it('keeps the running clock going over a switch and over a cell’s edge', () => {
    const desk = new Desk().on({ type: 'start', at: NINE + 590, task: shop }).ticks(NINE + 590, NINE + 620);
    desk.on({ type: 'switch', at: NINE + 621, task: audit });
    expect(desk.timer.since).to.equal(NINE + 590);
  });

  it('makes no block of Start and Stop within one second', () => {
    const desk = new Desk().on({ type: 'start', at: NINE, task: shop }).on({ type: 'stop', at: NINE });
    expect(desk.saved).to.eql([]);
    expect(desk.captures).to.eql([]);
  });

  it('captures a block that ends before its moment as it ends', () => {
    const late = new Desk(() => 0.9).on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 20);
    expect(late.captures).to.have.length(0);
    late.on({ type: 'stop', at: NINE + 20 });
    expect(late.captures.map(({ takenAt }) => takenAt - NINE)).to.eql([19]);
  });

  it('takes a second picture when chance says so, and only then', () => {
    const draws = [0.1, 0.5];
    const chanceOf = (second: number) => {
      // Five draws name the block, then come the moment, the die, and perhaps a second moment.
      const order = [0, 0, 0, 0, draws[0] ?? 0, second, draws[1] ?? 0];
      let at = 0;
      return () => order[at++] ?? 0.5;
    };
    const twice = new Desk(chanceOf(0.24)).on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 599);
    const once = new Desk(chanceOf(0.26)).on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 599);
    expect(twice.captures.map(({ takenAt }) => takenAt - NINE)).to.eql([60, 300]);
    expect(once.captures.map(({ takenAt }) => takenAt - NINE)).to.eql([60]);
  });

  it('saves a block only when its last picture has come, and keeps it in the journal until then', () => {
    const desk = new Desk();
    desk.answers = false;
    desk
      .on({ type: 'start', at: NINE, task: shop })
      .ticks(NINE, NINE + 60)
      .on({ type: 'stop', at: NINE + 60 });
    expect(desk.saved).to.eql([]);
    expect(desk.journal).to.have.length(1);
    desk.answer({ blockId: desk.captures[0]?.blockId ?? '', takenAt: NINE + 59 });
    expect(desk.saved).to.have.length(1);
    expect(desk.journal).to.eql([]);
  });

  it('does not count sleep: the block ends at the last tick, and says that nobody saw the screen', () => {
    const desk = new Desk(() => 0.9).on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 60);
    desk.on({ type: 'tick', at: NINE + 7200 });
    expect(desk.spans).to.eql([[0, 60]]);
    expect(desk.saved[0]?.shots).to.eql([{ takenAt: NINE + 59, failure: 'computer-slept' }]);
    expect([desk.timer.running, desk.paused]).to.eql([null, ['slept']]);
  });

  it('does not count sleep when Stop or another project is the first thing after it', () => {
    for (const type of ['stop', 'switch'] as const) {
      const desk = new Desk().on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 60);
      desk.on({ type, at: NINE + 7200, task: audit });
      expect(desk.spans).to.eql([[0, 60]]);
    }
  });

  it('writes the running block down every ten seconds', () => {
    const desk = new Desk(() => 0.9).on({ type: 'start', at: NINE, task: shop });
    for (let at = NINE + 1; at < NINE + 120; at += 1) {
      desk.on({ type: 'tick', at });
      expect(at - (desk.journal[0]?.until ?? 0)).to.be.below(10);
    }
  });

  it('goes on with the corrected clock when the server’s time turns out to be another', () => {
    const ahead = new Desk().on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 60);
    ahead.on({ type: 'corrected', at: NINE + 60, to: NINE + 3600 }).ticks(NINE + 3600, NINE + 3660);
    ahead.on({ type: 'stop', at: NINE + 3660 });
    expect(ahead.spans).to.eql([
      [0, 60],
      [3600, 60],
    ]);
    const behind = new Desk().on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 60);
    behind.on({ type: 'corrected', at: NINE + 60, to: NINE + 50 }).ticks(NINE + 50, NINE + 100);
    behind.on({ type: 'stop', at: NINE + 100 });
    expect(behind.spans).to.eql([
      [0, 60],
      [60, 40],
    ]);
  });

  it('counts seconds with input from the idle time, and never more than the block has', () => {
    const desk = new Desk().on({ type: 'start', at: NINE, task: shop }).ticks(NINE, NINE + 10);
    desk.on({ type: 'input', at: NINE + 5, idleSeconds: 0 }).on({ type: 'input', at: NINE + 10, idleSeconds: 3 });
    expect(desk.timer.running?.inputSeconds).to.equal(7);
    desk.on({ type: 'input', at: NINE + 15, idleSeconds: 8 }).on({ type: 'stop', at: NINE + 10 });
    expect(toWire(desk.saved[0] as OpenBlock).inputSeconds).to.equal(8);
  });
});

describe('whatever happens to the timer', () => {
  const happening = fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant('tick' as const), after: fc.integer({ min: 0, max: 30 }) }) },
    fc.record({
      do: fc.constantFrom('start' as const, 'stop' as const, 'switch' as const),
      after: fc.integer({ min: 0, max: 30 }),
    }),
    fc.record({ do: fc.constant('sleep' as const), after: fc.integer({ min: 31, max: 40_000 }) }),
    fc.record({ do: fc.constant('back' as const), after: fc.integer({ min: -600, max: -1 }) }),
  );

  it('blocks sum up to the time worked, do not overlap, stay in their cell, and hold their captures', () => {
    fc.assert(
      fc.property(
        fc.array(happening, { maxLength: 400 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.9999, noNaN: true })),
        (events, draws) => {
          const desk = new Desk(() => (draws.next().value as number | undefined) ?? 0);
          let at = NINE + 17;
          let worked = 0;
          for (const event of events) {
            const running = desk.timer.running !== null;
            if (event.do === 'back') {
              desk.on({ type: 'tick', at: at + event.after });
              continue;
            }
            at += event.after;
            // A tick this late says nothing of what lies between.
            if (running && event.do !== 'sleep' && event.after <= 10) worked += event.after;
            // A second Start does nothing; it is a tick here.
            const tick = event.do === 'tick' || event.do === 'sleep' || (event.do === 'start' && running);
            if (tick) desk.on({ type: 'tick', at });
            else if (event.do === 'stop') desk.on({ type: 'stop', at });
            else desk.on({ type: event.do, at, task: event.after % 2 ? shop : audit });
          }
          if (desk.timer.running) desk.on({ type: 'stop', at: desk.timer.running.until });
          const blocks = [...desk.saved].sort((a, b) => a.startedAt - b.startedAt);
          expect(blocks.reduce((sum, { startedAt, until }) => sum + until - startedAt, 0)).to.equal(worked);
          expect(new Set(blocks.map(({ id }) => id)).size).to.equal(blocks.length);
          blocks.forEach((block, i) => {
            expect(block.until).to.be.at.most(cellEnd(block.startedAt));
            expect(block.startedAt).to.be.at.least(blocks[i - 1]?.until ?? 0);
            expect(block.shots).to.have.length.within(1, 2);
            for (const { takenAt } of block.shots) expect(takenAt).to.be.within(block.startedAt, block.until - 1);
            expect(wireBlock.safeParse(toWire(block)).error).to.equal(undefined);
          });
          expect(desk.timer.closing).to.eql([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('draws the capture moment uniformly over the whole cell: chi-square over 10,000 cells', () => {
    const [cells, bins] = [10_000, 60];
    const counts = new Array<number>(bins).fill(0);
    const chance = () => randomBytes(4).readUInt32BE() / 2 ** 32;
    for (let i = 0; i < cells; i += 1) {
      const [{ running }] = step(
        { ...idleTimer, rules: { ...idleTimer.rules, secondCapture: 0 } },
        { type: 'start', at: NINE + i * 600, task: shop },
        chance,
      );
      const bin = Math.floor(((running?.moments[0] ?? 0) - (NINE + i * 600)) / (600 / bins));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const expected = cells / bins;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 59 degrees of freedom: more than this comes about by chance once in ten million runs.
    expect(chiSquare).to.be.below(136);
  });
});
