/** What a claim asks of the admin who opens it. Rules only. */
import { whyNotStep, type ClaimStanding } from '../billing/claim-ruling.ts';
import { APPEAL_HOURS } from '../disputes/deadline.ts';
import { money, type Cents } from '../kernel/money.ts';
import type { Ask } from './ask.ts';

/** @property admin who reads @property by who proposed last */
export type ClaimAskFacts = ClaimStanding & {
  admin: number;
  amount: Cents;
  two: boolean;
  twoFrom: Cents;
  by: string;
  client: string;
  freelancer: string;
};

export function claimAskOf(facts: ClaimAskFacts): Ask {
  const { state, proposedById, appealedAt, amount, by, client, freelancer, two, twoFrom } = facts;
  const waiting = (heading: string, sentence: string): Ask => ({ act: null, heading, sentence });
  if (state !== 'filed') return waiting('Nothing to do: it is decided', 'Everything stays here to be read.');
  if (proposedById !== null)
    return whyNotStep(facts, 'approve', facts.admin) === null
      ? {
          act: 'approve',
          heading: `Check the decision of ${by}: ${money(amount)}`,
          sentence:
            'Look at the claim as if you decided it yourself. Approve, and it is done; or send it back and say why.',
        }
      : {
          act: 'take-back',
          heading: 'Waits for another admin',
          sentence: `You proposed this decision over ${money(amount)}, so somebody else has to check it. You can take it back until then.`,
        };
  if (whyNotStep(facts, 'decide', facts.admin) !== null)
    return waiting(
      'Waits for another admin',
      'You took part in the decision that is appealed, so somebody else decides anew.',
    );
  const asked = `${client} has not paid, and ${freelancer} asks the protection fund for what was protected. See whether those blocks are in order.`;
  if (appealedAt !== null)
    return {
      act: 'decide',
      heading: `Decide anew, for good: ${money(amount)}`,
      sentence: `${asked} Another admin refused it, and ${freelancer} appealed. What you decide is final.`,
    };
  return {
    act: 'decide',
    heading: `Decide whether the fund pays: ${money(amount)}`,
    sentence: `${asked} ${
      two
        ? `From ${money(twoFrom)} on a second admin checks the decision.`
        : `If you pay, the money moves at once. If you refuse, ${freelancer} can appeal for ${APPEAL_HOURS} hours.`
    }`,
  };
}
