/**
 * EJS for Express, with partials that are looked for once. EJS itself asks the disk for every `include` and copies every local
 * for it; a diary page includes 200.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ejs from 'ejs';

type Locals = Record<string, unknown>;
type Print = (locals: Locals) => string;
type Done = (error: unknown, html?: string) => void;

/** @param remember compile each view once; otherwise a changed view shows at the next page */
export function viewEngine(remember: boolean): (file: string, locals: object, done: Done) => void {
  const printers = new Map<string, Print>();

  function printerOf(file: string): Print {
    const known = printers.get(file);
    if (known) return known;
    const text = readFileSync(file, 'utf8');
    // Locals are fresh objects of ours: EJS need not copy them once more for each partial.
    const options = { filename: file, compileDebug: !remember, unsafePrototypeLocals: true };
    const compiled = ejs.compile(text, options);
    const partials = new Map<string, Print>();
    const partial = (name: string): Print => {
      const found = partials.get(name) ?? printerOf(path.join(path.dirname(file), `${name}.ejs`));
      partials.set(name, found);
      return found;
    };
    // A local named `include` hides EJS's own.
    const print: Print = locals => {
      const include = (name: string, more?: Locals): string => partial(name)(more ? { ...locals, ...more } : locals);
      return compiled({ ...locals, include });
    };
    if (remember) printers.set(file, print);
    return print;
  }

  return (file, locals, done) => {
    try {
      done(null, printerOf(file)(locals as Locals));
    } catch (error) {
      done(error);
    }
  };
}
