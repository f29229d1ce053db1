/**
 * Is a block protected, and if not, why? One pure function over facts known when the block arrives. The answer is
 * stored with the version of this rule and never gets worse through somebody else's act afterwards.
 */
import { whyNotDescription } from './description.ts';

/** Raised whenever the same facts could get another verdict. */
export const RULE_VERSION = 2;

/** A picture of which the freelancer covered more than this many thousandths is no evidence. */
export const MAX_MASKED_PER_MILLE = 400;

/** Their order is the order of bits in the database: only ever add at the end. */
export const reasonCodes = [
  'manual-time',
  'no-screenshot',
  'blank-screenshot',
  'repeated-screenshot',
  'no-description',
  'vague-description',
  'over-weekly-limit',
  'idle-time',
  'late-upload',
  'clock-unreliable',
  'contract-not-active',
  'client-payment-problem',
  'masked-screenshot',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export type VerdictFacts = {
  /** Added by hand with the client's yes: there are no captures to ask for. */
  manual: boolean;
  description: string;
  /** Of each capture: whether it has a picture, how much of it is covered, and what is wrong with it. */
  shots: { picture: boolean; maskedPerMille: number; blank: boolean; repeated: boolean }[];
  overLimitSeconds: number;
  /** Time without input, kept on purpose. */
  idle: boolean;
  /** It arrived after its week had closed. */
  late: boolean;
  clockReliable: boolean;
  /** The client's last charge had failed and was open when the block began. */
  paymentProblem: boolean;
};

export type Verdict = { protected: boolean; reasons: ReasonCode[] };

/** Whether so much of a picture is covered that it is no evidence. */
export const isCovered = (maskedPerMille: number): boolean => maskedPerMille > MAX_MASKED_PER_MILLE;

export function verdict(facts: VerdictFacts): Verdict {
  const pictures = facts.shots.filter(({ picture }) => picture);
  // What is covered too far tells nothing: not that it is blank, nor that it came before.
  const open = pictures.filter(({ maskedPerMille }) => !isCovered(maskedPerMille));
  const reasons: ReasonCode[] = [];
  if (facts.manual) reasons.push('manual-time');
  else if (pictures.length === 0) reasons.push('no-screenshot');
  if (open.length > 0 && open.every(({ blank }) => blank)) reasons.push('blank-screenshot');
  if (open.some(({ repeated }) => repeated)) reasons.push('repeated-screenshot');
  const fault = whyNotDescription(facts.description);
  if (fault) reasons.push(fault);
  if (facts.overLimitSeconds > 0) reasons.push('over-weekly-limit');
  if (facts.idle) reasons.push('idle-time');
  if (facts.late) reasons.push('late-upload');
  if (!facts.clockReliable) reasons.push('clock-unreliable');
  if (facts.paymentProblem) reasons.push('client-payment-problem');
  if (pictures.length > 0 && open.length === 0) reasons.push('masked-screenshot');
  return { protected: reasons.length === 0, reasons };
}

/** Reasons as they are stored: one bit each. */
export const toBits = (reasons: readonly ReasonCode[]): number =>
  reasons.reduce((bits, reason) => bits | (1 << reasonCodes.indexOf(reason)), 0);
export const fromBits = (bits: number): ReasonCode[] => reasonCodes.filter((_, place) => (bits & (1 << place)) !== 0);

/** `fix` says what helps until the week closes, or next time; null when nothing does. */
export const reasonWords: Record<ReasonCode, { words: string; fix: string | null }> = {
  'manual-time': { words: 'Time that was added by hand is never protected.', fix: 'Track with the timer running.' },
  'no-screenshot': {
    words: 'There is no screenshot of this time.',
    fix: 'Let the tracker take pictures of the screen; it says what stops it.',
  },
  'blank-screenshot': {
    words: 'The screenshot shows (almost) one colour.',
    fix: 'Check in the tracker what it captures before you start.',
  },
  'repeated-screenshot': {
    words: 'The screenshot shows the same picture as long before, without any input.',
    fix: 'Stop the timer when you stop working.',
  },
  'no-description': { words: 'There is no task description.', fix: 'Say in a few words what you are doing.' },
  'vague-description': {
    words: 'The task description does not tell what was done.',
    fix: 'Name the thing you work on: at least 12 characters and 2 words.',
  },
  'over-weekly-limit': {
    words: 'It is beyond the weekly limit, so it is kept but not billed.',
    fix: 'Ask your client for a higher limit; it counts for hours already logged too.',
  },
  'idle-time': {
    words: 'Nothing was typed or clicked, and the time was kept on purpose.',
    fix: 'Answer “discard” when the tracker asks about time in which you did not work.',
  },
  'late-upload': {
    words: 'It arrived after its week had closed.',
    fix: 'Let the tracker get online before Monday 12:00 UTC.',
  },
  'clock-unreliable': {
    words: 'The tracker claimed more time than can have passed.',
    fix: 'Set the clock of your computer to automatic.',
  },
  'contract-not-active': { words: 'The contract was not active.', fix: null },
  'client-payment-problem': { words: 'The client had an open payment problem when this time began.', fix: null },
  'masked-screenshot': {
    words: `More than ${MAX_MASKED_PER_MILLE / 10} % of the screenshot was covered by the freelancer.`,
    fix: 'Cover only what is private; close it before you press Start if it fills the screen.',
  },
};

export const explained = (reasons: readonly ReasonCode[]) => reasons.map(code => ({ code, ...reasonWords[code] }));
