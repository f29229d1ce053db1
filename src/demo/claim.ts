/** The demo's claim: Kai's card is declined day after day, so Felix asks the protection fund, and an admin is to decide. */
import { depositToFund } from '../billing/deposit-to-fund.ts';
import { fileClaim } from '../billing/file-claim.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { addMs, DAY, dayBounds, fromSeconds, HOUR, toSeconds, utcDay, weekOf, type Zone } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { CastName } from './cast.ts';
import type { Happening } from './money.ts';
import { chance } from './pictures/chance.ts';
import { blocksOf, VAGUE, type PlannedBlock } from './plan.ts';
import type { SceneName } from './pictures/scenes/index.ts';

const WHY =
  'Kai has the figures since that week and uses them in his report. His card is declined every day, and he does not answer my letters.';
const FUND = 50_000;

/** Of the last week whose review had ended eight hours ago or more. */
function timesOf(now: Date) {
  const closes = fromSeconds(weekOf(toSeconds(addMs(now, -(5 * DAY + 8 * HOUR)))));
  const first = addMs(closes, 5 * DAY + 6 * HOUR);
  const yesterday = addMs(now, -20 * HOUR);
  return { fileAt: yesterday > first ? yesterday : first, week: toSeconds(addMs(closes, -7 * DAY)) };
}

/** A Tuesday afternoon for Kai, with one block that says nothing. */
export function planForKai(now: Date, zone: Zone): PlannedBlock[] {
  const { week } = timesOf(now);
  const { from } = dayBounds(utcDay(week + (1.5 * DAY) / 1000), zone);
  const session = { work: 'energy' as const, from: from + 15.5 * 3600, to: from + 17.4 * 3600 };
  const blocks = blocksOf(session, 1, new Map<SceneName, number>(), chance('an afternoon for Kai'));
  return blocks.map((block, place) => ({ ...block, forKai: true, ...(place === 4 && { description: VAGUE }) }));
}

export function claimHappenings(
  contractId: number,
  { felix, ada }: Record<CastName, Actor>,
  from: Date,
  now: Date,
): Happening[] {
  const { fileAt, week } = timesOf(now);
  return [
    { at: from, act: at => depositToFund({ amount: FUND, reason: 'To begin with', nth: 1 }, ada, at) },
    {
      at: fileAt,
      act: async at => {
        const invoice = await Invoice.findOne({ where: { contractId, week }, rejectOnEmpty: true });
        await fileClaim(invoice.id, WHY, felix, at);
      },
    },
  ];
}
