import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from 'chai';
import ejs from 'ejs';
import { root } from '../src/config.ts';
import { sourceFiles } from './support/source-files.ts';

const folder = path.join(root, 'views');
type View = { name: string; file: string; text: string };
const views: View[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ejs'))
  .sort()
  .map(name => {
    const file = path.join(folder, name);
    return { name: name.replaceAll('\\', '/').replace('.ejs', ''), file, text: readFileSync(file, 'utf8') };
  });

const tagsOf = ({ text }: View): string[] => [...text.matchAll(/<%([\s\S]*?)[-_]?%>/g)].map(([, code]) => code!);
/** What is sent as it is written: the view without its code. */
const markupOf = ({ text }: View): string => text.replace(/<%[\s\S]*?%>/g, 'x');
const includesOf = ({ name, text }: View): string[] =>
  [...text.matchAll(/include\(\s*['"`]([^'"`]+)['"`]/g)].map(([, to]) =>
    path.posix.join(path.posix.dirname(name), to!),
  );

/** Places where a pattern is found, as `view: what`. */
const found = (pattern: RegExp, textOf: (view: View) => string = markupOf): string[] =>
  views.flatMap(view => [...textOf(view).matchAll(pattern)].map(([what]) => `${view.name}: ${what}`));

describe('Every view', () => {
  it('is found by this test', () => {
    expect(views.map(({ name }) => name)).to.include.members(['layouts/main', 'diary/show', 'shared/_icon']);
  });

  for (const view of views) {
    it(`can be compiled: ${view.name}`, () => {
      expect(() => ejs.compile(view.text, { filename: view.file, views: [folder] })).to.not.throw();
    });
  }

  it('includes only views that are there, by their names', () => {
    const names = new Set(views.map(({ name }) => name));
    const calls = views.flatMap(({ text }) => [...text.matchAll(/include\(/g)]).length;
    expect(views.flatMap(includesOf)).to.have.lengthOf(calls);
    expect(views.flatMap(view => includesOf(view).filter(to => !names.has(to)))).to.deep.equal([]);
  });

  it('prints without escaping only what another view has printed', () => {
    const raw = views.flatMap(view =>
      tagsOf(view)
        .filter(code => code.startsWith('-'))
        .map(code => `${view.name}: ${code.slice(1).trim()}`),
    );
    const allowed = (sentence: string): boolean =>
      /: include\([\s\S]*\)$/.test(sentence) || sentence === 'layouts/main: body';
    expect(raw.filter(sentence => !allowed(sentence))).to.deep.equal([]);
  });

  it('has no style, script or handler of its own, so that a strict content policy can hold', () => {
    // Mail programs know no style sheets of ours, and no policy either.
    const styled = found(/<style|\sstyle\s*=/gi).filter(place => !place.startsWith('mail/'));
    expect(styled).to.deep.equal([]);
    expect(found(/<script(?![^>]*\ssrc=)[^>]*>|<script[^>]*>(?!<\/script>)/gi)).to.deep.equal([]);
    expect(found(/\son[a-z]+\s*=|hx-on|\bjs:|javascript:/gi)).to.deep.equal([]);
    expect(found(/hx-(vals|headers|trigger)\s*=\s*["'][^"']*(js:|\[)/gi)).to.deep.equal([]);
    expect(found(/\b(href|src|action)=["']?(https?:)?\/\//gi), 'nothing from other sites').to.deep.equal([]);
  });

  it('puts what it prints between quotes when it is an attribute, where escaping is enough', () => {
    expect(found(/\s[a-z-]+=<%=/gi, ({ text }) => text)).to.deep.equal([]);
  });

  it('neither asks the clock nor the environment, nor throws dice', () => {
    expect(
      found(/\b(new Date|Date\.now|Math\.random|process\.|require\(|import\()/g, view => tagsOf(view).join('\n')),
    ).to.deep.equal([]);
  });

  it('is used: by a page or by another view', () => {
    const named = new Set(
      sourceFiles('src').flatMap(({ text }) => [...text.matchAll(/'([a-z-]+\/_?[a-z-]+)'/g)].map(([, name]) => name!)),
    );
    const included = new Set(views.flatMap(includesOf));
    expect(views.map(({ name }) => name).filter(name => !named.has(name) && !included.has(name))).to.deep.equal([]);
  });

  it('that a page names is there', () => {
    const names = new Set(views.map(({ name }) => name));
    const named = sourceFiles('src').flatMap(({ text }) =>
      [...text.matchAll(/\bview: '([^']+)'|\bregions: \{([^}]*)\}/g)].flatMap(([, view, regions]) =>
        view ? [view] : [...regions!.matchAll(/'([a-z-]+\/[^']+)'/g)].map(([, region]) => region!),
      ),
    );
    expect(named).to.have.length.above(10);
    expect(named.filter(name => !names.has(name))).to.deep.equal([]);
  });
});

describe('Every icon', () => {
  const listed = JSON.parse(readFileSync(path.join(folder, 'shared/icons.json'), 'utf8')) as string[];
  const icons = path.join(path.dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons');
  const isIcon = (name: string): boolean => existsSync(path.join(icons, `${name}.svg`));

  /** Names a view may give to the icon: in the call itself, or in the table it is looked up in. */
  function iconsOf({ text }: View): string[] {
    const calls = [...text.matchAll(/_icon'\s*,\s*\{([\s\S]*?)\}\s*\)/g)].map(([, given]) =>
      given!.replace(/===\s*'[^']*'/g, ''),
    );
    const lookedUp = calls.some(call => !/name:[^,]*'/.test(call)) ? text.replace(/class="[^"]*"/g, '') : '';
    const words = (code: string): string[] => [...code.matchAll(/'([a-z0-9-]+)'/g)].map(([, word]) => word!);
    return [...calls.flatMap(words), ...words(lookedUp).filter(isIcon)];
  }

  it('that a view shows is listed, and is one of Lucide’s', () => {
    const shown = new Set(views.flatMap(iconsOf));
    expect(shown.size).to.be.above(10);
    expect([...shown].filter(name => !listed.includes(name) || !isIcon(name))).to.deep.equal([]);
  });

  it('that is listed is one of Lucide’s, once, in order, and shown somewhere', () => {
    expect(listed.filter(name => !isIcon(name))).to.deep.equal([]);
    expect([...new Set(listed)].sort()).to.deep.equal(listed);
    const everywhere = new Set(
      views.flatMap(({ text }) => [...text.matchAll(/'([a-z0-9-]+)'/g)].map(([, word]) => word!)),
    );
    expect(listed.filter(name => !everywhere.has(name))).to.deep.equal([]);
  });
});
