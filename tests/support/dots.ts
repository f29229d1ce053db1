/** Dots, failures as usual, and at the end the files in which something failed, a line each. */
import Mocha from 'mocha';

export default class Dots extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const failed = new Set<string>();
    runner.on('fail', ({ file }) => file && failed.add(file));
    runner.once('end', () => failed.forEach(file => console.log(`failed in ${file}`)));
  }
}
