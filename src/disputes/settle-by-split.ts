/** Both sides may settle at any time before the end: one offers a split of what is held, the other accepts or declines. */
import { NotFound, Refused } from '../kernel/errors.ts';
import { money, type Cents } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import { otherSide, recordStep, tellSides } from './announce.ts';
import { closeDispute } from './close-dispute.ts';
import { DisputeOffer } from './dispute-offer-model.ts';
import { openOffer, replaceOffers } from './open-offer.ts';
import { takeStep } from './take-step.ts';

/** @property amount of what is held that goes to the freelancer, before the fee @property words to the other side, or nothing */
export type Split = { amount: Cents; words: string };

/** A new offer takes the place of one that is open; the same once more is the same offer. @throws Refused `more-than-held` */
export function offerSplit(id: number, { amount, words }: Split, by: Actor, now: Date): Promise<DisputeOffer> {
  return takeStep(id, 'offer-split', by, async step => {
    const { held } = step.dispute;
    if (amount > held) throw new Refused('more-than-held', `Only ${money(held)} are held.`, 422, 'amount');
    const open = await openOffer(id);
    if (open && open.byId === by.id && open.amount === amount && open.words === (words || null)) return open;
    await replaceOffers(id, now);
    const offer = { disputeId: id, byId: by.id, amount, of: held, words: words || null, madeAt: now };
    const made = await DisputeOffer.create({ ...offer, state: 'open' });
    await recordStep('dispute.split-offered', step, by, now, { amount, of: held });
    const facts = { by: by.name, amount, of: held };
    await tellSides('dispute.split-offered', step, now, { facts, to: [otherSide(step.dispute, by)] });
    return made;
  });
}

/** This ends the dispute. @throws Refused `own-offer`, or `not-open` */
export function acceptSplit(id: number, offerId: number, by: Actor, now: Date): Promise<void> {
  return takeStep(id, 'accept-split', by, async step => {
    const { held, heldProtected } = step.dispute;
    const offer = await offerOf(id, offerId);
    if (offer.byId === by.id) throw new Refused('own-offer', 'The other side has to accept your offer.', 409);
    const { amount } = offer;
    await offer.update({ state: 'accepted', answeredAt: now });
    const parts = { freelancer: amount, client: held - amount, fund: 0 };
    // Nobody can tell which blocks went back, so they count as protected ones first: the fund never stands for them.
    const givenBack = Math.min(parts.client, heldProtected);
    await closeDispute(step, { ending: 'split', parts, givenBack, by, words: 'Both sides agreed to a split.' }, now);
  });
}

/** The other side says no, or whoever made the offer takes it back. @throws Refused `not-open` */
export function declineSplit(id: number, offerId: number, by: Actor, now: Date): Promise<void> {
  return takeStep(id, 'decline-split', by, async step => {
    const offer = await offerOf(id, offerId);
    const { amount } = offer;
    await offer.update({ state: 'declined', answeredAt: now });
    if (offer.byId === by.id) return;
    await recordStep('dispute.split-declined', step, by, now, { amount });
    const facts = { by: by.name, amount };
    await tellSides('dispute.split-declined', step, now, { facts, to: [otherSide(step.dispute, by)] });
  });
}

async function offerOf(disputeId: number, id: number): Promise<DisputeOffer> {
  const offer = await DisputeOffer.findOne({ where: { id, disputeId }, rejectOnEmpty: new NotFound('offer') });
  if (offer.state !== 'open')
    throw new Refused('not-open', 'This offer does not stand any more. See below what stands now.', 409);
  return offer;
}
