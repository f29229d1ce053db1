/** A clock for the window's page that a test can move. It runs on by itself in between; ticks come as from the real worker. */
type Movable = typeof globalThis & { ahead: number; ticking: Worker[] };

/** Runs in the page before anything of the tracker does. */
export function movableClock(): void {
  const page = globalThis as Movable;
  page.ahead = 0;
  page.ticking = [];
  const [monotonic, wall] = [performance.now.bind(performance), Date.now.bind(Date)];
  performance.now = () => monotonic() + page.ahead;
  Date.now = () => wall() + page.ahead;
  page.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      page.ticking.push(this);
    }
  };
}

/** Runs in the page: so many seconds pass, and each is ticked. */
export function moveClock(seconds: number): void {
  const page = globalThis as Movable;
  for (let i = 0; i < seconds; i += 1) {
    page.ahead += 1000;
    page.ticking.forEach(worker => worker.dispatchEvent(new MessageEvent('message')));
  }
}

/** Runs in the page: it is so many milliseconds later, with one tick. */
export function skipClock(ms: number): void {
  const page = globalThis as Movable;
  page.ahead += ms;
  page.ticking.forEach(worker => worker.dispatchEvent(new MessageEvent('message')));
}
