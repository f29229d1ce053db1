import { DisputeOffer } from './dispute-offer-model.ts';

/** The offer that waits for an answer, if there is one. */
export const openOffer = (disputeId: number): Promise<DisputeOffer | null> =>
  DisputeOffer.findOne({ where: { disputeId, state: 'open' } });

/** Something has happened since: an offer that was open is no longer. Part of an act. */
export async function replaceOffers(disputeId: number, now: Date): Promise<void> {
  await DisputeOffer.update({ state: 'replaced', answeredAt: now }, { where: { disputeId, state: 'open' } });
}
