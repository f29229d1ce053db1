/** What comes from others: exactly these versions, from the registry, checked by hash, none of them known to be bad, and each with a reason. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { builtinModules } from 'node:module';
import { expect } from 'chai';
import { root } from '../../src/config.ts';
import { sourceFiles } from '../support/source-files.ts';

type Manifest = { dependencies: Record<string, string>; devDependencies: Record<string, string> };
type Locked = {
  version: string;
  integrity?: string;
  resolved?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
  name?: string;
};
type Bad = { malicious: Record<string, string[] | '*'>; leastSafe: Record<string, string> };

const read = <T>(file: string): T => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
const manifest = read<Manifest>('package.json');
const bad = read<Bad>('tests/security/known-bad.json');
const locked = Object.entries(read<{ packages: Record<string, Locked> }>('package-lock.json').packages)
  .filter(([place]) => place !== '')
  .map(([place, found]) => ({ ...found, name: found.name ?? place.replace(/^.*node_modules\//, '') }));

/** Names and versions of what is known to be malicious, or older than its last known hole. */
export function knownBad(packages: readonly { name: string; version: string }[]): string[] {
  return packages
    .filter(({ name, version }) => {
      const versions = Object.hasOwn(bad.malicious, name) ? bad.malicious[name]! : [];
      const least = Object.hasOwn(bad.leastSafe, name) ? bad.leastSafe[name]! : '0.0.0';
      return versions === '*' || versions.includes(version) || isOlder(version, least);
    })
    .map(({ name, version }) => `${name}@${version}`);
}

function isOlder(version: string, least: string): boolean {
  const [a, b] = [version, least].map(text => text.split('-')[0]!.split('.').map(Number));
  const place = [0, 1, 2].find(place => a![place] !== b![place]);
  return place !== undefined && a![place]! < b![place]!;
}

describe('What comes from others', () => {
  it('is named by exact versions', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.length).to.be.above(40);
    expect(versions.filter(version => !/^(npm:typescript@)?\d+\.\d+\.\d+$/.test(version))).to.deep.equal([]);
  });

  it('is at most 25 libraries at run time, each with its reason in the README', () => {
    const names = Object.keys(manifest.dependencies);
    expect(names).to.have.lengthOf.at.most(25);
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    expect(names.filter(name => !new RegExp(`^\\| \`${name}\` \\| .{20,} \\|$`, 'm').test(readme))).to.deep.equal([]);
    const listed = [...readme.matchAll(/^\| `([@\w./-]+)` \| [^|]+ \|$/gm)].map(([, name]) => name!);
    const gone = ['p-limit', 'umzug', 'pino-http', 'express-rate-limit', 'csv-stringify', 'uuid'];
    expect(listed.filter(name => gone.includes(name))).to.deep.equal([]);
  });

  it('is all that the server imports: nothing of development, nothing by accident', () => {
    const ours = sourceFiles('src').filter(({ path }) => !path.startsWith('src/demo'));
    const imported = new Set(
      ours.flatMap(({ imports }) => imports.filter(({ ours, typeOnly }) => !ours && !typeOnly).map(({ of }) => of)),
    );
    const names = [...imported].map(of => /^(@[^/]+\/[^/]+|[^/]+)/.exec(of)![1]!);
    const known = new Set([...Object.keys(manifest.dependencies), ...builtinModules.map(name => `node:${name}`)]);
    expect(names.length).to.be.above(15);
    expect(names.filter(name => !known.has(name) && !known.has(name.replace(/\/.*/, '')))).to.deep.equal([]);
  });

  it('is checked by hash, and comes from nowhere but the registry', () => {
    expect(locked.length).to.be.above(300);
    expect(locked.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name)).to.deep.equal(
      [],
    );
    const elsewhere = locked.filter(({ resolved }) => resolved && !resolved.startsWith('https://registry.npmjs.org/'));
    expect(elsewhere.map(({ name }) => name)).to.deep.equal([]);
  });

  it('needs no script of its own when it is installed', () => {
    const scripted = locked.filter(({ hasInstallScript, dev }) => hasInstallScript && !dev).map(({ name }) => name);
    // Its binaries are in the package: it works without.
    expect(scripted).to.deep.equal(['@appthreat/sqlite3']);
    expect(readFileSync(path.join(root, '.ci/run'), 'utf8')).to.include('npm ci --ignore-scripts');
  });

  it('has nothing in it that is known to be bad', () => {
    expect(knownBad(locked)).to.deep.equal([]);
  });

  it('would be found if it had', () => {
    expect(
      knownBad([
        ...[
          { name: 'axios', version: '1.14.1' },
          { name: 'axios', version: '1.14.0' },
        ],
        ...[
          { name: 'flatmap-stream', version: '9.9.9' },
          { name: 'constructor', version: '1.0.0' },
        ],
        ...[
          { name: 'multer', version: '2.4.9' },
          { name: 'multer', version: '2.10.0' },
          { name: 'multer', version: '2.5.0' },
        ],
        ...[
          { name: 'sharp', version: '0.34.99' },
          { name: 'sharp', version: '1.0.0' },
        ],
      ]),
    ).to.deep.equal(['axios@1.14.1', 'flatmap-stream@9.9.9', 'multer@2.4.9', 'sharp@0.34.99']);
  });

  it('is listed by npm run sbom', () => {
    const printed = execFileSync('npm', ['run', '--silent', 'sbom'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const { bomFormat, components } = JSON.parse(printed) as {
      bomFormat: string;
      components: { name: string; group?: string; properties?: object[] }[];
    };
    const names = components.map(({ group, name }) => (group ? `${group}/${name}` : name));
    expect(bomFormat).to.equal('CycloneDX');
    expect(Object.keys(manifest.dependencies).filter(name => !names.includes(name))).to.deep.equal([]);
    const marked = components.find(({ name }) => name === 'mocha')!.properties ?? [];
    expect(marked).to.deep.include({ name: 'cdx:npm:package:development', value: 'true' });
  });
});
