/** The late time of one week: what arrived, what was said to it, what can be chosen. */
import type { Contract } from '../contracts/contract-model.ts';
import { dayName, fromSeconds, utcDay, weekCloses, weekEnd, type EpochSeconds } from '../kernel/time.ts';
import { may, type Actor } from '../policy/policy.ts';
import { lateBlocks, type LateBlock, type Place } from './late-rows.ts';
import { lateAmount } from './late-standing.ts';
import { lateRuns, type LateRun } from './late-time.ts';
import { answerBy } from './manual-request.ts';
import { stretchWords } from './moment-words.ts';

/** So many lines at once; when they are answered the next ones are shown. */
const LINES = 50;

export const lateHref = (contractId: number, week: EpochSeconds): string =>
  `/contracts/${contractId}/late-time/${week}`;

/** @returns null when nothing of this week was late */
export async function lateLocals(contract: Contract & Place, week: EpochSeconds, actor: Actor, now: Date) {
  const runs = lateRuns(await lateBlocks(contract, week), now);
  if (runs.length === 0) return null;
  const open = runs.filter(({ state }) => state === 'open');
  const shown = open.slice(0, LINES);
  const words = (run: LateRun<LateBlock>) => runWords(run, contract, actor.timeZone);
  return {
    contract: { id: contract.id, title: contract.title, freelancerName: contract.freelancer?.name ?? '' },
    ...{
      zone: actor.timeZone,
      backHref: `/contracts/${contract.id}/manual-time`,
      action: `${lateHref(contract.id, week)}/answer`,
    },
    week: {
      from: dayName(utcDay(week)),
      to: dayName(utcDay(weekEnd(week) - 1)),
      closed: fromSeconds(weekCloses(week)),
    },
    open: shown.map(words),
    more: open.length - shown.length,
    together: shown.length > 1 ? sumOf(shown.map(words)) : null,
    shown: shown.length > 0 ? `${shown[0]!.from}-${shown.at(-1)!.to}` : '',
    // The last second in which the first of them can be answered.
    answerBy: shown.length > 0 ? fromSeconds(Math.min(...shown.map(firstDeadline)) - 1) : null,
    answered: runs
      .filter(({ state }) => state !== 'open')
      .slice(-LINES)
      .map(words),
    may: { answer: shown.length > 0 && may(actor, 'manual-time.answer', contract) },
  };
}

const sumOf = (lines: readonly { seconds: number; amount: number }[]) => ({
  seconds: lines.reduce((sum, { seconds }) => sum + seconds, 0),
  amount: lines.reduce((sum, { amount }) => sum + amount, 0),
});

const firstDeadline = ({ blocks }: LateRun<LateBlock>): EpochSeconds =>
  Math.min(...blocks.map(({ receivedAt }) => answerBy(receivedAt)));

function runWords({ from, to, state, blocks }: LateRun<LateBlock>, contract: Contract, zone: string) {
  return {
    value: `${from}-${to}`,
    ...stretchWords({ from, to }, zone),
    ...{ state, description: blocks[0]!.description, code: blocks[0]!.projectCode },
    seconds: blocks.reduce((sum, { seconds }) => sum + seconds, 0),
    amount: lateAmount(contract, blocks),
    receivedAt: fromSeconds(Math.max(...blocks.map(({ receivedAt }) => receivedAt))),
  };
}
