/** What a contract has after some weeks: a week that was paid out, and one that is disputed. */
import { Invoice } from '../../src/billing/invoice-model.ts';
import { Payout } from '../../src/billing/payout-model.ts';
import { noteContact } from '../../src/diary/freelancer-clock.ts';
import type { Dispute } from '../../src/disputes/dispute-model.ts';
import { openDispute } from '../../src/disputes/open-dispute.ts';
import { fromSeconds, weekOf } from '../../src/kernel/time.ts';
import type { Storage } from '../../src/outside/storage.ts';
import { tickMoney } from '../support/money.ts';
import { world, type World } from '../support/world.ts';
import { keepBlocks } from './scene.ts';

const [HOUR, DAY] = [3600, 86_400];
const WEEKS_AGO = 5;

/** @property starts of the blocks of the first week */
export type Past = World & { paid: Invoice; payout: Payout; dispute: Dispute; starts: number[] };

/** @param pictures where they go, as bytes that can be looked at */
export async function pastWeeks(pictures: Storage, now: Date): Promise<Past> {
  const monday = weekOf(Math.floor(now.getTime() / 1000)) - WEEKS_AGO * 7 * DAY;
  const at = (days: number, hours: number, minutes = 0): string =>
    fromSeconds(monday + days * DAY + hours * HOUR + minutes * 60).toISOString();
  const w = { ...(await world({ now: at(1, 8) })), pictures };
  await noteContact(w.felix.id, w.outside.clock.now());
  const starts = [0, 600, 1200].map(after => monday + DAY + 9 * HOUR + after);
  w.outside.clock.set(at(1, 16));
  await keepBlocks(w, starts);
  await tickMoney(w, at(7, 12, 1));
  await tickMoney(w, at(8, 12));
  w.outside.clock.set(at(8, 16));
  const disputed = monday + 8 * DAY + 9 * HOUR;
  await keepBlocks(w, [disputed, disputed + 600]);
  await tickMoney(w, at(12, 0));
  await tickMoney(w, at(14, 12, 1));
  const contractId = w.contract.id;
  const [paid, last] = await Invoice.findAll({ where: { contractId }, order: ['week'] });
  w.outside.clock.set(at(14, 12, 15));
  const words = 'These blocks show no work on my shop at all.';
  const opening = { blocks: [disputed], reason: 'wrong-task', words } as const;
  const dispute = await openDispute(last!.id, opening, w.carla, w.outside.clock.now());
  await tickMoney(w, at(16, 12));
  const payout = await Payout.findOne({ where: { freelancerId: w.felix.id }, rejectOnEmpty: true });
  w.outside.clock.set(now.toISOString());
  await w.comeBack();
  return { ...w, paid: paid!, payout, dispute, starts };
}
