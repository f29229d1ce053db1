/** More hours than the limit allows, for one week. */
import { fillRoom } from '../diary/settle-week.ts';
import { append } from '../evidence/append.ts';
import { Refused } from '../kernel/errors.ts';
import { dayName, duration, toSeconds, utcDay, weekOf } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { Contract } from './contract-model.ts';
import type { Proposal } from './proposal-model.ts';
import { isOver, proposalRefusalWords } from './proposal.ts';
import { propose } from './propose.ts';
import { allowOvertime } from './week-limit.ts';

/**
 * The freelancer asks for more hours in the week of `now`.
 * @throws Refused `one-is-open`, `contract-not-running`
 */
export function askOvertime(
  contractId: number,
  asked: { extraSeconds: number; note: string },
  by: Actor,
  now: Date,
): Promise<Proposal> {
  const what = `${duration(asked.extraSeconds)} more in the week of ${dayName(utcDay(weekOf(toSeconds(now))))}`;
  return propose('overtime', contractId, by, now, () => Promise.resolve({ asked, what }));
}

/** The client said yes: it counts for hours of this week that are logged already, too. Part of an act. */
export async function grantOvertime(contract: Contract, proposal: Proposal, now: Date): Promise<void> {
  if (isOver(proposal, now)) throw new Refused('week-is-over', proposalRefusalWords['week-is-over'], 409);
  const week = weekOf(toSeconds(now));
  await allowOvertime(contract.id, proposal.extraSeconds ?? 0, week);
  const facts = { week, extraSeconds: proposal.extraSeconds ?? 0 };
  await append({ contractId: contract.id, kind: 'overtime.granted', at: now, facts });
  await fillRoom(contract, week, now);
}
