/** Dots, failures as usual, and at the end which files took longest and in which something failed. */
import Mocha from 'mocha';

const SHOWN = 8;

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
    });
  }
}
