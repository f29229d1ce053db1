/** Felix has asked for an hour on the phone, and Carla has not answered yet. */
import '../db/associations.ts';
import { Contract } from '../contracts/contract-model.ts';
import { addMs, CELL_SECONDS, cellOf, fromSeconds, HOUR, MINUTE, toSeconds } from '../kernel/time.ts';
import { askManualTime } from '../manual-time/ask-manual-time.ts';
import type { Actor } from '../policy/policy.ts';
import type { PlannedBlock } from './plan.ts';

const CALL_SECONDS = 70 * 60;
const BREAK_SECONDS = 30 * 60;

/** After the last day of work, and before today's begins. */
export async function askForACall(
  plan: readonly PlannedBlock[],
  contractId: number,
  felix: Actor,
  now: Date,
): Promise<void> {
  const before = plan.filter(({ startedAt }) => startedAt < toSeconds(now) - (6 * HOUR) / 1000).at(-1);
  if (!before) return;
  const from = cellOf(before.startedAt + before.seconds) + CELL_SECONDS + BREAK_SECONDS;
  const call = {
    ...{ from, to: from + CALL_SECONDS, projectCode: 'SHOP-14' },
    description: 'Call with the warehouse about the catalogue’s stock figures',
    reason:
      'We were on the phone while I was on my way home, so the tracker was off. The notes are in the shared folder.',
  };
  const contract = await Contract.findByPk(contractId, { include: ['terms', 'codes'], rejectOnEmpty: true });
  await askManualTime(contract, call, felix, addMs(fromSeconds(call.to), 20 * MINUTE));
}
