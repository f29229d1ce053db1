/** Disputes that wait for somebody, contract by contract. */
import { Op } from 'sequelize';
import { rows } from '../db/sequelize.ts';
import { asksOf } from './asks.ts';
import { Dispute } from './dispute-model.ts';
import { DisputeOffer } from './dispute-offer-model.ts';

export type WaitingDispute = { contractId: number; words: string; href: string };

/** @param contractIds of contracts of this person's, at most a page of them */
export async function disputesWaitingFor(
  { id: reader }: { id: number },
  contractIds: readonly number[],
): Promise<WaitingDispute[]> {
  const where = { contractId: [...contractIds], state: { [Op.ne]: 'closed' } } as const;
  const running = await Dispute.findAll({ where, order: [['id', 'ASC']] });
  if (running.length === 0) return [];
  const offers = await openOffersOf(running);
  return running.flatMap(dispute => {
    const words = asksOf(dispute, reader, offers.get(dispute.id) ?? null);
    return words === null ? [] : [{ contractId: dispute.contractId, words, href: `/disputes/${dispute.id}` }];
  });
}

/** @returns by dispute, who made its open offer to settle */
export async function openOffersOf(disputes: readonly Dispute[]): Promise<Map<number, number>> {
  const where = { disputeId: disputes.map(({ id }) => id), state: 'open' };
  return new Map((await DisputeOffer.findAll({ where })).map(({ disputeId, byId }) => [disputeId, byId]));
}

/** The dispute a block is in, if there is one. */
export async function disputeOfBlock(block: { freelancerId: number; startedAt: number }): Promise<Dispute | null> {
  const [row] = await rows<{ id: number }>(
    'SELECT dispute_id AS id FROM dispute_blocks WHERE freelancer_id = $1 AND started_at = $2',
    [block.freelancerId, block.startedAt],
  );
  return row ? Dispute.findByPk(row.id) : null;
}
