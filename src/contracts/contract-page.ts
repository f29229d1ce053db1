/** What the page of one contract shows. */
import { contractMoney } from '../billing/contract-money.ts';
import { paymentMethodOf } from '../billing/payment-method-of.ts';
import { Event } from '../events/event-model.ts';
import { sentenceOf } from '../events/event.ts';
import { may, type Actor } from '../policy/policy.ts';
import { blankForm, type Form, type Raw } from '../web/form.ts';
import type { Screen } from '../web/page.ts';
import { paymentProblemOf } from './cards.ts';
import type { Contract } from './contract-model.ts';
import { MAX_PROJECT_CODES, termsAt, whyNotWorkOn, type Terms } from './contract.ts';
import { findContract } from './find-contract.ts';
import { fixedPriceOf, fixedPriceWords } from './fixed-price.ts';
import { openCodes } from './project-code.ts';
import { openProposals } from './open-proposals.ts';
import { standingOf, whyNotStopOrGo, type StopAct } from './standing.ts';
import { versionsThatHold } from './terms.ts';

const TIMELINE = 50;
/** The client's own all fit; what was typed may be many more. */
const CODES = MAX_PROJECT_CODES;

export const contractScreen = (contract: Contract): Screen => ({
  title: contract.title,
  view: 'contracts/show',
  regions: { contract: 'contracts/_contract' },
});

/** A contract as this person may see it, with all its page needs. @throws NotFound */
export const contractForPage = (id: unknown, actor: Actor): Promise<Contract> =>
  findContract(id, actor, ['client', 'freelancer', 'terms', 'codes']);

/** @param contract from {@link contractForPage} @param priceForm of the client's fixed price, when it was refused */
export async function contractLocals(contract: Contract, actor: Actor, now: Date, priceForm?: Form<unknown>) {
  const where = { contractId: contract.id };
  const events = await Event.findAll({ where, order: [['id', 'DESC']], limit: TIMELINE });
  const proposals = await openProposals(contract, actor, now);
  const codes = openCodes(contract.codes);
  const { id, title, freelancerEmail, offeredAt, acceptedAt, closedAt } = contract;
  return {
    contract: {
      ...{ id, title, standing: standingOf(contract), freelancerEmail, offeredAt, acceptedAt, closedAt },
      clientName: contract.client?.name ?? '',
      freelancerName: contract.freelancer?.name ?? null,
    },
    ...termsLocals(contract, now),
    worked: await moneyLocals(contract, actor, now),
    fixedPrice: fixedPriceLine(contract, actor.timeZone),
    proposals,
    form: priceForm ?? blankForm(priceWished(proposals)),
    codes: codes.slice(0, CODES).map(({ code, name }) => ({ code, name })),
    moreCodes: Math.max(0, codes.length - CODES),
    may: permissions(contract, actor),
    methodMissing: contract.state === 'offered' && (await paymentMethodOf(contract.clientId)) === null,
    paymentProblem: paymentProblemOf(contract, actor, now),
    timeline: events.map(event => ({ at: event.happenedAt, words: sentenceOf(event) })),
  };
}

/** Null before the contract is accepted. */
const moneyLocals = (contract: Contract, actor: Actor, now: Date) => {
  const { freelancerId, state } = contract;
  return state !== 'active' || freelancerId === null
    ? Promise.resolve(null)
    : contractMoney(Object.assign(contract, { freelancerId }), actor, now);
};

const fixedPriceLine = (contract: Contract, zone: string): string | null => {
  const price = fixedPriceOf(contract);
  return price && fixedPriceWords(price, zone);
};

/** The amount a freelancer wishes is typed already. */
function priceWished(proposals: { kind: string; amountCents: number | null }[]): Raw {
  const wished = proposals.find(({ kind }) => kind === 'fixed-price')?.amountCents ?? null;
  return wished === null ? {} : { amount: (wished / 100).toFixed(2) };
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
    askFixedPrice: whyNotWorkOn(contract) === null && may(actor, 'fixed-price.ask', contract),
    inviteAgain: open && may(actor, 'contract.invite', contract),
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
    freeCodes: terms.freeCodes,
    validFrom: terms.validFrom,
  });
  return {
    terms: shown(current),
    coming: held.filter(({ validFrom }) => validFrom > now).map(shown),
    earlier: held.filter(({ version }) => version < current.version).map(shown),
  };
}
