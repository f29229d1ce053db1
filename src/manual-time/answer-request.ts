/** The three ways a request ends by somebody's word: a yes (to all or a part), a no, or the freelancer takes it back. */
import { transaction } from '../db/sequelize.ts';
import { holdClock, onceMore } from '../diary/freelancer-clock.ts';
import { record } from '../events/record.ts';
import { NotFound } from '../kernel/errors.ts';
import { fromSeconds, toSeconds } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { addBlocks } from './add-blocks.ts';
import { freeOf, type Stretch } from './free-time.ts';
import { loggedTime } from './logged-time.ts';
import { MIN_REASON_CHARACTERS, whyNotClose, whyNotPart } from './manual-request.ts';
import { ManualRequest } from './manual-request-model.ts';
import { refuse } from './refuse.ts';

/** @property part what gets a yes; null is a no @property words may be empty with a yes */
export type ManualAnswer = { part: Stretch | null; words: string };
export type OnContract = { id: number; title: string };

/**
 * What was logged between question and answer stays, and a yes adds what is still free beside it.
 * @throws Refused with a {@link ManualRefusal}
 */
export function answerRequest(
  id: number,
  contract: OnContract,
  { part, words }: ManualAnswer,
  by: Actor,
  now: Date,
): Promise<ManualRequest> {
  return onceMore(() =>
    transaction(async () => {
      const request = await lockRequest(id, contract, now);
      const added = part === null ? sayNo(words) : await sayYes(request, part, now);
      const accepted = { acceptedFrom: part?.from ?? null, acceptedTo: part?.to ?? null, addedSeconds: added };
      const closed = { state: part === null ? 'declined' : 'accepted', closedAt: toSeconds(now) } as const;
      await request.update({ ...closed, ...accepted, answer: words === '' ? null : words });
      const facts = { ...factsOf(request, by), added };
      await record('manual-time.answered', {
        ...{ contractId: contract.id, actorId: by.id, now, facts },
        evidence: { request: id, part, words },
      });
      const about = { ...facts, title: contract.title, request: id, words };
      await tell('manual-time.answered', { to: request.freelancerId, contractId: contract.id, facts: about, now });
      return request;
    }),
  );
}

async function sayYes(request: ManualRequest, part: Stretch, now: Date): Promise<number> {
  const refusal = whyNotPart(part, request);
  if (refusal) refuse(refusal);
  const free = freeOf(part, await loggedTime(request.freelancerId, part));
  if (free.length === 0) refuse('tracked-meanwhile');
  return addBlocks(request, free, now);
}

function sayNo(words: string): number {
  if (words.length < MIN_REASON_CHARACTERS) refuse('no-needs-a-sentence');
  return 0;
}

/** @throws Refused `answered-already`, `too-late` */
export function withdrawRequest(id: number, contract: OnContract, by: Actor, now: Date): Promise<ManualRequest> {
  return onceMore(() =>
    transaction(async () => {
      const request = await lockRequest(id, contract, now);
      await request.update({ state: 'withdrawn', closedAt: toSeconds(now) });
      const facts = factsOf(request, by);
      await record('manual-time.withdrawn', { contractId: contract.id, actorId: by.id, now, facts });
      return request;
    }),
  );
}

/** The freelancer's lock first, as when a block arrives; under it the request cannot change. */
async function lockRequest(id: number, contract: OnContract, now: Date): Promise<ManualRequest> {
  const where = { id, contractId: contract.id };
  const known = await ManualRequest.findOne({ where, rejectOnEmpty: new NotFound('request') });
  await holdClock(known.freelancerId);
  const request = await known.reload();
  const refusal = whyNotClose(request, now);
  if (refusal) refuse(refusal);
  return request;
}

const factsOf = ({ from, to }: ManualRequest, { name }: Actor) => ({
  by: name,
  from: fromSeconds(from).toISOString(),
  seconds: to - from,
});
