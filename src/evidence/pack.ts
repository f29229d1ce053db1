/**
 * A contract's evidence as files that somebody can check who trusts nobody, made while they are sent. The chain comes last: what is deleted
 * while the pictures are copied has its tombstone in it.
 */
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { root as productRoot } from '../config.ts';
import { ContractTerms } from '../contracts/contract-terms-model.ts';
import type { StoredBlock } from '../diary/block-rows.ts';
import { pictureKey } from '../diary/storage-keys.ts';
import { weekEnd, weekOf, type EpochSeconds } from '../kernel/time.ts';
import type { ZipFile } from '../my-data/zip.ts';
import type { Storage } from '../outside/storage.ts';
import type { WordFacts } from './block-facts.ts';
import { blocksOf } from './contract-blocks.ts';
import { entriesAfter, headOf } from './entry-rows.ts';
import { believed } from './our-keys.ts';
import { entryLine, headText, pictureFile } from './pack-lines.ts';
import {
  blockPart,
  dayHeading,
  END_OF_PAGE,
  indexPage,
  weekBegins,
  weekFile,
  type Head,
  type Week,
} from './pack-pages.ts';
import { proofsOf } from './pack-proofs.ts';
import { packReadme } from './pack-readme.ts';

/**
 * @property week its first second, when pages and pictures are of one week only
 * @property pictures whether they are in it
 * @property withholds whether what deleted blocks said is left out
 * @property opened is told of each block whose pictures go into the pack
 */
export type PackWish = {
  contract: { id: number; title: string; client: string; freelancer: string };
  week: EpochSeconds | null;
  pictures: boolean;
  withholds: boolean;
  takenBy: string;
  server: string;
  storage: Storage;
  now: Date;
  opened?: (block: StoredBlock) => Promise<void>;
};

const FOR_EVER = 4_294_967_295;

/** @throws StorageAway when a picture cannot be read */
export async function* evidencePack(wish: PackWish): AsyncGenerator<ZipFile> {
  const { contract, week, pictures, withholds, server } = wish;
  const range = week === null ? { from: 0, to: FOR_EVER } : { from: week, to: weekEnd(week) };
  const told = await toldByChain(contract.id, range);
  const facts = { format: 1, contract, range, pictures, picturesUpTo: told.entries, takenBy: wish.takenBy };
  yield textFile('README.txt', packReadme({ title: contract.title, pictures, withholds, server }));
  yield textFile('pack.json', jsonOf({ ...facts, takenAt: wish.now.toISOString(), server }));
  yield textFile(
    'keys.json',
    jsonOf([...believed].map(([keyId, { raw }]) => ({ keyId, publicKey: raw.toString('base64') }))),
  );
  yield { name: 'verify.mjs', packed: true, pieces: once(await readFile(verifier)) };
  const head: Head = { ...contract, takenBy: wish.takenBy, takenAt: wish.now, server, entries: told.entries };
  const weeks: Week[] = [];
  for (const monday of told.weeks) yield pageOf(monday, { wish, head, told, weeks });
  yield textFile('index.html', indexPage(head, weeks));
  if (pictures) yield* picturesOf(wish, range, told.kept);
  yield* chainFiles(contract.id, week, withholds ? await deletedStarts(contract.id) : new Set());
}

const verifier = path.join(productRoot, 'public/verify.mjs');
const jsonOf = (facts: unknown): string => `${JSON.stringify(facts, null, 2)}\n`;
const textFile = (name: string, text: string): ZipFile => ({ name, packed: true, pieces: once(text) });

// eslint-disable-next-line @typescript-eslint/require-await -- a file's pieces are always awaited
async function* once<T>(piece: T): AsyncGenerator<T> {
  yield piece;
}

/** What pages need to know from the chain. @property kept the entry of each block @property former what blocks said before */
type Told = {
  entries: number;
  kept: Map<EpochSeconds, number>;
  former: Map<EpochSeconds, WordFacts[]>;
  weeks: EpochSeconds[];
};

async function toldByChain(contractId: number, { from, to }: { from: EpochSeconds; to: EpochSeconds }): Promise<Told> {
  const told: Told = { entries: 0, kept: new Map(), former: new Map(), weeks: [] };
  for await (const page of entriesAfter(contractId)) {
    for (const { seq, kind, facts } of page) {
      told.entries = seq;
      if (kind !== 'block.kept' && kind !== 'block.words') continue;
      const { startedAt, from: words } = JSON.parse(facts) as { startedAt: EpochSeconds; from: WordFacts };
      if (startedAt < from || startedAt >= to) continue;
      if (kind === 'block.kept') told.kept.set(startedAt, seq);
      else told.former.set(startedAt, [...(told.former.get(startedAt) ?? []), words]);
    }
  }
  const weeks = new Set<EpochSeconds>();
  for await (const page of blocksOf(contractId, { from, to }))
    for (const { startedAt } of page) weeks.add(weekOf(startedAt));
  return { ...told, weeks: [...weeks].sort((a, b) => a - b) };
}

type Page = { wish: PackWish; head: Head; told: Told; weeks: Week[] };

const pageOf = (monday: EpochSeconds, page: Page): ZipFile => ({
  ...{ name: weekFile(monday), packed: true },
  pieces: weekPieces(monday, page),
});

async function* weekPieces(monday: EpochSeconds, { wish, head, told, weeks }: Page): AsyncGenerator<string> {
  const week: Week = { monday, blocks: 0, seconds: 0, protectedSeconds: 0 };
  const rates = await ratesOf(wish.contract.id);
  yield weekBegins(head, monday);
  let day = '';
  for await (const page of blocksOf(wish.contract.id, { from: monday, to: weekEnd(monday) })) {
    for (const block of page) {
      const heading = dayHeading(block.startedAt);
      if (heading !== day) yield (day = heading);
      yield blockPart({
        ...{ block, seq: told.kept.get(block.startedAt) ?? null, former: told.former.get(block.startedAt) ?? [] },
        ...{ rate: rates.get(block.termsId) ?? 0, pictures: wish.pictures },
        isPrivate: wish.withholds && block.deletedAt !== null,
      });
      addTo(week, block);
    }
  }
  weeks.push(week);
  yield END_OF_PAGE;
}

function addTo(week: Week, block: StoredBlock): void {
  if (block.deletedAt !== null) return;
  week.blocks += 1;
  week.seconds += block.seconds;
  week.protectedSeconds += block.protected ? block.seconds : 0;
}

async function ratesOf(contractId: number): Promise<Map<number, number>> {
  const versions = await ContractTerms.findAll({ where: { contractId } });
  return new Map(versions.map(({ id, rateCents }) => [id, rateCents]));
}

/** One picture is in memory at a time. Those older than the chain are in no entry, and are left out. */
async function* picturesOf(
  { contract, storage, opened }: PackWish,
  range: { from: EpochSeconds; to: EpochSeconds },
  kept: ReadonlyMap<EpochSeconds, number>,
): AsyncGenerator<ZipFile> {
  for await (const page of blocksOf(contract.id, range)) {
    for (const block of page) {
      if (block.deletedAt !== null || block.picturesRemovedAt !== null || !kept.has(block.startedAt)) continue;
      for (const { number, received } of block.shots) {
        const bytes = received && (await storage.get(pictureKey(block, number, received)));
        if (!bytes) continue;
        await opened?.(block);
        yield { name: pictureFile(block.startedAt, number), packed: false, pieces: once(bytes) };
      }
    }
  }
}

async function deletedStarts(contractId: number): Promise<ReadonlySet<EpochSeconds>> {
  const starts = new Set<EpochSeconds>();
  for await (const page of blocksOf(contractId))
    for (const { startedAt, deletedAt } of page) if (deletedAt !== null) starts.add(startedAt);
  return starts;
}

/** The roots first: the chain that follows is at least as long as they say. The end is read before the entries, which are taken up to it. */
async function* chainFiles(
  contractId: number,
  week: EpochSeconds | null,
  withheld: ReadonlySet<EpochSeconds>,
): AsyncGenerator<ZipFile> {
  yield textFile('roots.json', jsonOf(await proofsOf(contractId, week)));
  const head = await headOf(contractId);
  if (!head) return;
  yield textFile('head.json', headText(head));
  yield { name: 'entries.jsonl', packed: true, pieces: linesOf(contractId, head.seq, withheld) };
}

/** What entries tell that deleted blocks said. */
const SAYS_WORDS = ['block.kept', 'block.words'];

async function* linesOf(
  contractId: number,
  length: number,
  withheld: ReadonlySet<EpochSeconds>,
): AsyncGenerator<string> {
  const isWithheld = (kind: string, facts: string): boolean =>
    withheld.size > 0 &&
    SAYS_WORDS.includes(kind) &&
    withheld.has((JSON.parse(facts) as { startedAt: EpochSeconds }).startedAt);
  for await (const page of entriesAfter(contractId)) {
    const lines = page.filter(({ seq }) => seq <= length);
    yield lines.map(entry => entryLine(entry, isWithheld(entry.kind, entry.facts))).join('');
    if (lines.length < page.length) return;
  }
}
