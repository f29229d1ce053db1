/** A freelancer asks for time that was not tracked: what may be asked, and what may be answered. Rules only. */
import { whyNotWorkOn } from '../contracts/contract.ts';
import type { StandingFacts } from '../contracts/standing.ts';
import { DAY, toSeconds, weekCloses, weekEnd, weekOf, type EpochSeconds } from '../kernel/time.ts';
import { overlapping, type Stretch } from './free-time.ts';

export const requestStates = ['open', 'accepted', 'declined', 'withdrawn', 'unanswered'] as const;
export type RequestState = (typeof requestStates)[number];

/** A reason has at least this many characters, and so does a no. */
export const MIN_REASON_CHARACTERS = 20;
const LONGEST_SECONDS = DAY / 1000;
export const DAYS_TO_ANSWER = 5;

export type ManualRefusal =
  | 'contract-not-active'
  | 'contract-stopped'
  | 'manual-time-off'
  | 'not-a-stretch'
  | 'too-long'
  | 'other-week'
  | 'not-over-yet'
  | 'before-the-contract'
  | 'tracked'
  | 'asked-already'
  | 'answered-already'
  | 'too-late'
  | 'outside-what-was-asked'
  | 'tracked-meanwhile'
  | 'no-needs-a-sentence';

export const manualRefusalWords: Record<ManualRefusal, string> = {
  'contract-not-active': 'This contract was not active at that time, so it cannot be added.',
  'contract-stopped': 'Manual time can be asked for while a contract runs, and this one does not run now.',
  'manual-time-off': 'This contract has no manual time. Ask your client for a change of terms that allows it.',
  'not-a-stretch': 'Choose an end that comes after the beginning.',
  'too-long': 'Ask for at most 24 hours at once.',
  'other-week': 'Only time of the current week, since Monday 00:00 UTC, can be asked for.',
  'not-over-yet': 'Choose time that has passed already.',
  'before-the-contract': 'Choose time after the contract was accepted.',
  tracked: 'Some of this time is logged already. Choose time that is free.',
  'asked-already': 'You have asked for some of this time already. Withdraw that request first, or choose other time.',
  'answered-already': 'This request is closed already: it was answered, withdrawn, or its time to answer is over.',
  'too-late': 'The time to answer ended on Friday 23:59 UTC, and silence meant no.',
  'outside-what-was-asked': 'Choose a part that lies within what was asked for.',
  'tracked-meanwhile': 'All of this time has been logged meanwhile. There is nothing left to add.',
  'no-needs-a-sentence': `Say why in at least ${MIN_REASON_CHARACTERS} characters.`,
};

/** Which field of the form a refusal belongs to. */
export const refusalField: Partial<Record<ManualRefusal, string>> = {
  ...{ 'not-a-stretch': 'to', 'too-long': 'to', 'not-over-yet': 'to' },
  ...{ 'other-week': 'from', 'before-the-contract': 'from', tracked: 'from', 'asked-already': 'from' },
  ...{ 'outside-what-was-asked': 'from', 'no-needs-a-sentence': 'words' },
};

/**
 * @property stopped when the contract was @property logged time of this freelancer on any contract, tombstones too
 * @property asked open requests, on any contract
 */
export type Situation = {
  contract: StandingFacts & { acceptedAt: Date | null };
  manualTime: boolean;
  stopped: readonly Stretch[];
  logged: readonly Stretch[];
  asked: readonly Stretch[];
};

/** Why nothing can be asked for at all: the answer would be about a contract that does not run. */
export const whyNotAskOn = (contract: StandingFacts): ManualRefusal | null =>
  whyNotWorkOn(contract) && 'contract-stopped';

/** Why this stretch cannot be asked for. */
export function whyNotAsk(asked: Stretch, situation: Situation, now: Date): ManualRefusal | null {
  const { contract, manualTime } = situation;
  const closed = whyNotAskOn(contract);
  if (closed) return closed;
  if (!manualTime) return 'manual-time-off';
  if (asked.to <= asked.from) return 'not-a-stretch';
  if (asked.to - asked.from > LONGEST_SECONDS) return 'too-long';
  if (asked.to > toSeconds(now)) return 'not-over-yet';
  if (asked.from < weekOf(toSeconds(now))) return 'other-week';
  if (contract.acceptedAt === null || asked.from < toSeconds(contract.acceptedAt)) return 'before-the-contract';
  if (overlapping(asked, situation.stopped)) return 'contract-not-active';
  if (overlapping(asked, situation.logged)) return 'tracked';
  return overlapping(asked, situation.asked) ? 'asked-already' : null;
}

/** Friday 24:00 UTC of the week after the one in which something was asked or arrived. Silence until then is no. */
export const answerBy = (asked: EpochSeconds): EpochSeconds => weekEnd(asked) + (DAYS_TO_ANSWER * DAY) / 1000;

export type OpenRequest = { state: RequestState; from: EpochSeconds; to: EpochSeconds; answerBy: EpochSeconds };

/** Only an open request can be answered or withdrawn. */
export function whyNotClose(request: Pick<OpenRequest, 'state' | 'answerBy'>, now: Date): ManualRefusal | null {
  if (request.state !== 'open') return 'answered-already';
  return toSeconds(now) < request.answerBy ? null : 'too-late';
}

/** Yes to this part. What was logged meanwhile stays as it is: the yes is to what is still free of it. */
export function whyNotPart(part: Stretch, request: OpenRequest): ManualRefusal | null {
  if (part.to <= part.from) return 'not-a-stretch';
  return part.from < request.from || part.to > request.to ? 'outside-what-was-asked' : null;
}

/** The week whose invoice carries time that needed a yes: its own while that is not closed, else the next to close. */
export function billedWeek(startedAt: EpochSeconds, answeredAt: EpochSeconds): EpochSeconds {
  const own = weekOf(startedAt);
  if (answeredAt < weekCloses(own)) return own;
  const current = weekOf(answeredAt);
  const before = weekOf(current - 1);
  return answeredAt < weekCloses(before) ? before : current;
}
