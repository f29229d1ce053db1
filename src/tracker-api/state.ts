/** What the tracker shows before and while it runs. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { hasPaymentProblem, termsAt } from '../contracts/contract.ts';
import { fixedPriceOf } from '../contracts/fixed-price.ts';
import { mayTypeCodes, openCodes } from '../contracts/project-code.ts';
import { standingOf, type StandingFacts } from '../contracts/standing.ts';
import { weekLimits } from '../contracts/week-limit.ts';
import { weekTotals } from '../diary/day-totals.ts';
import { secondsBetween } from '../diary/block-rows.ts';
import { MIN_CHARACTERS, MIN_WORDS, vagueWords } from '../diary/description.ts';
import { MAX_MASKED_PER_MILLE } from '../diary/verdict.ts';
import { CELL_SECONDS, dayBounds, dayIn, fromSeconds, toSeconds, weekOf } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { Policy, State, TrackerContract } from '../wire/tracker.ts';

const policy: Policy = {
  cellSeconds: CELL_SECONDS,
  secondCaptureProbability: 0.25,
  picture: { maxWidth: 1600, maxBytes: 250_000, quality: 0.7, minQuality: 0.45 },
  description: { minCharacters: MIN_CHARACTERS, minWords: MIN_WORDS, vague: [...vagueWords] },
  maskedPerMille: MAX_MASKED_PER_MILLE,
};

export async function stateFor(actor: Actor, now: Date): Promise<Omit<State, 'protocol' | 'serverTime'>> {
  const { id, name, email, timeZone } = actor;
  return {
    person: { id, name, email, timeZone },
    contracts: await contractsFor(actor, now),
    weekStartsAt: fromSeconds(weekOf(toSeconds(now))).toISOString(),
    policy,
  };
}

/** How a contract stands, as far as a timer is concerned; those that have ended are not on the list. */
const timerState = (contract: StandingFacts): TrackerContract['state'] => {
  const standing = standingOf(contract);
  return standing === 'active' || standing === 'offered' ? standing : 'paused';
};

async function contractsFor(actor: Actor, now: Date): Promise<TrackerContract[]> {
  if (actor.role !== 'freelancer') return [];
  const running = { state: ['active', 'offered'], stopped: { [Op.or]: [null, { [Op.ne]: 'ended' }] } };
  const where = { [Op.and]: [Contract.visibleTo(actor), running] };
  const contracts = await Contract.findAll({ where, include: ['client', 'terms', 'codes'], order: [['title', 'ASC']] });
  const ids = contracts.map(contract => contract.id);
  const week = await weekTotals(ids, toSeconds(now));
  const limits = await weekLimits(contracts, toSeconds(now));
  const { from, to } = dayBounds(dayIn(now, actor.timeZone), actor.timeZone);
  const today = await secondsBetween(actor.id, from, to);
  return contracts.map(contract => {
    const terms = termsAt(contract.terms ?? [], now);
    const price = fixedPriceOf(contract);
    return {
      id: contract.id,
      title: contract.title,
      client: contract.client?.name ?? '',
      state: timerState(contract),
      rateCents: terms?.rateCents ?? 0,
      weeklyLimitSeconds: limits.get(contract.id) ?? 0,
      evidence: terms?.evidence ?? 'full',
      paymentProblem: hasPaymentProblem(contract, now),
      projectCodes: openCodes(contract.codes).map(({ code, name }) => ({ code, name })),
      freeCodes: mayTypeCodes(contract.codes, terms),
      fixedPrice: price && { amountCents: price.cents, since: price.since.toISOString() },
      todaySeconds: today.get(contract.id) ?? 0,
      weekSeconds: week
        .filter(({ contractId }) => contractId === contract.id)
        .reduce((sum, { seconds }) => sum + seconds, 0),
    };
  });
}
