/** Dots, failures as usual, and at the end which files took longest and in which something failed. A test that leaves something running fails. */
import Mocha from 'mocha';
import { STILL_THERE } from './still-there.ts';

const SHOWN = 8;
const PATIENCE_MS = 20_000;

export default class Dots extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failed = new Set<string>();
    /** Milliseconds of each file, with its hooks. */
    const took = new Map<string, number>();
    let before = Date.now();
    runner.on('fail', ({ file }) => file && failed.add(file));
    runner.on('test end', ({ file = '' }) => {
      took.set(file, (took.get(file) ?? 0) + Date.now() - before);
      before = Date.now();
    });
    runner.once('end', () => {
      const longest = [...took].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
      for (const [file, ms] of longest) console.log(`  ${Math.round(ms / 1000)} s in ${file}`);
      failed.forEach(file => console.log(`failed in ${file}`));
      setTimeout(leftRunning, PATIENCE_MS).unref();
    });
  }
}

/** Nothing is asked any more, and still the process does not end: a test has left something open. */
function leftRunning(): never {
  console.log(`${STILL_THERE}: ${process.getActiveResourcesInfo().join(', ')}`);
  process.exit(1);
}
