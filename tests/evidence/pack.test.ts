import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { config } from '../../src/config.ts';
import { deleteBlocks } from '../../src/diary/delete-blocks.ts';
import { believed } from '../../src/evidence/our-keys.ts';
import { evidencePack, type PackWish } from '../../src/evidence/pack.ts';
import { newestRoot } from '../../src/evidence/root-rows.ts';
import { signRoots } from '../../src/evidence/sign-roots.ts';
import { zipped } from '../../src/my-data/zip.ts';
import { dice } from '../support/chance.ts';
import { chainOf, evidenceStory, forgetRoots, MONDAY, type Story } from '../support/evidence.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

async function unpacked(story: Story, wish: Partial<PackWish> = {}): Promise<Map<string, Buffer>> {
  const { id, title } = story.contract;
  const files = evidencePack({
    ...{ contract: { id, title, client: 'Carla', freelancer: 'Felix' }, week: null, pictures: true, withholds: false },
    ...{ takenBy: 'Felix', server: 'https://time.example', storage: story.storage, now: NOW },
    ...wish,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of zipped(files, NOW)) chunks.push(chunk);
  const entries = Object.entries(unzipSync(Buffer.concat(chunks)));
  return new Map(entries.map(([name, bytes]) => [name, Buffer.from(bytes)]));
}

function written(files: ReadonlyMap<string, Buffer>): string {
  const folder = mkdtempSync(path.join(config.dataFolder, 'pack-'));
  for (const [name, bytes] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  return folder;
}

/** A process of its own, elsewhere, that has Node and nothing else. */
function verified(folder: string, ...args: string[]): { code: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(folder, 'verify.mjs'), ...args], {
    ...{ cwd: '/', env: {}, encoding: 'utf8' as const },
  });
  return { code: status, said: stdout + stderr };
}

const lines = (files: ReadonlyMap<string, Buffer>): string[] =>
  files.get('entries.jsonl')!.toString().trimEnd().split('\n');

describe('An evidence pack', function () {
  this.timeout(60_000);
  let story: Story;
  let files: Map<string, Buffer>;
  let folder: string;

  before(async () => {
    await forgetRoots();
    story = await evidenceStory();
    await signRoots(new Date('2026-11-24T00:10:00Z'));
    files = await unpacked(story);
    folder = written(files);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('is verified by a program that has only the pack', () => {
    const { code, said } = verified(folder);
    expect(said).to.include('Everything fits: 53 entries, 18 blocks, 19 pictures, 1 daily roots.');
    expect(code).to.equal(0);
  });

  it('is verified with a key and a root from elsewhere, and not with others', async () => {
    const { raw } = [...believed.values()][0]!;
    const { day, root } = (await newestRoot())!;
    const key = raw.toString('base64');
    expect(verified(folder, '--key', key, '--root', `${day}=${root.toString('hex')}`).code).to.equal(0);
    expect(verified(folder, '--key', Buffer.alloc(32, 9).toString('base64'))).to.deep.equal({
      ...{ code: 1, said: 'First bad entry: 1. Entry 1 is not signed with the key.\n' },
    });
    const other = verified(folder, '--root', `${day}=${'0'.repeat(64)}`);
    expect(other).to.deep.equal({ code: 1, said: `The root of ${day} is not the one you expect.\n` });
    expect(verified(folder, '--root', '2020-01-01=00').said).to.include('There is no root of 2020-01-01');
  });

  it('can be read from the disk: weeks, descriptions, verdicts, former words and tombstones', () => {
    const page = files.get('weeks/2026-11-16.html')!.toString();
    expect(files.get('index.html')!.toString()).to.include('weeks/2026-11-16.html').and.to.include('Carla hires Felix');
    for (const words of [
      ...['Invoice list: totals by month', 'Before: <code>SHOP-1</code> stuff', '12 % covered: A private message'],
      ...[
        'Deleted by its freelancer on 18 Nov 2026',
        'Not protected: There is no screenshot of this time.',
        'Protected',
      ],
      ...[
        'src="../pictures/2026-11-16/08-00-00-1.jpg"',
        'The system did not allow',
        '$40.00 an hour',
        '$45.00 an hour',
      ],
    ])
      expect(page).to.include(words);
    expect(page).not.to.match(/<script|https?:/);
    expect(files.get('README.txt')!.toString()).to.include('node verify.mjs');
  });

  it('names the entry when one bit of a picture is another, a picture is missing, or one is there that nobody sent', async () => {
    const chain = await chainOf(story.contract.id);
    const pictures = [...files.keys()].filter(name => name.startsWith('pictures/'));
    expect(pictures).to.have.lengthOf(19);
    const name = pictures[7]!;
    const startedAt = Date.parse(`${name.slice(9, 19)}T${name.slice(20, 28).replaceAll('-', ':')}Z`) / 1000;
    const { seq } = chain.find(({ kind, facts }) => kind === 'block.kept' && facts.startedAt === startedAt)!;
    const bytes = Buffer.from(files.get(name)!);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(path.join(folder, name), bytes);
    expect(verified(folder))
      .to.deep.include({ code: 1 })
      .and.to.have.property('said')
      .that.includes(`First bad entry: ${seq}. ${name}`);
    unlinkSync(path.join(folder, name));
    expect(verified(folder).said).to.equal(
      `First bad entry: ${seq}. ${name} is missing, and entry ${seq} says that it was received.\n`,
    );
    writeFileSync(path.join(folder, name), files.get(name)!);
    writeFileSync(path.join(folder, 'pictures/2026-11-16/12-00-00-1.jpg'), bytes);
    expect(verified(folder)).to.deep.equal({
      code: 1,
      said: 'pictures/2026-11-16/12-00-00-1.jpg is here, but in no entry of the chain.\n',
    });
    unlinkSync(path.join(folder, 'pictures/2026-11-16/12-00-00-1.jpg'));
    expect(verified(folder).code).to.equal(0);
  });

  it('names the entry when one byte of the chain is another, wherever it is', () => {
    const all = lines(files);
    for (let seed = 1; seed <= 40; seed += 1) {
      const chance = dice(seed);
      const seq = chance.below(all.length) + 1;
      const line = all[seq - 1]!;
      const at = chance.below(line.length);
      const other = line[at] === '7' ? '8' : '7';
      const tampered = all.with(seq - 1, line.slice(0, at) + other + line.slice(at + 1));
      writeFileSync(path.join(folder, 'entries.jsonl'), `${tampered.join('\n')}\n`);
      const { code, said } = verified(folder);
      expect([code, said], `${line} at ${at}`).to.deep.equal([1, said]);
      expect(said, `byte ${at} of ${line}`).to.match(new RegExp(`^First bad entry: ${seq}\\.`));
    }
  });

  it('names the first entry that is missing, in another place, or cut off', () => {
    const all = lines(files);
    const cases: [tampered: string[], first: number][] = [
      [all.toSpliced(9, 1), 10],
      [all.with(3, all[4]!).with(4, all[3]!), 4],
      [all.slice(0, 20), 21],
      [[...all, all.at(-1)!], all.length + 1],
    ];
    for (const [tampered, first] of cases) {
      writeFileSync(path.join(folder, 'entries.jsonl'), `${tampered.join('\n')}\n`);
      expect(verified(folder).said).to.match(new RegExp(`^First bad entry: ${first}\\.`));
    }
    writeFileSync(path.join(folder, 'entries.jsonl'), files.get('entries.jsonl')!);
    for (const [name, from, to] of [
      ['head.json', '"seq":53', '"seq":52'],
      ['roots.json', '"chains": ', '"chains": 1'],
    ] as const) {
      writeFileSync(path.join(folder, name), files.get(name)!.toString().replace(from, to));
      expect(verified(folder).code, name).to.equal(1);
      writeFileSync(path.join(folder, name), files.get(name)!);
    }
    expect(verified(folder).code).to.equal(0);
  });

  it('of one week has the pictures and pages of that week, and the whole chain', async () => {
    const other = await unpacked(story, { week: MONDAY + 7 * 86_400 });
    expect([...other.keys()].filter(name => /^(pictures|weeks)/.test(name))).to.deep.equal([]);
    expect(lines(other)).to.deep.equal(lines(files));
    const place = written(other);
    expect(verified(place)).to.deep.include({ code: 0 });
  });

  it('for the client has no pictures, and of deleted blocks nothing that they said; it is verified all the same', async () => {
    const theirs = await unpacked(story, { pictures: false, withholds: true });
    expect([...theirs.keys()].filter(name => name.startsWith('pictures/'))).to.deep.equal([]);
    const withheld = lines(theirs).filter(line => !line.startsWith('{"entry"'));
    expect(withheld).to.have.lengthOf(1);
    expect(withheld[0])
      .to.match(/^\{"seq":10,/)
      .and.not.to.include('Checkout');
    const { code, said } = verified(written(theirs));
    expect(code).to.equal(0);
    expect(said).to.include('1 entries are here by their hash alone').and.to.include('not in this pack');
  });

  it('made while blocks are deleted is verified: their tombstones are in it', async () => {
    const storage = { ...story.storage };
    let gone = false;
    storage.get = async key => {
      if (!gone) {
        gone = true;
        const later = new Date('2026-11-20T09:00:00Z');
        await deleteBlocks(
          story.freelancer,
          story.place,
          [story.start('2026-11-17T08:30:00Z'), story.start('2026-11-16T08:00:00Z')],
          later,
        );
        for (const name of [...story.storage.files.keys()])
          if (/1794904200|1794816000/.test(name)) story.storage.files.delete(name);
      }
      return story.storage.get(key);
    };
    expect(verified(written(await unpacked({ ...story, storage })))).to.deep.include({ code: 0 });
  });
});
