/** Acts that keep, change or take away time and its evidence. */
import { acceptOffer } from '../../src/contracts/answer-offer.ts';
import { acceptProposal } from '../../src/contracts/answer-proposal.ts';
import { askFixedPrice } from '../../src/contracts/ask-fixed-price.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { askOvertime } from '../../src/contracts/overtime.ts';
import { proposeTerms } from '../../src/contracts/propose.ts';
import { endContract, pauseContract, resumeContract, sleepContracts } from '../../src/contracts/stop-contract.ts';
import { findBlock } from '../../src/diary/block-rows.ts';
import type { DiaryContract } from '../../src/diary/block-words.ts';
import type { BlockFacts } from '../../src/diary/block.ts';
import { commentOn, resolveFlag } from '../../src/diary/comment-on-block.ts';
import { correctBlocks } from '../../src/diary/correct-blocks.ts';
import { deleteBlocks } from '../../src/diary/delete-blocks.ts';
import { forgetPictures } from '../../src/diary/forget-pictures.ts';
import { keepBlock } from '../../src/diary/keep-block.ts';
import { restoreBlocks } from '../../src/diary/restore-blocks.ts';
import { reviewDay } from '../../src/diary/review-day.ts';
import { answerLateTime } from '../../src/manual-time/answer-late-time.ts';
import { answerRequest } from '../../src/manual-time/answer-request.ts';
import { askManualTime } from '../../src/manual-time/ask-manual-time.ts';
import { closeUnanswered } from '../../src/manual-time/close-unanswered.ts';
import { removeOldPictures } from '../../src/retention/remove-old-pictures.ts';
import { at, blockOf, failingWorld, keepBlocks, type Act, type Scene } from './scene.ts';

type W = Awaited<ReturnType<typeof failingWorld>>;

const WEEK = at('2026-11-16T00:00:00Z');
const NINE = at('2026-11-17T09:00:00Z');
const TEN_PAST = NINE + 600;

/** Felix has worked two blocks on Tuesday morning; now it is noon. */
async function worked(changes: Partial<BlockFacts> = {}): Promise<W> {
  const w = await failingWorld();
  w.outside.clock.set('2026-11-17T12:00:00Z');
  await keepBlocks(w, [NINE, TEN_PAST], changes);
  return w;
}

/** Another contract, which both agreed on before the day's work. */
async function agree(w: W, terms: Parameters<W['activeContract']>[0]): Promise<void> {
  const later = w.outside.clock.now();
  w.outside.clock.set('2026-11-17T08:00:00Z');
  w.contract = await w.activeContract(terms);
  w.outside.clock.set(later.toISOString());
}

const now = (w: W): Date => w.outside.clock.now();
const place = (w: W) => ({ id: w.contract.id, freelancerId: w.felix.id });
const diaryOf = (w: W): DiaryContract => Object.assign(w.contract, { freelancerId: w.felix.id });
const block = async (w: W) => (await findBlock(w.felix.id, NINE))!;

/** An act on the two blocks. @param before what else has to be there */
const onBlocks = (
  name: string,
  act: (w: W) => Promise<unknown>,
  before: (w: W) => Promise<unknown> = () => Promise.resolve(),
  anew = false,
  goOn?: (w: W) => Promise<unknown>,
): Act => ({
  ...{ name, anew },
  scene: async (): Promise<Scene> => {
    const w = await worked();
    await before(w);
    const scene = { contractIds: [w.contract.id], storage: w.pictures, act: () => act(w) };
    return goOn ? { ...scene, goOn: () => goOn(w) } : scene;
  },
});

/** A block arrives. @param arrives when, @param contract with terms other than the usual ones */
const arriving = (name: string, startedAt: number, arrives: string, changes: Partial<BlockFacts> = {}): Act => ({
  name,
  scene: async () => {
    const w = await worked();
    await agree(w, { freeCodes: true, weeklyLimitSeconds: 3600 });
    await keepBlocks(w, [NINE + 1800, NINE + 2400, NINE + 3000]);
    w.outside.clock.set(arrives);
    const { facts, files } = await blockOf(w.contract.id, startedAt, changes);
    const act = () => keepBlock(facts, files, w.felix.id, w.outside.storage, now(w));
    return { contractIds: [w.contract.id], storage: w.pictures, act };
  },
});

const removed = (w: W) => deleteBlocks(w.felix, place(w), [NINE, TEN_PAST], now(w));
const wanted = { rateCents: 5000, weeklyLimitSeconds: 50 * 3600, manualTime: true, evidence: 'full' } as const;

const manual = async (w: W) => {
  await agree(w, { manualTime: true });
  const contract = await Contract.findByPk(w.contract.id, { include: ['terms'], rejectOnEmpty: true });
  const asked = { from: NINE + 2400, to: NINE + 4800, reason: 'We were on the phone, away from my computer.' };
  return () =>
    askManualTime(contract, { ...asked, description: 'Call about the basket', projectCode: 'SHOP-1' }, w.felix, now(w));
};

/** An act that answers what was asked before. @param ask asks it, and answers the act */
const answering = (name: string, ask: (w: W) => Promise<() => Promise<unknown>>, anew = false): Act => ({
  ...{ name, anew },
  scene: async () => {
    const w = await worked();
    const act = await ask(w);
    return { contractIds: [w.contract.id], storage: w.pictures, act };
  },
});

export const timeActs: readonly Act[] = [
  arriving('a block is kept', NINE + 3600, '2026-11-17T12:00:00Z'),
  arriving('a block is kept whose words and code are new', NINE + 3600, '2026-11-17T12:00:00Z', {
    ...{ description: 'Catalogue: the filters of the search', projectCode: 'NEW-7' },
  }),
  arriving('a block is kept after its week was closed', NINE + 3600, '2026-11-23T13:00:00Z'),
  onBlocks('blocks are deleted', removed),
  onBlocks('blocks come back', w => restoreBlocks(w.felix, place(w), [NINE, TEN_PAST], now(w)), removed),
  onBlocks('blocks are corrected', w =>
    correctBlocks(
      w.felix,
      place(w),
      [NINE, TEN_PAST],
      { description: 'Catalogue: sort by price', projectCode: 'SHOP-2' },
      now(w),
    ),
  ),
  onBlocks(
    'a block is flagged',
    async w => commentOn(diaryOf(w), await block(w), { words: 'What is this?', flag: true }, w.carla, now(w)),
    undefined,
    true,
  ),
  onBlocks(
    'a flag is answered',
    async w => resolveFlag(diaryOf(w), await block(w), 1, w.carla, now(w)),
    async w => commentOn(diaryOf(w), await block(w), { words: 'What is this?', flag: true }, w.carla, now(w)),
  ),
  onBlocks('a day is reviewed', w =>
    reviewDay(
      place(w),
      { day: '2026-11-17', from: NINE, to: NINE + 7200 },
      at('2026-11-17T12:00:00Z'),
      w.carla,
      now(w),
    ),
  ),
  onBlocks(
    'deleted pictures go',
    w => forgetPictures(w.outside.storage, now(w)),
    async w => {
      await removed(w);
      w.outside.clock.advance(120);
    },
    false,
    w => forgetPictures(w.pictures, now(w)),
  ),
  onBlocks(
    'old pictures are marked',
    w => removeOldPictures(now(w)),
    w => Promise.resolve(w.outside.clock.set('2027-03-15T12:00:00Z')),
  ),
  answering('manual time is asked for', manual),
  answering('manual time gets a yes', async w => {
    const { id, from, to } = await (await manual(w))();
    return () =>
      answerRequest(id, { id: w.contract.id, title: 'Shop' }, { part: { from, to }, words: '' }, w.carla, now(w));
  }),
  answering('manual time gets no answer', async w => {
    await (
      await manual(w)
    )();
    w.outside.clock.set('2026-11-28T12:00:00Z');
    return () => closeUnanswered(now(w));
  }),
  answering('late time gets a yes', async w => {
    w.outside.clock.set('2026-11-23T13:00:00Z');
    await keepBlocks(w, [NINE + 3600, NINE + 4200]);
    const all = { from: WEEK, to: WEEK + 7 * 86_400 };
    return () => answerLateTime({ ...place(w), title: 'Shop' }, WEEK, { accepted: [all], shown: all }, w.carla, now(w));
  }),
  answering('a contract is offered', w => Promise.resolve(() => w.offer()), true),
  answering('an offer is accepted', async w => {
    const { id } = await w.offer();
    w.contract = { ...w.contract, id } as Contract;
    return () => acceptOffer(id, w.felix, now(w));
  }),
  answering('terms are proposed', w =>
    Promise.resolve(() => proposeTerms(w.contract.id, { ...wanted, freeCodes: true, note: '' }, w.carla, now(w))),
  ),
  answering('terms are agreed on', async w => {
    const { id } = await proposeTerms(w.contract.id, { ...wanted, freeCodes: true, note: '' }, w.carla, now(w));
    return () => acceptProposal(id, w.felix, now(w));
  }),
  answering('overtime is granted, and fills the week', async w => {
    await agree(w, { weeklyLimitSeconds: 3600 });
    await keepBlocks(
      w,
      [2, 3, 4, 5, 6, 7, 8].map(cell => NINE + cell * 600),
    );
    const { id } = await askOvertime(w.contract.id, { extraSeconds: 3600, note: '' }, w.felix, now(w));
    return () => acceptProposal(id, w.carla, now(w));
  }),
  answering('a contract gets a fixed price', async w => {
    const { id } = await askFixedPrice(w.contract.id, { amountCents: 50_000, note: '' }, w.felix, now(w));
    return () => acceptProposal(id, w.carla, now(w));
  }),
  onBlocks('a contract is paused', w => pauseContract(w.contract.id, w.carla, now(w))),
  onBlocks(
    'a contract goes on',
    w => resumeContract(w.contract.id, w.carla, now(w)),
    w => pauseContract(w.contract.id, w.carla, now(w)),
  ),
  onBlocks('a contract ends', w => endContract(w.contract.id, w.carla, now(w))),
  answering('a contract falls asleep', async w => {
    w.outside.clock.set('2026-12-15T12:00:00Z');
    return () => sleepContracts(now(w));
  }),
];
