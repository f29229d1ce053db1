import { dayIn, totalsOf, weekStart, type LocalWork, type Totals } from '../core/totals.ts';
import { sameOwner, waitingFor, type Item } from '../core/queue.ts';
import { unfinished } from '../core/timer-state.ts';
import type { Second } from '../core/chance.ts';
import { chosenContract, ownerOf, type Model } from './model.ts';

/** The server has these seconds now; its own sums are asked for only every few minutes. */
export function countAsKept(model: Model, item: Item, now: Second): void {
  const { state, session } = model;
  if (!state || !session || !sameOwner(item.owner, ownerOf(session))) return;
  const { contractId, seconds } = item.block;
  const startedAt = Date.parse(item.block.startedAt) / 1000;
  const { timeZone } = session.person;
  const today = dayIn(startedAt, timeZone) === dayIn(now, timeZone) ? seconds : 0;
  const week = weekStart(startedAt) === weekStart(now) ? seconds : 0;
  const contracts = state.contracts.map(contract =>
    contract.id === contractId
      ? { ...contract, todaySeconds: contract.todaySeconds + today, weekSeconds: contract.weekSeconds + week }
      : contract,
  );
  model.state = { ...state, contracts };
}

/** Today, this week and what is left for the chosen project, with what this machine has not sent yet. */
export function chosenTotals(model: Model, now: Second): Totals | null {
  const contract = chosenContract(model);
  if (!contract || !model.session) return null;
  const waiting = waitingFor(model.queue, ownerOf(model.session)).map(({ block }): LocalWork => ({
    contractId: block.contractId,
    startedAt: Date.parse(block.startedAt) / 1000,
    seconds: block.seconds,
  }));
  const open = unfinished(model.timer).map(({ task, startedAt, until }): LocalWork => ({
    contractId: task.contractId,
    startedAt,
    seconds: until - startedAt,
  }));
  return totalsOf(contract, [...waiting, ...open], now, model.session.person.timeZone);
}
