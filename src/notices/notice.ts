/** What people are told, in which words, and where it leads. Rules only. */
import { DAYS_TO_SLEEP } from '../contracts/standing.ts';
import { disputeWords, type DisputeNotices } from '../disputes/dispute-notices.ts';
import { duration } from '../kernel/time.ts';
import { moneyWords, type MoneyFacts } from './money-notices.ts';
import { securityWords, type SecurityFacts } from './security-notices.ts';
import { weekPath, weekSentence, type WeekSummary } from './week-summary.ts';

/**
 * What notices are about. A person chooses for each whether it also comes by mail.
 */
export const subjects = ['contracts', 'diary', 'manual-time', 'week', 'money', 'disputes'] as const;
export type Subject = (typeof subjects)[number];
/** Nobody chooses about security: whoever has got in would choose silence. */
type About = Subject | 'security';

/** Everything the words of a notice need, as it was when it happened: names and titles are not looked up later. */
export type NoticeFacts = MoneyFacts &
  SecurityFacts &
  DisputeNotices & {
    'contract.offered': { by: string; title: string };
    'week.closed': WeekSummary;
    'contract.accepted': { by: string; title: string };
    'contract.declined': { by: string; title: string };
    'method.wanted': { by: string; title: string };
    'method.added': { by: string; title: string };
    'contract.withdrawn': { by: string; title: string };
    'contract.paused': { by: string; title: string };
    'contract.resumed': { by: string; title: string };
    'contract.ended': { by: string; title: string };
    'contract.fell-asleep': { title: string };
    'proposal.made': { by: string; title: string; what: string };
    'proposal.accepted': { by: string; title: string; what: string };
    'proposal.declined': { by: string; title: string; what: string };
    'proposal.withdrawn': { by: string; title: string; what: string };
    'block.commented': { by: string; title: string; startedAt: string };
    'block.flagged': { by: string; title: string; startedAt: string };
    'flag.resolved': { by: string; title: string; startedAt: string };
    'block.deleted': { by: string; title: string; startedAt: string; seconds: number; blocks: number };
    'manual-time.asked': AskedTime & { by: string; reason: string };
    'manual-time.answered': AskedTime & { by: string; added: number; words: string };
    'manual-time.unanswered': AskedTime;
    'late-time.arrived': LateTime;
    'late-time.answered': LateTime & { accepted: number; refused: number };
  };
/** Time of a week that had closed when it came; `week` is its first second. */
type LateTime = { by: string; title: string; week: number };
/** A request for time that was not tracked: its number, how long, on which contract. */
type AskedTime = { request: number; seconds: number; title: string };
export type NoticeKind = keyof NoticeFacts;

export type Words<Facts> = {
  about: About;
  /** A few words: the line in the list, and what a letter is called. */
  title(facts: Facts): string;
  /** One plain sentence. */
  sentence(facts: Facts): string;
  /** The path of ours where one sees it, or answers. */
  leadsTo(contract: string, facts: Facts): string;
};

const toContract = (contract: string): string => contract;
const toBlock = (contract: string, { startedAt }: { startedAt: string }): string =>
  `${contract}/blocks/${Math.floor(Date.parse(startedAt) / 1000)}`;
const toComments = (contract: string, facts: { startedAt: string }): string => `${toBlock(contract, facts)}#comments`;
const toLateTime = (contract: string, { week }: LateTime): string => `${contract}/late-time/${week}`;
const toRequest = (contract: string, { request }: AskedTime): string => `${contract}/manual-time/${request}`;

/** The table of all notices. Whoever tells something new adds its facts above and its words here. */
const words: { [Kind in NoticeKind]: Words<NoticeFacts[Kind]> } = {
  'week.closed': {
    about: 'week',
    title: () => 'Your week',
    sentence: weekSentence,
    leadsTo: (_contract, summary) => weekPath(summary),
  },
  'contract.offered': {
    about: 'contracts',
    title: () => 'A new offer',
    sentence: ({ by, title }) => `${by} offers you the contract “${title}”. Accept it or decline it.`,
    leadsTo: toContract,
  },
  'contract.accepted': {
    about: 'contracts',
    title: () => 'Offer accepted',
    sentence: ({ by, title }) => `${by} accepted your offer “${title}”. Work can begin.`,
    leadsTo: toContract,
  },
  'method.wanted': {
    about: 'contracts',
    title: () => 'A payment method is missing',
    sentence: ({ by, title }) =>
      `${by} wants to start “${title}” and can accept your offer as soon as you have added a payment method.`,
    leadsTo: () => '/payment-method',
  },
  'method.added': {
    about: 'contracts',
    title: () => 'You can accept now',
    sentence: ({ by, title }) => `${by} has added a payment method. You can accept “${title}” now.`,
    leadsTo: toContract,
  },
  'contract.declined': {
    about: 'contracts',
    title: () => 'Offer declined',
    sentence: ({ by, title }) => `${by} declined your offer “${title}”.`,
    leadsTo: toContract,
  },
  'contract.withdrawn': {
    about: 'contracts',
    title: () => 'Offer withdrawn',
    sentence: ({ by, title }) => `${by} withdrew the offer “${title}”. There is nothing left to answer.`,
    leadsTo: () => '/my-jobs',
  },
  'contract.paused': {
    about: 'contracts',
    title: () => 'Contract paused',
    sentence: ({ by, title }) => `${by} paused “${title}”. Time that begins now is not taken until it goes on.`,
    leadsTo: toContract,
  },
  'contract.resumed': {
    about: 'contracts',
    title: () => 'Contract goes on',
    sentence: ({ by, title }) => `${by} lets “${title}” go on. Time can be tracked again.`,
    leadsTo: toContract,
  },
  'contract.ended': {
    about: 'contracts',
    title: () => 'Contract ended',
    sentence: ({ by, title }) => `${by} ended “${title}”. Time worked before still arrives and is billed.`,
    leadsTo: toContract,
  },
  'contract.fell-asleep': {
    about: 'contracts',
    title: () => 'Contract asleep',
    sentence: ({ title }) =>
      `Nothing was tracked on “${title}” for ${DAYS_TO_SLEEP} days, so it sleeps. The client can wake it.`,
    leadsTo: toContract,
  },
  'proposal.made': {
    about: 'contracts',
    title: () => 'A proposal waits for you',
    sentence: ({ by, title, what }) => `${by} proposes ${what} for “${title}”. Accept it or decline it.`,
    leadsTo: toContract,
  },
  'proposal.accepted': {
    about: 'contracts',
    title: () => 'Proposal accepted',
    sentence: ({ by, title, what }) => `${by} accepted ${what} for “${title}”.`,
    leadsTo: toContract,
  },
  'proposal.declined': {
    about: 'contracts',
    title: () => 'Proposal declined',
    sentence: ({ by, title, what }) => `${by} declined ${what} for “${title}”. Everything stays as it was.`,
    leadsTo: toContract,
  },
  'proposal.withdrawn': {
    about: 'contracts',
    title: () => 'Proposal withdrawn',
    sentence: ({ by, title, what }) => `${by} took back the proposal of ${what} for “${title}”.`,
    leadsTo: toContract,
  },
  'block.commented': {
    about: 'diary',
    title: () => 'A comment on a block',
    sentence: ({ by, title }) => `${by} wrote a comment on a block of “${title}”.`,
    leadsTo: toComments,
  },
  'block.flagged': {
    about: 'diary',
    title: () => 'A question about a block',
    sentence: ({ by, title }) => `${by} asks for your answer about a block of “${title}”.`,
    leadsTo: toComments,
  },
  'flag.resolved': {
    about: 'diary',
    title: () => 'A question is resolved',
    sentence: ({ by, title }) => `${by} resolved a question about a block of “${title}”.`,
    leadsTo: toComments,
  },
  'block.deleted': {
    about: 'diary',
    title: ({ blocks }) => (blocks === 1 ? 'A screenshot was deleted' : `${blocks} screenshots were deleted`),
    sentence: ({ by, title, seconds, blocks }) =>
      blocks === 1
        ? `${by} deleted a screenshot on “${title}”. Its ${duration(seconds)} are not billed.`
        : `${by} deleted ${blocks} screenshots on “${title}”. Their ${duration(seconds)} are not billed.`,
    leadsTo: toBlock,
  },
  'manual-time.asked': {
    about: 'manual-time',
    title: () => 'Manual time to answer',
    sentence: ({ by, title, seconds, reason }) =>
      `${by} asks for ${duration(seconds)} on “${title}” that were not tracked: “${reason}” Say yes, no, or yes to a part; no answer is a no.`,
    leadsTo: toRequest,
  },
  'manual-time.answered': {
    about: 'manual-time',
    title: ({ added }) => (added === 0 ? 'No to manual time' : 'Manual time was added'),
    sentence: ({ by, title, seconds, added, words: said }) =>
      (added === 0
        ? `${by} said no to ${duration(seconds)} on “${title}”.`
        : `${by} said yes on “${title}”: ${duration(added)} of the ${duration(seconds)} you asked for were added.`) +
      (said === '' ? '' : ` “${said}”`),
    leadsTo: toRequest,
  },
  'late-time.arrived': {
    about: 'manual-time',
    title: () => 'Late time to answer',
    sentence: ({ by, title }) =>
      `Time of ${by} on “${title}” arrived after its week had closed. It is billed only if you say yes; no answer is a no.`,
    leadsTo: toLateTime,
  },
  'late-time.answered': {
    about: 'manual-time',
    title: () => 'Late time was answered',
    sentence: ({ by, title, accepted, refused }) =>
      accepted === 0
        ? `${by} said no to late time on “${title}”: ${duration(refused)} are not billed.`
        : `${by} said yes to ${duration(accepted)} of late time on “${title}”${refused > 0 ? `, and no to ${duration(refused)}` : ''}.`,
    leadsTo: toLateTime,
  },
  'manual-time.unanswered': {
    about: 'manual-time',
    title: () => 'Manual time was not answered',
    sentence: ({ title, seconds }) =>
      `Nobody answered your request for ${duration(seconds)} on “${title}” until Friday 23:59 UTC, which is a no.`,
    leadsTo: toRequest,
  },
  ...moneyWords,
  ...securityWords,
  ...disputeWords,
};

/** A notice as it is kept. The Notice model fits by its shape. */
export type KeptNotice = { kind: NoticeKind; contractId: number | null; facts: Record<string, unknown> };

/** What a notice says, and the path of ours it leads to. */
export function wordsOf({ kind, contractId, facts }: KeptNotice): { title: string; sentence: string; path: string } {
  const { title, sentence, leadsTo } = words[kind] as Words<unknown>;
  return { title: title(facts), sentence: sentence(facts), path: leadsTo(`/contracts/${contractId}`, facts) };
}

/** Every kind of notice on these subjects. */
export const kindsAbout = (about: readonly About[]): NoticeKind[] =>
  (Object.keys(words) as NoticeKind[]).filter(kind => about.includes(words[kind].about));

export const subjectOf = (kind: NoticeKind): About => words[kind].about;
