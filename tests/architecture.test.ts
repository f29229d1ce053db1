import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { root } from '../src/config.ts';
import { sourceFiles, type SourceFile } from './support/source-files.ts';

const source = sourceFiles('src');
const tracker = sourceFiles('tracker/src');
const pathsOf = (files: SourceFile[]): string[] => files.map(file => file.path);
const under = (...folders: string[]) =>
  source.filter(({ path }) => folders.some(folder => path.startsWith(`src/${folder}/`)));
const ours = (file: SourceFile): string[] => file.imports.filter(({ ours }) => ours).map(({ of }) => of);
const packages = (file: SourceFile): string[] => file.imports.filter(({ ours }) => !ours).map(({ of }) => of);

/** Each import that breaks a rule, as a sentence. */
const importing = (files: SourceFile[], forbidden: (of: string, typeOnly: boolean) => boolean): string[] =>
  files.flatMap(({ path, imports }) =>
    imports.filter(({ of, typeOnly }) => forbidden(of, typeOnly)).map(({ of }) => `${path} imports ${of}`),
  );
const using = (files: SourceFile[], pattern: RegExp): string[] =>
  files.flatMap(({ path, uses }) => [...uses].filter(use => pattern.test(use)).map(use => `${path} uses ${use}`));

const isModel = (file: string): boolean => /-model\.ts$|\/attempts\.ts$/.test(file);
const isRoutes = (file: string): boolean => /\/([a-z]+-)*routes\.ts$/.test(file);

/** Facts and `now` in, answer out. Whoever adds rules adds them here, or says "Rules only" on top of the file. */
const ruleFiles = [
  'src/accounts/account.ts',
  'src/accounts/session.ts',
  'src/contracts/contract.ts',
  'src/diary/block.ts',
  'src/diary/day.ts',
  'src/diary/description.ts',
  'src/diary/failure-words.ts',
  'src/diary/fingerprint.ts',
  'src/diary/picture-header.ts',
  'src/diary/storage-keys.ts',
  'src/diary/thumb-grant.ts',
  'src/diary/verdict.ts',
  'src/events/event.ts',
  'src/policy/policy.ts',
];
const rules = source.filter(
  ({ path, text }) =>
    ruleFiles.includes(path) || (/^\/\*\*[^/]*?Rules only/.test(text) && !path.startsWith('src/demo/')),
);

describe('Who may import whom', () => {
  it('finds the source at all', () => {
    expect(source.length).to.be.above(80);
    expect(tracker.length).to.be.above(30);
    expect(
      source.flatMap(ours).filter(file => !pathsOf(source).includes(file) && !file.startsWith('migrations/')),
    ).to.deep.equal([]);
  });

  it('kernel and wire import nothing of ours, and one package each', () => {
    expect(
      under('kernel', 'wire').flatMap(file => ours(file).filter(of => !of.startsWith(path.posix.dirname(file.path)))),
    ).to.deep.equal([]);
    expect(new Set(under('kernel').flatMap(packages))).to.deep.equal(new Set(['temporal-polyfill']));
    expect(new Set(under('wire').flatMap(packages))).to.deep.equal(new Set(['zod']));
  });

  it('rules import the kernel, wire, other rules and nothing else but types', () => {
    expect(pathsOf(rules)).to.include.members(ruleFiles);
    const pure = new Set([...pathsOf(rules), ...pathsOf(under('kernel', 'wire'))]);
    const allowed = (of: string): boolean => pure.has(of) || of === 'node:crypto';
    expect(importing(rules, (of, typeOnly) => !allowed(of) && !typeOnly)).to.deep.equal([]);
    const outsiders = /^(sequelize|express|lucia|zod|sharp|pino)$|^src\/(db|web|outside|jobs)\//;
    expect(importing(rules, of => outsiders.test(of))).to.deep.equal([]);
  });

  it('models import the database, the kernel and rules, never what is done with them', () => {
    const others = pathsOf(source.filter(({ path }) => !isModel(path) && !pathsOf(rules).includes(path)));
    const allowed = /^src\/(db\/sequelize|kernel\/\w+)\.ts$/;
    expect(
      importing(
        source.filter(({ path }) => isModel(path)),
        of => others.includes(of) && !allowed.test(of),
      ),
    ).to.deep.equal([]);
  });

  it('only pages and the tracker’s API know Express', () => {
    const pages = (file: string): boolean =>
      // thumbs.ts is the one route that answers before anybody is asked who they are, stepped-up.ts asks before an act
      isRoutes(file) ||
      /^src\/(web|tracker-api)\/|^src\/app\.ts$|^src\/diary\/thumbs\.ts$|^src\/accounts\/stepped-up\.ts$/.test(file);
    const knowing = source.filter(file =>
      packages(file).some(name => /^(express|multer|helmet|compression)/.test(name)),
    );
    expect(pathsOf(knowing).filter(file => !pages(file))).to.deep.equal([]);
  });

  it('only app.ts mounts routes, and no act knows a page', () => {
    expect(
      importing(
        source.filter(({ path }) => path !== 'src/app.ts'),
        isRoutes,
      ),
    ).to.deep.equal([]);
    // A page, a form's fields and the words of a page may know the web; acts, models and rules do not.
    const acts = source.filter(({ text }) => /\btransaction\(/.test(text)).concat(rules);
    expect(importing(acts, of => of.startsWith('src/web/'))).to.deep.equal([]);
  });

  it('the ports of the outside know no feature', () => {
    // Play money keeps its books in our database, and no provider is asked inside a transaction.
    const allowed = /^src\/(outside\/[\w-]+|kernel\/[\w-]+|config|db\/sequelize)\.ts$/;
    expect(importing(under('outside'), of => of.startsWith('src/') && !allowed.test(of))).to.deep.equal([]);
  });

  it('the tracker’s core imports itself and the wire; the tracker takes nothing else from the server', () => {
    const core = tracker.filter(({ path }) => path.startsWith('tracker/src/core/'));
    expect(core.length).to.be.above(5);
    expect(importing(core, of => !/^(tracker\/src\/core\/|src\/wire\/)/.test(of))).to.deep.equal([]);
    expect(importing(tracker, of => of.startsWith('src/') && !/^src\/(wire|kernel)\//.test(of))).to.deep.equal([]);
  });

  it('only the tracker’s adapters mention Neutralino', () => {
    const naming = tracker.filter(file => /\bNeutralino\b|\bNL_[A-Z]+\b|@neutralinojs/.test(codeOf(file)));
    expect(pathsOf(naming).filter(file => !file.startsWith('tracker/src/adapters/'))).to.deep.equal([]);
    expect(naming).to.not.be.empty;
  });

  it('nothing imports itself in a circle', () => {
    expect(circle(source)).to.equal(null);
    expect(circle(tracker)).to.equal(null);
  });
});

/** Without comments, which may speak of anything. */
const codeOf = ({ text }: SourceFile): string => text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '');

/** The first circle found, as the files along it. */
function circle(files: SourceFile[]): string[] | null {
  const byPath = new Map(files.map(file => [file.path, file]));
  const done = new Set<string>();
  const walk = (at: string, along: string[]): string[] | null => {
    if (along.includes(at)) return [...along.slice(along.indexOf(at)), at];
    if (done.has(at)) return null;
    const next = byPath.get(at)?.imports.filter(({ typeOnly }) => !typeOnly) ?? [];
    for (const { of } of next) {
      const found = walk(of, [...along, at]);
      if (found) return found;
    }
    done.add(at);
    return null;
  };
  for (const { path } of files) {
    const found = walk(path, []);
    if (found) return found;
  }
  return null;
}

describe('Time, chance and settings', () => {
  /** Who asks the machine, and why that is right. Everybody else gets `now` and chance as arguments. */
  const asking: Record<string, string> = {
    'src/outside/clock.ts uses new Date()': 'it is the clock',
    'src/accounts/lucia-adapter.ts uses Date.now': 'Lucia compares with the machine’s clock; this translates to ours',
    'src/outside/retries.ts uses Math.random': 'how long a storage that failed is given before it is asked again',
    'src/db/sequelize.ts uses Math.random': 'how long a transaction waits before it tries again',
  };
  const entries = /^src\/(server|make-admin|release)\.ts$|^src\/demo\//;

  it('come from outside: nobody else looks at a clock or throws dice', () => {
    const found = using(
      source.filter(({ path }) => !entries.test(path)),
      /Date|Math\.random|performance|hrtime|Temporal/,
    );
    expect(found.filter(sentence => !(sentence in asking))).to.deep.equal([]);
    expect(
      Object.keys(asking).filter(sentence => !found.includes(sentence)),
      'not needed any more',
    ).to.deep.equal([]);
  });

  it('are not known to the tracker’s core either', () => {
    expect(
      using(
        tracker.filter(({ path }) => !/\/adapters\/|\/main\.ts$/.test(path)),
        /./,
      ),
    ).to.deep.equal([]);
  });

  it('are read from the environment in one file', () => {
    expect(using(source, /process\.env/)).to.deep.equal(['src/config.ts uses process.env']);
  });

  it('make secrets only where secrets are made', () => {
    const random = source.filter(
      ({ text, path }) => /\brandom(Bytes|UUID|Int|FillSync)\b|getRandomValues/.test(text) && !entries.test(path),
    );
    expect(pathsOf(random)).to.deep.equal([
      'src/accounts/passwords.ts',
      'src/accounts/single-use-link.ts',
      'src/billing/sealed.ts',
      'src/outside/storage.ts',
      'src/secret-settings.ts',
      // No secret, but a name for a request that nobody else has.
      'src/web/request-log.ts',
    ]);
  });
});

describe('The house', () => {
  it('has small files', () => {
    const large = [...source, ...tracker].map(({ path, text }) => [path, text.split('\n').length] as const);
    expect(large.filter(([, lines]) => lines > 260)).to.deep.equal([]);
  });

  it('awaits at the top of a file only where a process begins', () => {
    // Mocha would load a test that imports such a file apart, and everything it imports a second time.
    const begins =
      /^(src\/(server|release|make-admin|demo|storage-copy|verify-evidence)|tests\/(bench\/\w+(-\w+)*|billing\/edge-worker|(faults|support)\/run)|tracker\/(icons|package|preview|run|runtime|src\/main))\.ts$/;
    const files = execFileSync('git', ['ls-files', '*.ts'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const awaiting = files.filter(file =>
      /^(?:(?:export )?const .*= |if \(.*\) |\} )?await /m.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(awaiting).to.include('src/server.ts');
    expect(awaiting.filter(file => !begins.test(file))).to.deep.equal([]);
  });

  it('has names from the product, not from the trade', () => {
    const trade = /(^|[-/])(services?|managers?|helpers?|utils?|utilities|common|misc|repository|factory)(-|\.|\/)/;
    // What a view can call is called so in the template engine's own words.
    expect(pathsOf([...source, ...tracker]).filter(file => trade.test(file))).to.deep.equal([
      'src/web/view-helpers.ts',
    ]);
  });

  it('has nothing unfinished', () => {
    const unfinished = [...source, ...tracker, ...sourceFiles('migrations')].filter(({ text }) =>
      /\b(TODO|FIXME|XXX|HACK)\b|console\.debug|debugger;/.test(text),
    );
    expect(pathsOf(unfinished)).to.deep.equal([]);
  });

  it('has at the top only what everybody needs to know', () => {
    const allowed = new Set([
      ...['src', 'views', 'public', 'tracker', 'migrations', 'tests'],
      ...[
        'package.json',
        'package-lock.json',
        'tsconfig.json',
        'eslint.config.mjs',
        'Procfile',
        'README.md',
        'LICENSE',
      ],
      ...[
        '.ci',
        '.editorconfig',
        '.gitignore',
        '.gitattributes',
        '.mocharc.json',
        '.npmrc',
        '.prettierignore',
        '.prettierrc.json',
      ],
    ]);
    const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const top = [...new Set(files.map(file => file.split('/')[0] ?? ''))];
    expect(top.filter(name => !allowed.has(name))).to.deep.equal([]);
  });
});
