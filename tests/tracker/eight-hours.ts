/**
 * Eight hours of a person and a machine at their worst, against the whole tracker. Beside it the hours are painted second
 * by second, knowing nothing of blocks: what was worked, and for whom.
 */
import { FakeOutside } from './fake-outside.ts';
import type { Tracker } from '../../tracker/src/app/tracker.ts';

const HOURS = 8;
/** Rules of the product, written here once more. */
const [ASK_AFTER, ANSWER_WITHIN, LATE_TICK, SAMPLE_EVERY] = [300, 60, 10, 5];

/** Mulberry32: a small generator whose whole state is one number. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class EightHours {
  world = new FakeOutside();
  /** The contract that each second was worked for; 0 for none. */
  painted = new Uint8Array(HOURS * 3600);
  /** How often each thing happened. */
  happened: Record<string, number> = {};
  private tracker!: Tracker;
  private draw: () => number;
  private second = 0;
  private working = 0;
  private contract = 1;
  /** The last second with input, and until when the person stays away from the machine. */
  private lastInput = 0;
  private awayUntil = 0;
  /** The end of the last second with input that the tracker was told of. */
  private heardInputTo = 0;
  private asked: { since: number; at: number } | null = null;
  private answerAt = 0;

  constructor(seed: number) {
    this.draw = chanceFrom(seed);
    this.world.chance = chanceFrom(seed + 1);
  }

  async live(): Promise<void> {
    this.tracker = await this.world.signedIn();
    while (this.second < this.painted.length - 4000) {
      await this.tick(1);
      this.person();
      if (this.draw() < 1 / 400) await this.machine();
    }
    if (this.working) this.stop();
    this.world.weather = () => 'fine';
    await this.world.pass(this.tracker, 400);
  }

  private chanceOf(what: string, perSecond: number): boolean {
    if (this.draw() >= perSecond) return false;
    this.happened[what] = (this.happened[what] ?? 0) + 1;
    return true;
  }

  /** So many seconds without a tick, then one. */
  private async tick(seconds: number): Promise<void> {
    const from = this.second;
    this.second += seconds;
    this.world.monotonic += (seconds - 1) * 1000;
    if (this.working && seconds <= LATE_TICK) this.painted.fill(this.working, from, this.second);
    if (this.working && seconds > 30) this.rest();
    await this.world.pass(this.tracker, 1);
    if (this.asked && this.second - this.asked.at >= ANSWER_WITHIN) this.rest();
    if (this.second % SAMPLE_EVERY === 0) this.sample();
  }

  private sample(): void {
    const idle = this.second > this.awayUntil ? 0 : this.second - this.lastInput;
    if (this.second > this.awayUntil) this.lastInput = this.second;
    this.tracker.idle(idle);
    this.heardInputTo = Math.max(this.heardInputTo, Math.min(this.second, this.lastInput + 1));
    if (!this.working || this.asked || this.second - this.heardInputTo < ASK_AFTER) return;
    this.asked = { since: this.heardInputTo, at: this.second };
    this.answerAt = this.second + Math.floor(this.draw() * 2 * ANSWER_WITHIN);
  }

  /** The timer stopped by itself. */
  private rest(): void {
    if (this.asked) this.painted.fill(0, this.asked.since, this.second);
    this.working = 0;
    this.asked = null;
  }

  private person(): void {
    if (this.asked) {
      if (this.second === this.answerAt) this.answer();
      else if (this.chanceOf('stop while asked', 1 / 200)) this.stop();
    } else if (!this.working && this.chanceOf('start', 1 / 60)) this.start();
    else if (this.working && this.chanceOf('stop', 1 / 900)) this.stop();
    else if (this.working && this.chanceOf('switch', 1 / 300)) this.change();
    else if (this.chanceOf('away', 1 / 900)) {
      this.lastInput = this.second;
      this.awayUntil = this.second + Math.floor(this.draw() * 900);
    }
  }

  private start(): void {
    void this.tracker.start();
    this.working = this.contract;
    this.here();
  }

  private stop(): void {
    this.tracker.stop();
    this.rest();
  }

  private change(): void {
    this.contract = 3 - this.contract;
    this.tracker.describe({ contractId: this.contract });
    this.working = this.contract;
    this.here();
  }

  private answer(): void {
    const keep = this.draw() < 0.5;
    this.happened[keep ? 'keep' : 'discard'] = (this.happened[keep ? 'keep' : 'discard'] ?? 0) + 1;
    if (!keep && this.asked) this.painted.fill(0, this.asked.since, this.second);
    this.asked = null;
    this.tracker.answerIdle(keep);
    this.here();
  }

  /** A click is input. */
  private here(): void {
    this.lastInput = this.second;
    this.awayUntil = this.second;
    this.heardInputTo = this.second + 1;
  }

  private async machine(): Promise<void> {
    const which = Math.floor(this.draw() * 6);
    if (which === 0) await this.sleep();
    else if (which === 1 && this.happens('late tick')) await this.tick(2 + Math.floor(this.draw() * 28));
    else if (which === 2 && this.happens('lock')) {
      this.tracker.locked(true);
      if (this.working) this.rest();
    } else if (which === 3 && this.happens('clock back')) this.world.wallAhead -= Math.floor(this.draw() * 7_200_000);
    // A step of less than half a minute is not taken for sleep.
    else if (which === 4 && this.happens('clock ahead')) this.world.wallAhead += Math.floor(this.draw() * 29_000);
    else if (which === 5 && this.happens('offline')) {
      const back = this.second + this.draw() * 1200;
      this.world.weather = () => (this.second < back ? 'down' : this.draw() < 0.2 ? 'lost' : 'fine');
    }
  }

  private happens(what: string): true {
    this.happened[what] = (this.happened[what] ?? 0) + 1;
    return true;
  }

  /** The monotonic clock stands still in sleep on some systems and goes on on others. */
  private async sleep(): Promise<void> {
    const seconds = 31 + Math.floor(this.draw() * 1800);
    this.happens('sleep');
    if (this.draw() < 0.5) return this.tick(seconds);
    this.world.slept += (seconds - 1) * 1000;
    if (this.working) this.rest();
    this.second += seconds - 1;
    await this.tick(1);
  }
}
