/** What the page of one contract shows. */
import { Event } from '../events/event-model.ts';
import { sentenceOf } from '../events/event.ts';
import { may, type Actor } from '../policy/policy.ts';
import type { Screen } from '../web/page.ts';
import { paymentProblemOf } from './cards.ts';
import type { Contract } from './contract-model.ts';
import { termsAt, whyNotWorkOn, type Terms } from './contract.ts';
import { findContract } from './find-contract.ts';
import { openCodes } from './project-code.ts';
import { openProposals } from './open-proposals.ts';
import { standingOf, whyNotStopOrGo, type StopAct } from './standing.ts';
import { versionsThatHold } from './terms.ts';

const TIMELINE = 50;

export const contractScreen = (contract: Contract): Screen => ({
  title: contract.title,
  view: 'contracts/show',
  regions: { contract: 'contracts/_contract' },
});

/** A contract as this person may see it, with all its page needs. @throws NotFound */
export const contractForPage = (id: unknown, actor: Actor): Promise<Contract> =>
  findContract(id, actor, ['client', 'freelancer', 'terms', 'codes']);

/** @param contract from {@link contractForPage} */
export async function contractLocals(contract: Contract, actor: Actor, now: Date) {
  const where = { contractId: contract.id };
  const events = await Event.findAll({ where, order: [['id', 'DESC']], limit: TIMELINE });
  const { id, title, freelancerEmail, offeredAt, acceptedAt, closedAt } = contract;
  return {
    contract: {
      ...{ id, title, standing: standingOf(contract), freelancerEmail, offeredAt, acceptedAt, closedAt },
      clientName: contract.client?.name ?? '',
      freelancerName: contract.freelancer?.name ?? null,
    },
    ...termsLocals(contract, now),
    proposals: await openProposals(contract, actor, now),
    codes: openCodes(contract.codes).map(({ code, name }) => ({ code, name })),
    may: permissions(contract, actor),
    paymentProblem: paymentProblemOf(contract, actor, now),
    timeline: events.map(event => ({ at: event.happenedAt, words: sentenceOf(event) })),
  };
}

function permissions(contract: Contract, actor: Actor) {
  const open = contract.state === 'offered';
  const accepted = contract.state === 'active';
  const mayDo = (act: StopAct): boolean => accepted && whyNotStopOrGo(contract, act) === null;
  return {
    accept: open && may(actor, 'contract.accept', contract),
    decline: open && may(actor, 'contract.decline', contract),
    withdraw: open && may(actor, 'contract.withdraw', contract),
    propose: whyNotWorkOn(contract) === null && may(actor, 'contract.propose', contract),
    manageCodes: standingOf(contract) !== 'ended' && may(actor, 'codes.manage', contract),
    askOvertime: whyNotWorkOn(contract) === null && may(actor, 'overtime.ask', contract),
    pause: mayDo('pause') && may(actor, 'contract.pause', contract),
    resume: mayDo('resume') && may(actor, 'contract.pause', contract),
    end: mayDo('end') && may(actor, 'contract.end', contract),
    diary: accepted,
  };
}

/** The terms that hold, those that are agreed and still to come, and those before. */
function termsLocals(contract: Contract, now: Date) {
  const held = versionsThatHold(contract.terms ?? []);
  const current = termsAt(held, now) ?? held[0]!;
  const shown = (terms: Terms & { validFrom: Date }) => ({
    rate: terms.rateCents,
    weeklyLimitSeconds: terms.weeklyLimitSeconds,
    manualTime: terms.manualTime,
    evidence: terms.evidence,
    validFrom: terms.validFrom,
  });
  return {
    terms: shown(current),
    coming: held.filter(({ validFrom }) => validFrom > now).map(shown),
    earlier: held.filter(({ version }) => version < current.version).map(shown),
  };
}
