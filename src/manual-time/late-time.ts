/** Time that arrived after its week had closed: kept on its day, and billed only with the client's yes. Rules only. */
import { DAY, toSeconds, weekOf, type EpochSeconds } from '../kernel/time.ts';
import type { Stretch } from './free-time.ts';
import { answerBy, billedWeek, DAYS_TO_ANSWER } from './manual-request.ts';

/** @property accepted null while nobody has answered */
export type LateFacts = { receivedAt: EpochSeconds; accepted: boolean | null };
export type LateState = 'open' | 'accepted' | 'refused' | 'unanswered';

/** The client may answer once, until the Friday of the week after the block arrived. Then silence is a no. */
export function lateState({ receivedAt, accepted }: LateFacts, now: Date): LateState {
  if (accepted !== null) return accepted ? 'accepted' : 'refused';
  return toSeconds(now) < answerBy(receivedAt) ? 'open' : 'unanswered';
}

/** What was received before this, the Monday of a week, can be answered no more. */
export const answerableSince = (now: Date): EpochSeconds => weekOf(toSeconds(now) - (DAYS_TO_ANSWER * DAY) / 1000);

export type LateRefusal = 'nothing-to-answer' | 'not-a-choice';
export const lateRefusalWords: Record<LateRefusal, string> = {
  'nothing-to-answer': 'This time has its answer already, or the days to answer are over.',
  'not-a-choice': 'Choose among the lines below.',
};

type Line = LateFacts & {
  startedAt: EpochSeconds;
  seconds: number;
  description: string;
  projectCode: string | null;
};
/** Neighbouring blocks with the same words and the same answer: what a person decides about at once. */
export type LateRun<B extends Line> = Stretch & { state: LateState; blocks: B[] };

export function lateRuns<B extends Line>(blocks: readonly B[], now: Date): LateRun<B>[] {
  const runs: LateRun<B>[] = [];
  for (const block of blocks) {
    const last = runs.at(-1);
    const state = lateState(block, now);
    const to = block.startedAt + block.seconds;
    if (last && last.to === block.startedAt && last.state === state && sayTheSame(last.blocks[0]!, block)) {
      last.to = to;
      last.blocks.push(block);
    } else runs.push({ from: block.startedAt, to, state, blocks: [block] });
  }
  return runs;
}

const sayTheSame = (a: Line, b: Line): boolean => a.description === b.description && a.projectCode === b.projectCode;

/** @param given the lines that were ticked, each as `from-to` @returns null when it is no such list */
export function chosenStretches(given: unknown): Stretch[] | null {
  const texts: unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given];
  const found = texts.map(text => /^(\d{1,10})-(\d{1,10})$/.exec(typeof text === 'string' ? text : ''));
  return found.every(match => match !== null)
    ? found.map(match => ({ from: Number(match[1]), to: Number(match[2]) }))
    : null;
}

/** What billing needs of a block that is not deleted. */
export type BilledFacts = {
  startedAt: EpochSeconds;
  receivedAt: EpochSeconds;
  manual: boolean;
  late: boolean;
  accepted: boolean | null;
  answeredAt: EpochSeconds | null;
};

/** The week on whose invoice a block stands; null for late time without a yes. Manual time is received with its yes. */
export function invoiceWeek(block: BilledFacts): EpochSeconds | null {
  const { startedAt, receivedAt, manual, late, accepted, answeredAt } = block;
  if (late) return accepted && answeredAt !== null ? billedWeek(startedAt, answeredAt) : null;
  return billedWeek(startedAt, manual ? receivedAt : startedAt);
}
