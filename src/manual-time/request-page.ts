/** One request, and the list of them. */
import { Op } from 'sequelize';
import type { Contract } from '../contracts/contract-model.ts';
import { weekLimits } from '../contracts/week-limit.ts';
import { termsAt } from '../contracts/contract.ts';
import { overLimit } from '../diary/block.ts';
import { weekTotals } from '../diary/day-totals.ts';
import { amountFor } from '../kernel/money.ts';
import { DAY, dayName, fromSeconds, toSeconds, utcDay, weekEnd } from '../kernel/time.ts';
import { may, type Actor } from '../policy/policy.ts';
import { freeOf, secondsOf } from './free-time.ts';
import { lateHref } from './late-page.ts';
import { lateWeeks } from './late-rows.ts';
import { loggedTime } from './logged-time.ts';
import { whyNotAskOn, whyNotClose } from './manual-request.ts';
import { ManualRequest } from './manual-request-model.ts';
import { momentGroups, stretchWords } from './moment-words.ts';

const A_PAGE = 20;
const LATE_SHOWN_SECONDS = (60 * DAY) / 1000;

const hrefOf = (request: ManualRequest): string => `/contracts/${request.contractId}/manual-time/${request.id}`;
const contractWords = (contract: Contract, { role }: Actor) => ({
  id: contract.id,
  title: contract.title,
  otherName: (role === 'freelancer' ? contract.client?.name : contract.freelancer?.name) ?? '',
  freelancerName: contract.freelancer?.name ?? '',
});

function requestWords(request: ManualRequest, zone: string) {
  const accepted =
    request.acceptedFrom === null || request.acceptedTo === null
      ? null
      : stretchWords({ from: request.acceptedFrom, to: request.acceptedTo }, zone);
  return {
    href: hrefOf(request),
    ...stretchWords(request, zone),
    seconds: request.to - request.from,
    ...{ state: request.state, description: request.description, code: request.projectCode, reason: request.reason },
    askedAt: fromSeconds(request.askedAt),
    // The last second in which it can be answered.
    answerBy: fromSeconds(request.answerBy - 1),
    closedAt: request.closedAt === null ? null : fromSeconds(request.closedAt),
    ...{ accepted, addedSeconds: request.addedSeconds ?? 0, answer: request.answer },
  };
}

/** A page of a contract's requests, newest first. @param before number of the request above which a page ended */
export async function listLocals(contract: Contract, actor: Actor, before: number | null, now: Date) {
  const older = before === null ? {} : { id: { [Op.lt]: before } };
  const found = await ManualRequest.findAll({
    where: { contractId: contract.id, ...older },
    order: [['id', 'DESC']],
    limit: A_PAGE + 1,
  });
  const shown = found.slice(0, A_PAGE);
  return {
    contract: contractWords(contract, actor),
    ...{ role: actor.role, zone: actor.timeZone, first: before === null },
    ...{ manualTime: termsAt(contract.terms ?? [], now)?.manualTime ?? false, runs: whyNotAskOn(contract) === null },
    requests: shown.map(request => requestWords(request, actor.timeZone)),
    lateWeeks: before === null ? await lateWords(contract, now) : [],
    olderHref: found.length > A_PAGE ? `/contracts/${contract.id}/manual-time?before=${shown.at(-1)!.id}` : null,
  };
}

/** Weeks with late time since two months: older ones have their answers. */
async function lateWords(contract: Contract, now: Date) {
  const place = { id: contract.id, freelancerId: contract.freelancerId! };
  const weeks = await lateWeeks(place, toSeconds(now) - LATE_SHOWN_SECONDS);
  return weeks.map(({ week, seconds, unansweredSeconds }) => ({
    ...{ href: lateHref(contract.id, week), seconds, unansweredSeconds },
    ...{ from: dayName(utcDay(week)), to: dayName(utcDay(weekEnd(week) - 1)) },
  }));
}

/** One request; while it is open, what a yes would add now. */
export async function requestLocals(contract: Contract, request: ManualRequest, actor: Actor, now: Date) {
  const open = whyNotClose(request, now) === null;
  const zone = actor.timeZone;
  return {
    contract: contractWords(contract, actor),
    role: actor.role,
    zone,
    request: requestWords(request, zone),
    backHref: `/contracts/${contract.id}/manual-time`,
    offer: open ? await offerOf(contract, request) : null,
    // Moments of a request are counted from its beginning: it may lie over two days of the reader.
    moments: momentGroups([request], { from: request.from - (request.from % 600), to: Infinity }, zone),
    may: {
      answer: open && may(actor, 'manual-time.answer', contract),
      withdraw: open && may(actor, 'manual-time.ask', contract),
    },
  };
}

/** What is still free, what it costs, and how much of it is beyond the weekly limit. */
async function offerOf(contract: Contract, request: ManualRequest) {
  const free = freeOf(request, await loggedTime(request.freelancerId, request));
  const seconds = secondsOf(free);
  const terms = termsAt(contract.terms ?? [], fromSeconds(request.from)) ?? contract.terms?.[0];
  const week = await weekTotals([contract.id], request.from);
  const billable = week.reduce((sum, totals) => sum + totals.billable, 0);
  const limits = await weekLimits([contract], request.from);
  const beyondSeconds = overLimit(seconds, billable, limits.get(contract.id) ?? 0);
  return {
    ...{ seconds, beyondSeconds, loggedSeconds: request.to - request.from - seconds },
    amount: amountFor(seconds - beyondSeconds, terms?.rateCents ?? 0),
  };
}
