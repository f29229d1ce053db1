import { expect } from 'chai';
import { block as wireBlock } from '../../src/wire/tracker.ts';
import { toWire, type OpenBlock, type Task } from '../../tracker/src/core/open-block.ts';
import { step } from '../../tracker/src/core/timer.ts';
import {
  idleTimer,
  workedSeconds,
  type Effect,
  type Timer,
  type TimerEvent,
} from '../../tracker/src/core/timer-state.ts';

const NINE = Date.UTC(2026, 10, 16, 9) / 1000;
const shop: Task = { contractId: 1, projectCode: null, description: 'Checkout form validation' };
const audit: Task = { contractId: 2, projectCode: null, description: 'Reading last year’s report' };

/** A timer whose captures are answered at once, with random moments at a fixed part of the cell. */
class Desk {
  timer: Timer = idleTimer;
  saved: OpenBlock[] = [];
  effects: Effect[] = [];
  private moment: number;

  constructor(moment = 0.99) {
    this.moment = moment;
  }

  on(event: TimerEvent): this {
    const [timer, effects] = step(this.timer, event, () => this.moment);
    this.timer = timer;
    this.effects.push(...effects);
    for (const effect of effects) {
      if (effect.do === 'save-block') this.saved.push(effect.block);
      if (effect.do !== 'capture') continue;
      const { blockId, takenAt } = effect;
      const shot = { takenAt, file: `${blockId}-${takenAt}.jpg`, sha256: '0'.repeat(64) };
      this.on({ type: 'captured', blockId, shot });
    }
    return this;
  }

  start(after: number, task = shop): this {
    return this.on({ type: 'start', at: NINE + after, task });
  }

  /** Ticks every second up to `to`, with a sample of the idle time every five; the last input was at `input`. */
  until(to: number, input: number): this {
    for (let at = (this.timer.running?.until ?? NINE) + 1 - NINE; at <= to; at += 1) {
      this.on({ type: 'tick', at: NINE + at });
      if (at % 5 === 0) this.on({ type: 'input', at: NINE + at, idleSeconds: Math.max(0, at - Math.min(at, input)) });
    }
    return this;
  }

  /** Every saved block as start, length and what it is. */
  get blocks(): [from: number, seconds: number, what: string][] {
    return this.saved
      .map((b): [number, number, string] => [b.startedAt - NINE, b.until - b.startedAt, b.idle ? 'idle' : 'worked'])
      .sort(([a], [b]) => a - b);
  }

  did<K extends Effect['do']>(what: K): Extract<Effect, { do: K }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { do: K }> => effect.do === what);
  }
}

describe('a pause', () => {
  it('is asked about after five minutes without input, once', () => {
    const desk = new Desk().start(0).until(399, 100);
    expect(desk.did('ask-idle')).to.eql([]);
    desk.until(430, 100);
    expect(desk.did('ask-idle')).to.eql([{ do: 'ask-idle', since: NINE + 101 }]);
    expect(desk.timer.asking).to.eql({ since: NINE + 101, askedAt: NINE + 405 });
  });

  it('that is discarded leaves the work before it, and goes on from the answer', () => {
    const desk = new Desk()
      .start(0)
      .until(420, 100)
      .on({ type: 'answered', at: NINE + 420, keep: false });
    expect(desk.timer.running?.startedAt).to.equal(NINE + 420);
    expect(workedSeconds(desk.timer)).to.equal(101);
    desk.until(500, 500).on({ type: 'stop', at: NINE + 500 });
    expect(desk.blocks).to.eql([
      [0, 101, 'worked'],
      [420, 80, 'worked'],
    ]);
  });

  it('that is kept becomes a block of its own, marked as idle', () => {
    const desk = new Desk()
      .start(0)
      .until(420, 100)
      .on({ type: 'answered', at: NINE + 420, keep: true });
    expect(workedSeconds(desk.timer)).to.equal(420);
    desk.until(500, 500).on({ type: 'stop', at: NINE + 500 });
    expect(desk.blocks).to.eql([
      [0, 101, 'worked'],
      [101, 319, 'idle'],
      [420, 80, 'worked'],
    ]);
    for (const block of desk.saved) {
      expect(wireBlock.safeParse(toWire(block)).error).to.equal(undefined);
      expect(block.shots.length).to.be.within(1, 2);
    }
  });

  it('that nobody answers for stops the timer at the last input', () => {
    const desk = new Desk().start(0).until(464, 100);
    expect(desk.timer.running).to.not.equal(null);
    desk.on({ type: 'tick', at: NINE + 465 });
    expect(desk.timer.running).to.equal(null);
    expect(desk.did('say-paused')).to.eql([{ do: 'say-paused', why: 'idle', until: NINE + 101 }]);
    expect(desk.blocks).to.eql([[0, 101, 'worked']]);
  });

  it('over a cell’s edge takes back the cell that had ended and forgets the pictures of the next', () => {
    const desk = new Desk(0.01).start(0).until(780, 460);
    expect(desk.blocks).to.eql([]);
    desk.until(830, 460);
    expect(desk.blocks).to.eql([[0, 461, 'worked']]);
    const [{ files } = { files: [] }] = desk.did('forget-pictures');
    expect(files).to.have.length(1);
    expect(Number(/-(\d+)\.jpg$/.exec(files[0] ?? '')?.[1]) - NINE).to.be.within(600, 620);
  });

  it('over a cell’s edge that is kept is cut at the edge, like all time', () => {
    const desk = new Desk()
      .start(0)
      .until(780, 460)
      .on({ type: 'answered', at: NINE + 780, keep: true });
    desk.until(800, 800).on({ type: 'stop', at: NINE + 800 });
    expect(desk.blocks).to.eql([
      [0, 461, 'worked'],
      [461, 139, 'idle'],
      [600, 180, 'idle'],
      [780, 20, 'worked'],
    ]);
  });

  it('pictures what was worked on while the screen still shows it, so that the work before it is evidence', () => {
    const desk = new Desk().start(0).until(470, 100);
    expect(desk.saved[0]?.shots).to.have.length(1);
    const shot = desk.saved[0]?.shots[0];
    expect(shot).to.include.keys('file');
    expect((shot?.takenAt ?? 0) - NINE).to.be.within(101 + 119, 101 + 180);
  });

  it('of less than five minutes is time like any other', () => {
    const desk = new Desk()
      .start(0)
      .until(350, 100)
      .until(420, 420)
      .on({ type: 'stop', at: NINE + 420 });
    expect(desk.blocks).to.eql([[0, 420, 'worked']]);
  });

  it('is never asked about where the system tells no idle time, and no block waits for it', () => {
    const desk = new Desk().start(0);
    for (let at = 1; at <= 1300; at += 1) desk.on({ type: 'tick', at: NINE + at });
    expect(desk.did('ask-idle')).to.eql([]);
    expect(desk.blocks).to.eql([
      [0, 600, 'worked'],
      [600, 600, 'worked'],
    ]);
  });

  for (const event of ['stop', 'locked', 'slept', 'switch'] as const) {
    it(`ends at the last input when ${event} is the answer`, () => {
      const desk = new Desk().start(0).until(420, 100);
      desk.on(event === 'slept' ? { type: event } : { type: event, at: NINE + 420, task: audit });
      expect(desk.blocks).to.eql([[0, 101, 'worked']]);
      expect(desk.timer.running?.task).to.eql(event === 'switch' ? audit : undefined);
    });
  }
});

describe('a screen that is locked', () => {
  it('ends the block at once and says why there is no picture of it', () => {
    const desk = new Desk()
      .start(0)
      .until(80, 80)
      .on({ type: 'locked', at: NINE + 82 });
    expect(desk.blocks).to.eql([[0, 82, 'worked']]);
    expect(desk.saved[0]?.shots).to.eql([{ takenAt: NINE + 81, failure: 'locked-screen' }]);
    expect(desk.did('say-paused')).to.eql([{ do: 'say-paused', why: 'locked', until: NINE + 82 }]);
  });

  it('stays evidence when the picture had been taken', () => {
    const desk = new Desk(0.01)
      .start(0)
      .until(80, 80)
      .on({ type: 'locked', at: NINE + 82 });
    expect(desk.saved[0]?.shots).to.have.length(1);
    expect(desk.saved[0]?.shots[0]).to.include.keys('file');
  });
});

describe('a gap in the ticks', () => {
  it('of some seconds is left out, and the work goes on after it', () => {
    const desk = new Desk()
      .start(0)
      .until(60, 60)
      .on({ type: 'tick', at: NINE + 85 });
    desk.until(100, 100).on({ type: 'stop', at: NINE + 100 });
    expect(desk.blocks).to.eql([
      [0, 60, 'worked'],
      [85, 15, 'worked'],
    ]);
    expect(desk.did('say-paused')).to.eql([]);
  });
});

describe('a block that is not finished', () => {
  it('goes with its time when it is discarded, and the timer goes on', () => {
    const desk = new Desk(0.01).start(0).until(200, 200);
    const blockId = desk.timer.running?.id ?? '';
    desk.on({ type: 'discarded', at: NINE + 200, blockId });
    expect(desk.did('forget-pictures').flatMap(({ files }) => files)).to.have.length(1);
    expect(workedSeconds(desk.timer)).to.equal(0);
    desk.until(260, 260).on({ type: 'stop', at: NINE + 260 });
    expect(desk.blocks).to.eql([[200, 60, 'worked']]);
  });

  it('is journalled with the covered picture before the other one is forgotten', () => {
    const desk = new Desk(0.01).start(0).until(30, 30);
    const [shot] = desk.timer.running?.shots ?? [];
    desk.effects = [];
    const mask = { perMille: 120, reason: 'Private message' };
    const covered = { takenAt: shot?.takenAt ?? 0, file: 'covered.jpg', sha256: '1'.repeat(64), mask };
    desk.on({ type: 'masked', blockId: desk.timer.running?.id ?? '', ...covered });
    expect(desk.effects.map(({ do: what }) => what)).to.eql(['journal', 'forget-pictures']);
    expect(desk.did('journal')[0]?.blocks[0]?.shots).to.eql([covered]);
    desk.on({ type: 'stop', at: NINE + 30 });
    expect(toWire(desk.saved[0] as OpenBlock).captures).to.eql([
      { takenAt: new Date(covered.takenAt * 1000).toISOString(), sha256: covered.sha256, mask },
    ]);
  });
});
