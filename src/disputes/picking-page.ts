/** What the pages show on which blocks are ticked: an invoice's to dispute, or a dispute's to accept. */
import type { Invoice } from '../billing/invoice-model.ts';
import { chosenBlocks } from '../diary/chosen-blocks.ts';
import { MAX_CHOSEN } from '../diary/chosen.ts';
import { blockLocals, type Viewing } from '../diary/block-words.ts';
import { dayIn, dayName, dayShort, fromSeconds, utcDay, weekEnd, type EpochSeconds } from '../kernel/time.ts';
import { billedBlocks, disputedBlocks, type BilledBlock } from './dispute-blocks.ts';
import type { Dispute } from './dispute-model.ts';

/** Links that tick many at once: all, those that are not protected, those of a day. */
export type Tick = { label: string; href: string };

type Pickable = Omit<BilledBlock, 'disputeId'> & { disputeId?: number | null };

/** @param ticked by their first seconds @param at the address of the page */
async function pickingLocals(
  place: { id: number; freelancerId: number },
  blocks: readonly Pickable[],
  viewing: Viewing,
  { ticked, at }: { ticked: ReadonlySet<EpochSeconds>; at: string },
) {
  const stored = await chosenBlocks(
    place,
    blocks.map(({ startedAt }) => startedAt),
  );
  const days = new Map<string, object[]>();
  stored.forEach((block, index) => {
    const day = dayIn(fromSeconds(block.startedAt), viewing.actor.timeZone);
    const billed = blocks[index]!;
    const tile = {
      ...{ ...blockLocals(block, viewing), ...billed, free: billed.disputeId == null },
      ticked: ticked.has(block.startedAt),
      disputeHref: billed.disputeId == null ? null : `/disputes/${billed.disputeId}`,
    };
    days.set(day, [...(days.get(day) ?? []), tile]);
  });
  const tick = (what: string): string => `${at}?tick=${what}`;
  return {
    zone: viewing.actor.timeZone,
    days: [...days].map(([day, tiles]) => ({ day, name: dayName(day), tiles, tickHref: tick(day) })),
    ticks: [
      { label: 'All', href: tick('all') },
      { label: 'Not protected', href: tick('unprotected') },
      { label: 'None', href: at },
    ] satisfies Tick[],
    mostChosen: MAX_CHOSEN,
  };
}

/** @param tick `all`, `unprotected`, or a day where the reader lives */
export function tickedBy(tick: unknown, blocks: readonly Pickable[], { actor }: Viewing): EpochSeconds[] {
  const isIn = ({ startedAt, protected: safe }: Pickable): boolean =>
    tick === 'all' || (tick === 'unprotected' ? !safe : dayIn(fromSeconds(startedAt), actor.timeZone) === String(tick));
  const free = blocks.filter(({ disputeId }) => disputeId == null);
  return typeof tick === 'string' ? free.filter(isIn).map(({ startedAt }) => startedAt) : [];
}

export async function disputingLocals(invoice: Invoice, viewing: Viewing, ticked: ReadonlySet<EpochSeconds>) {
  const { id, number, contractId, freelancerId } = invoice;
  const blocks = await billedBlocks(id);
  const at = `/invoices/${id}/disputes/new`;
  return {
    invoice: {
      ...{ id, number, amount: invoice.amount, title: viewing.contract.title },
      from: dayShort(utcDay(invoice.week)),
      to: dayShort(utcDay(weekEnd(invoice.week) - 1)),
    },
    freelancer: viewing.contract.freelancer?.name ?? '',
    ...(await pickingLocals({ id: contractId, freelancerId }, blocks, viewing, { ticked, at })),
  };
}

export async function answeringLocals(dispute: Dispute, viewing: Viewing, ticked: ReadonlySet<EpochSeconds>) {
  const { id, contractId, freelancerId } = dispute;
  const blocks = await disputedBlocks(id);
  const at = `/disputes/${id}/answer`;
  return pickingLocals({ id: contractId, freelancerId }, blocks, viewing, { ticked, at });
}
