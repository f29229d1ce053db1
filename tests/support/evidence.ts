/** A contract on which everything has happened once that its chain of evidence can tell of, from Monday to the closing of the week. */
import { v7 } from 'uuid';
import { closeWeek } from '../../src/billing/close-week.ts';
import { acceptProposal } from '../../src/contracts/answer-proposal.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { askOvertime } from '../../src/contracts/overtime.ts';
import { proposeTerms } from '../../src/contracts/propose.ts';
import { isSqlite, rows, run } from '../../src/db/sequelize.ts';
import type { DiaryContract } from '../../src/diary/block-words.ts';
import { findBlock, type StoredBlock } from '../../src/diary/block-rows.ts';
import { commentOn, resolveFlag } from '../../src/diary/comment-on-block.ts';
import { correctBlocks } from '../../src/diary/correct-blocks.ts';
import { deleteBlocks } from '../../src/diary/delete-blocks.ts';
import { forgetPictures } from '../../src/diary/forget-pictures.ts';
import { keepBlock } from '../../src/diary/keep-block.ts';
import { sha256 } from '../../src/diary/picture.ts';
import { restoreBlocks } from '../../src/diary/restore-blocks.ts';
import { reviewDay } from '../../src/diary/review-day.ts';
import { entriesAfter } from '../../src/evidence/entry-rows.ts';
import { signRoots } from '../../src/evidence/sign-roots.ts';
import { toSeconds } from '../../src/kernel/time.ts';
import { answerLateTime } from '../../src/manual-time/answer-late-time.ts';
import { memoryStorage } from './memory-storage.ts';
import { agree, payer, someone } from './money-cast.ts';
import { picture } from './pictures.ts';

const at = (iso: string): Date => new Date(iso);
export const MONDAY = toSeconds(at('2026-11-16T00:00:00Z'));
const GOOD = 'Checkout: keep the basket when the session ends';

type Arrival = {
  description?: string;
  pictures?: number;
  failure?: string;
  mask?: { perMille: number; reason: string };
};

export type Story = Awaited<ReturnType<typeof evidenceStory>>;

export async function evidenceStory() {
  const began = at('2026-11-16T06:00:00Z');
  const [client, freelancer] = [await payer(began), await someone('freelancer', began)];
  const storage = memoryStorage();
  // Ten blocks fill the week; the eleventh is beyond it until the limit goes up.
  const { id } = await agree(client, freelancer, { rateCents: 4000, weeklyLimitSeconds: 6000 }, began);
  const contract = await Contract.findByPk(id, { rejectOnEmpty: true });
  const place = { id, freelancerId: freelancer.id };
  const diary = contract as DiaryContract;

  /** Ten minutes that begin at this time, sent ten minutes after they ended unless another time is said. */
  async function arrive(
    startedAt: string,
    { description = GOOD, pictures = 1, failure, mask }: Arrival = {},
    now?: Date,
  ) {
    const start = toSeconds(at(startedAt));
    const files = await Promise.all(Array.from({ length: pictures }, (_, n) => picture(start + n * 7)));
    const shots = files.map((file, n) => ({
      ...{ takenAt: start + 60 * (n + 1), sha256: sha256(file).toString('hex'), mask: mask ?? null },
    }));
    const failed = failure ? [{ takenAt: start + 30, failure }] : [];
    const sent = { id: v7(), contractId: id, startedAt: start, seconds: 600, inputSeconds: 200, idle: false };
    const block = { ...sent, description, projectCode: 'SHOP-1', shots: [...shots, ...failed] };
    await keepBlock(block, files, freelancer.id, storage, now ?? new Date((start + 1200) * 1000));
  }
  const start = (iso: string): number => toSeconds(at(iso));
  const block = async (iso: string): Promise<StoredBlock> => (await findBlock(freelancer.id, start(iso)))!;

  const days = ['16', '17', '18'];
  for (const day of days)
    for (const time of ['08:00', '08:10', '08:20', '08:30'])
      await arrive(`2026-11-${day}T${time}:00Z`, { pictures: time === '08:10' ? 2 : 1 });
  await arrive('2026-11-18T09:00:00Z', { description: 'stuff' });
  await arrive('2026-11-18T09:10:00Z', { pictures: 0, failure: 'no-permission' });
  await arrive('2026-11-18T09:20:00Z', { mask: { perMille: 120, reason: 'A private message' } });
  const noon = at('2026-11-18T12:00:00Z');
  const corrected = [start('2026-11-18T09:00:00Z'), start('2026-11-16T08:00:00Z')];
  await correctBlocks(freelancer, place, corrected, { description: 'Invoice list: totals by month' }, noon);
  await correctBlocks(freelancer, place, corrected.slice(0, 1), { projectCode: 'SHOP-2' }, noon);
  await deleteBlocks(freelancer, place, [start('2026-11-17T08:20:00Z'), start('2026-11-17T08:30:00Z')], noon);
  await restoreBlocks(freelancer, place, [start('2026-11-17T08:30:00Z')], noon);
  await forgetPictures(storage, at('2026-11-18T12:02:00Z'));
  await commentOn(diary, await block('2026-11-16T08:10:00Z'), { words: 'Which page is it?', flag: true }, client, noon);
  await commentOn(diary, await block('2026-11-16T08:10:00Z'), { words: 'The basket.', flag: false }, freelancer, noon);
  await resolveFlag(diary, await block('2026-11-16T08:10:00Z'), 1, client, noon);
  const more = await askOvertime(id, { extraSeconds: 600, note: 'The release is on Friday' }, freelancer, noon);
  await acceptProposal(more.id, client, noon);
  const wanted = {
    rateCents: 4500,
    weeklyLimitSeconds: 9000,
    manualTime: false,
    evidence: 'full',
    freeCodes: false,
  } as const;
  const terms = await proposeTerms(id, { ...wanted, note: '' }, client, noon);
  await acceptProposal(terms.id, freelancer, noon);
  const day = { day: '2026-11-16', from: MONDAY, to: MONDAY + 86_400 };
  await reviewDay(place, day, toSeconds(noon), client, noon);
  await arrive('2026-11-19T08:00:00Z');
  await signRoots(at('2026-11-20T00:10:00Z'));
  await arrive('2026-11-20T08:00:00Z');
  await closeOnMonday(id);
  await arrive('2026-11-20T09:00:00Z', {}, at('2026-11-24T08:00:00Z'));
  const shown = { from: MONDAY, to: MONDAY + 7 * 86_400 };
  await answerLateTime(
    { ...place, title: contract.title },
    MONDAY,
    { accepted: [shown], shown },
    client,
    at('2026-11-24T09:00:00Z'),
  );
  return { contract, client, freelancer, storage, arrive, start, place };
}

async function closeOnMonday(id: number): Promise<void> {
  await run('UPDATE contracts SET next_week = $2 WHERE id = $1', [id, MONDAY]);
  await closeWeek(id, MONDAY, at('2026-11-23T12:05:00Z'));
}

export type Told = { seq: number; kind: string; facts: { startedAt?: number } & Record<string, unknown>; text: string };

/** The chain as it stands. */
export async function chainOf(contractId: number): Promise<Told[]> {
  const told: Told[] = [];
  for await (const page of entriesAfter(contractId))
    for (const { seq, kind, facts } of page)
      told.push({ seq, kind, facts: JSON.parse(facts) as Told['facts'], text: facts });
  return told;
}

/** Lets rows be changed that the database guards, as somebody could who may do anything in it. */
export async function withoutGuards(tables: readonly string[], act: () => Promise<void>): Promise<void> {
  const guards = await guardsOf(tables);
  for (const { name } of guards) await run(`DROP TRIGGER ${name}`, []);
  try {
    await act();
  } finally {
    for (const { sql } of guards) await run(sql, []);
  }
}

async function guardsOf(tables: readonly string[]): Promise<{ name: string; sql: string }[]> {
  const names = tables.flatMap(table => [`${table}_stay`, `${table}_remain`]);
  const guards: { name: string; sql: string }[] = [];
  for (const name of names) {
    const [found] = isSqlite
      ? await rows<Record<string, string>>("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = $1", [name])
      : await rows<Record<string, string>>(`SHOW CREATE TRIGGER ${name}`, []);
    guards.push({ name, sql: found!['sql'] ?? found!['SQL Original Statement']! });
  }
  return guards;
}

/** Takes all daily roots away, so that this test's days are the next to sign. */
export const forgetRoots = (): Promise<void> =>
  withoutGuards(['evidence_roots', 'evidence_leaves'], async () => {
    for (const table of ['evidence_roots', 'evidence_leaves']) await run(`DELETE FROM ${table}`, []);
  });
