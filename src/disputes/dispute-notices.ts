/** What both sides are told about a dispute, in which words. Rules only. */
import { money, type Cents } from '../kernel/money.ts';
import type { Words } from '../notices/notice.ts';
import { moneyWords } from './dispute-events.ts';

/** @property number of its invoice @property title of the contract */
export type OfDispute = { dispute: number; number: string; title: string };
/** By when something has to be done, where the reader lives. */
type Until = { until: string };
/** Cents before fees. */
type Parts = { toFreelancer: Cents; toClient: Cents; fromFund: Cents };

export type DisputeNotices = {
  'dispute.opened': OfDispute & Until & { by: string; freelancer: string; blocks: number; amount: Cents };
  'dispute.answered': OfDispute & Until & { by: string; accepted: number; refunded: Cents };
  'dispute.answer-due': OfDispute & Until & { amount: Cents };
  'dispute.decided': OfDispute & Until & Parts & { silent: boolean };
  'dispute.appeal-due': OfDispute & Until;
  'dispute.decision-accepted': OfDispute & Until & { by: string };
  'dispute.appealed': OfDispute & Until & { by: string };
  'dispute.proposed': OfDispute;
  'dispute.split-offered': OfDispute & { by: string; amount: Cents; of: Cents };
  'dispute.split-declined': OfDispute & { by: string; amount: Cents };
  'dispute.message': OfDispute & { by: string; words: string };
  'dispute.closed': OfDispute & Parts & { ending: string; by: string | null };
};

const toDispute = (_contract: string, { dispute }: OfDispute): string => `/disputes/${dispute}`;
const about = { about: 'disputes', leadsTo: toDispute } as const;
const of = ({ number, title }: OfDispute): string => `invoice ${number} for “${title}”`;
const blocksWords = (count: number): string => (count === 1 ? '1 block' : `${count} blocks`);

const endings: Record<string, (by: string | null) => string> = {
  accepted: by => `${by} accepted the dispute about`,
  withdrawn: by => `${by} withdrew the dispute about`,
  split: by => `${by} agreed to the split. This ends the dispute about`,
  rule: () => 'The decision by the rule is final. This ends the dispute about',
  ruled: () => 'The decision is final. This ends the dispute about',
};

/** The part of the table of all notices that is about disputes. */
export const disputeWords: { [Kind in keyof DisputeNotices]: Words<DisputeNotices[Kind]> } = {
  'dispute.opened': {
    ...about,
    title: () => 'Blocks are disputed',
    sentence: ({ by, freelancer, blocks, amount, until, ...rest }) =>
      `${by} disputes ${blocksWords(blocks)} of ${of(rest)}: ${money(amount)} are held, the rest is paid on time. ${freelancer} can answer until ${until}. After that the rule decides: protected blocks are paid, the others refunded.`,
  },
  'dispute.answer-due': {
    ...about,
    title: () => 'A dispute waits for your answer',
    sentence: ({ until, amount, ...rest }) =>
      `You have not answered the dispute about ${of(rest)}. Accept or contest its blocks until ${until}: ${money(amount)} are held, and without your answer only protected blocks are paid.`,
  },
  'dispute.answered': {
    ...about,
    title: () => 'A dispute is contested',
    sentence: ({ by, accepted, refunded, until, ...rest }) =>
      (accepted === 0
        ? `${by} contests the dispute about ${of(rest)}.`
        : `${by} accepts ${blocksWords(accepted)} of the dispute about ${of(rest)}, so ${money(refunded)} go back to the client, and contests the rest.`) +
      ` An admin decides until ${until}.`,
  },
  'dispute.proposed': {
    ...about,
    title: () => 'A decision is being checked',
    sentence: rest =>
      `An admin has looked at the dispute about ${of(rest)}. Because of the amount a second one checks the decision before it holds.`,
  },
  'dispute.decided': {
    ...about,
    title: () => 'A dispute is decided',
    sentence: ({ silent, until, toFreelancer, toClient, fromFund, ...rest }) =>
      `${silent ? 'Nobody answered, so the rule has decided' : 'An admin has decided'} the dispute about ${of(rest)}: ${moneyWords({ toFreelancer, toClient, fromFund })}. Either of you can appeal until ${until}; after that it is final and the money moves.`,
  },
  'dispute.appeal-due': {
    ...about,
    title: () => 'The time to appeal ends soon',
    sentence: ({ until, ...rest }) =>
      `The decision of the dispute about ${of(rest)} becomes final on ${until}. Until then you can appeal, or accept it.`,
  },
  'dispute.decision-accepted': {
    ...about,
    title: () => 'A decision is accepted',
    sentence: ({ by, until, ...rest }) =>
      `${by} accepts the decision of the dispute about ${of(rest)}. It becomes final as soon as both of you accept it, or else on ${until}.`,
  },
  'dispute.appealed': {
    ...about,
    title: () => 'A decision is appealed',
    sentence: ({ by, until, ...rest }) =>
      `${by} appeals against the decision of the dispute about ${of(rest)}. Another admin decides anew until ${until}; that is final.`,
  },
  'dispute.split-offered': {
    ...about,
    title: () => 'An offer to settle',
    sentence: ({ by, amount, of: held, ...rest }) =>
      `${by} offers to settle the dispute about ${of(rest)}: ${money(amount)} of the ${money(held)} go to the freelancer, ${money(held - amount)} back to the client. Say yes or no.`,
  },
  'dispute.split-declined': {
    ...about,
    title: () => 'No to an offer to settle',
    sentence: ({ by, amount, ...rest }) =>
      `${by} said no to settling the dispute about ${of(rest)} with ${money(amount)} for the freelancer. It goes on as before.`,
  },
  'dispute.message': {
    ...about,
    title: () => 'A message about a dispute',
    sentence: ({ by, words, ...rest }) => `${by} writes about ${of(rest)}: “${words}”`,
  },
  'dispute.closed': {
    ...about,
    title: () => 'A dispute is closed',
    sentence: ({ ending, by, toFreelancer, toClient, fromFund, ...rest }) =>
      `${endings[ending]?.(by) ?? 'This ends the dispute about'} ${of(rest)}: ${moneyWords({ toFreelancer, toClient, fromFund })}.`,
  },
};
