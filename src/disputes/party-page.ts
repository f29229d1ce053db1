/** A dispute as its two sides see it: everything of it, and what this reader can do now. */
import type { Cents } from '../kernel/money.ts';
import type { Viewing } from '../diary/block-words.ts';
import { mayNow, roleIn, type DisputeAction } from './dispute.ts';
import type { Dispute } from './dispute-model.ts';
import { disputeLocals } from './dispute-page.ts';
import { previewOf } from './preview.ts';
import { partsOf } from './ruling.ts';
import { timelineOf } from './timeline.ts';

export async function partyLocals(dispute: Dispute, viewing: Viewing) {
  const { steps, ...locals } = await disputeLocals(dispute, viewing);
  const { actor } = viewing;
  const role = roleIn(dispute, actor);
  const mayDo = (action: DisputeAction): boolean => mayNow(dispute.state, action, role);
  const undecided = !locals.dispute.accepted;
  const open = locals.offers.find(({ state }) => state === 'open');
  return {
    ...locals,
    may: {
      answer: mayDo('answer'),
      withdraw: mayDo('withdraw'),
      split: mayDo('offer-split'),
      write: mayDo('write'),
      addFiles: mayDo('add-files'),
      accept: mayDo('accept-decision') && undecided,
      appeal: mayDo('appeal') && undecided,
    },
    openOffer: open ? { ...open, mine: open.byId === actor.id } : null,
    decisions: decisionsOf(steps),
    rule: previewOf(locals.contested),
    parts: partsNow(dispute, locals.contested),
    timeline: timelineOf(
      dispute,
      { steps, offers: locals.offers },
      { client: locals.client, freelancer: locals.freelancer },
    ),
  };
}

type Locals = Awaited<ReturnType<typeof disputeLocals>>;
type Step = Locals['steps'][number];

/** Decisions that held or hold, the newest first. What waits for a second admin is between admins. */
function decisionsOf(steps: readonly Step[]) {
  return steps
    .map((step, place) => {
      const proposal = steps.slice(0, place).findLast(({ step: name }) => name === 'proposed');
      return step.step === 'approved' && proposal
        ? { ...proposal, second: step.by, at: step.at }
        : { ...step, second: null };
    })
    .filter(({ step, second }) => step === 'decided' || step === 'final' || second !== null)
    .map(({ step, ...rest }) => ({ ...rest, final: step === 'final' }))
    .reverse();
}

export type PartsNow = { freelancer: Cents; client: Cents; fund: Cents; sure: boolean };
/** What has become of the money, or what the decision that holds would do with it; null before there is one. */
function partsNow(dispute: Dispute, contested: Locals['contested']): PartsNow | null {
  const { state, toFreelancer, toClient, fundAmount } = dispute;
  if (state === 'closed')
    return { freelancer: toFreelancer ?? 0, client: toClient ?? 0, fund: fundAmount ?? 0, sure: true };
  if (state !== 'decided') return null;
  const { freelancer, client, fund } = partsOf(contested);
  return { freelancer, client: client + fund, fund, sure: false };
}
