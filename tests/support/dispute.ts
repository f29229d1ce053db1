/** A week of Felix's with four blocks, two of them protected, that Carla disputes. */
import { Op } from 'sequelize';
import type { Invoice } from '../../src/billing/invoice-model.ts';
import { sendRefunds } from '../../src/billing/send-refunds.ts';
import { answerDispute } from '../../src/disputes/answer-dispute.ts';
import { billedBlocks } from '../../src/disputes/dispute-blocks.ts';
import { Dispute } from '../../src/disputes/dispute-model.ts';
import { moveDisputesOn, remindOfDisputes } from '../../src/disputes/move-on.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import type { Ruling, RulingSide } from '../../src/disputes/ruling.ts';
import { Notice } from '../../src/notices/notice-model.ts';
import { invoiceOf, tickMoney, WEEK, work } from './money.ts';
import { world, type Person, type World } from './world.ts';

export const WORDS = 'These blocks show no work on my shop at all.';
export const CONTEST = 'The pictures show the basket that we agreed on.';
export const RULED = 'The pictures show what was agreed on in writing.';

/** A quarter past twelve on the Monday on which the week closed. */
export const OPENED = '2026-11-23T12:15:00Z';

export type Case = World & {
  invoice: Invoice;
  /** When the four blocks began: two that are protected, and two that say nothing. Each costs $6.67, the last one $6.66. */
  starts: number[];
  now(): Date;
  /** Carla disputes blocks by their places. */
  dispute(places: readonly number[]): Promise<Dispute>;
  /** Felix accepts blocks by their places in the week, and contests the others. */
  answer(dispute: Dispute, accepted?: readonly number[]): Promise<Dispute>;
  /** What is decided of blocks, by their places. */
  ruling(by: Partial<Record<RulingSide, readonly number[]>>): Ruling[];
  /** Everything that happens by itself at an instant. */
  at(instant: string): Promise<void>;
  told(person: Person): Promise<string[]>;
};

const reasons = { freelancer: 'work-is-shown', client: 'work-is-not-shown', fund: 'both-in-good-faith' } as const;

/** @param prepare before the week closes, such as with which card Carla pays */
export async function disputedWeek(prepare: (w: World) => Promise<void> = () => Promise.resolve()): Promise<Case> {
  const w = await world({ now: '2026-11-17T07:00:00Z' });
  await prepare(w);
  const vague = { block: { description: 'fix' } };
  await work(w, [{}, {}, vague, vague]);
  await tickMoney(w, WEEK.closed);
  await w.comeBack();
  w.outside.clock.set(OPENED);
  const invoice = await invoiceOf(w.contract.id);
  const starts = (await billedBlocks(invoice.id)).map(({ startedAt }) => startedAt);
  const now = (): Date => w.outside.clock.now();
  const startsAt = (places: readonly number[]) => places.map(place => starts[place]!);
  return {
    ...{ ...w, invoice, starts, now },
    dispute: places =>
      openDispute(invoice.id, { blocks: startsAt(places), reason: 'wrong-task', words: WORDS }, w.carla, now()),
    answer: ({ id }, accepted = []) =>
      answerDispute(id, { accepted: startsAt(accepted), words: CONTEST }, w.felix, now()),
    ruling: by =>
      (Object.entries(by) as [RulingSide, number[]][]).map(([to, places]) => ({
        ...{ to, reason: reasons[to], words: RULED, blocks: startsAt(places) },
      })),
    at: async instant => {
      await tickMoney(w, instant);
      await moveDisputesOn(now());
      await remindOfDisputes(now());
      await sendRefunds(w.outside.payments, now());
    },
    told: async ({ id }) =>
      (await Notice.findAll({ where: { userId: id, kind: { [Op.like]: 'dispute.%' } }, order: ['id'] })).map(
        ({ kind }) => kind.replace('dispute.', ''),
      ),
  };
}
