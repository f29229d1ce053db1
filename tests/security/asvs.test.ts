/** The list of what OWASP's ASVS 5.0 asks at its first two levels (`asvs.csv`): complete, and each claim points at what proves it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { root } from '../../src/config.ts';

/**
 * `proved`: tests say so. `documented`: what is asked for is a text. `absent`: we have no such thing. `host`: done by whoever runs us.
 * `gap`: not done, or not wholly.
 */
const STATES = ['proved', 'documented', 'absent', 'host', 'gap'] as const;
type Row = { id: string; level: string; requirement: string; state: string; proof: string[]; reason: string };

/** How many requirements the standard has at each level. */
const REQUIREMENTS = { '1': 70, '2': 183 };

const cells = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );

const [head = '', ...lines] = readFileSync(path.join(import.meta.dirname, 'asvs.csv'), 'utf8')
  .trimEnd()
  .split('\n');
const rows: Row[] = lines.map(line => {
  const [id = '', level = '', requirement = '', state = '', proof = '', reason = ''] = cells(line);
  return { id, level, requirement, state, proof: proof === '' ? [] : proof.split('; '), reason };
});
const ids = (of: Row[]): string[] => of.map(({ id }) => id);

describe('The list of what ASVS 5.0 asks', () => {
  it('has every requirement of both levels once, in order', () => {
    expect(head).to.equal('id,level,requirement,state,proof,reason');
    for (const [level, many] of Object.entries(REQUIREMENTS))
      expect(
        rows.filter(row => row.level === level),
        `level ${level}`,
      ).to.have.length(many);
    expect(rows).to.have.length(REQUIREMENTS['1'] + REQUIREMENTS['2']);
    expect(new Set(ids(rows)).size).to.equal(rows.length);
    const placeOf = (id: string): number => id.split('.').reduce((place, part) => place * 100 + Number(part), 0);
    expect(ids(rows)).to.deep.equal(ids([...rows].sort((a, b) => placeOf(a.id) - placeOf(b.id))));
  });

  it('says of each what it is about and how it stands', () => {
    const wrong = rows.filter(
      ({ id, requirement, state }) =>
        !/^([1-9]|1[0-7])\.\d{1,2}\.\d{1,2}$/.test(id) ||
        requirement.length < 8 ||
        !(STATES as readonly string[]).includes(state),
    );
    expect(ids(wrong)).to.deep.equal([]);
  });

  it('proves what it calls proved with tests, and names a text for what it calls documented', () => {
    expect(
      ids(rows.filter(({ state, proof }) => state === 'proved' && !proof.some(one => one.startsWith('tests/')))),
    ).to.deep.equal([]);
    expect(ids(rows.filter(({ state, proof }) => state === 'documented' && proof.length === 0))).to.deep.equal([]);
  });

  it('gives a reason for everything else, and leaves no gap at the first level', () => {
    expect(
      ids(rows.filter(({ state, reason }) => ['absent', 'host', 'gap'].includes(state) && reason.length < 12)),
    ).to.deep.equal([]);
    expect(ids(rows.filter(({ level, state }) => level === '1' && state === 'gap'))).to.deep.equal([]);
  });

  it('points at files that are there and say what is claimed', () => {
    const texts = new Map<string, string | null>();
    const textOf = (file: string): string | null => {
      if (!texts.has(file))
        texts.set(file, existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : null);
      return texts.get(file) ?? null;
    };
    const wrong = rows.flatMap(({ id, proof }) =>
      proof
        .filter(one => {
          const [file = '', words = ''] =
            one.split('#').length > 2
              ? [one.slice(0, one.indexOf('#')), one.slice(one.indexOf('#') + 1)]
              : one.split('#');
          return words.length < 4 || !(textOf(file)?.includes(words) ?? false);
        })
        .map(one => `${id}: ${one}`),
    );
    expect(wrong).to.deep.equal([]);
  });
});
