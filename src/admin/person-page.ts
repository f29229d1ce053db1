/** One person as the back office knows him or her, and what an admin may do to the account. */
import { Op } from 'sequelize';
import { hasSecondFactor } from '../accounts/prove-second-factor.ts';
import { Session } from '../accounts/session-model.ts';
import { suspendedWords, suspensionReasons, whyNotLift, whyNotSuspend } from '../accounts/suspension.ts';
import { User } from '../accounts/user-model.ts';
import { balanceOf } from '../billing/balances.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { client, freelancer, payouts } from '../billing/ledger.ts';
import { paymentMethodOf } from '../billing/payment-method-of.ts';
import { currentAccount } from '../billing/payout-account-rows.ts';
import { Contract } from '../contracts/contract-model.ts';
import { standingOf } from '../contracts/standing.ts';
import { Event } from '../events/event-model.ts';
import { sentenceOf } from '../events/event.ts';
import { NotFound } from '../kernel/errors.ts';
import { money } from '../kernel/money.ts';
import type { Actor } from '../policy/policy.ts';
import { blankForm, type Form } from '../web/form.ts';
import { auditLines } from './audit-rows.ts';
import '../db/associations.ts';

const LINES = 12;

export type PersonAct = 'suspend' | 'lift' | 'sign-out' | 'reset';

/** @param forms of an act that was refused, as typed @throws NotFound */
export async function personLocals(
  id: number,
  viewer: Actor,
  now: Date,
  forms: Partial<Record<PersonAct, Form<unknown>>> = {},
) {
  const person = await User.findByPk(id, { rejectOnEmpty: new NotFound('person') });
  const [sessions, contracts, events, audit, factor, figures] = await Promise.all([
    sessionsOf(person, now),
    contractsOf(id),
    Event.findAll({ where: { actorId: id }, order: [['id', 'DESC']], limit: LINES }),
    auditLines({ person: id }, null, LINES),
    hasSecondFactor(id),
    figuresOf(person),
  ]);
  const { name, email, role, timeZone, createdAt, lastSeenAt, closedAt, suspendedAt, suspendedFor } = person;
  const mine = id === viewer.id;
  return {
    person: { id, name, email, role, timeZone, createdAt, lastSeenAt, closedAt, suspendedAt, factor },
    told: suspendedAt && suspendedWords(suspendedFor),
    sessions,
    contracts: contracts.slice(0, LINES),
    moreContracts: contracts.length > LINES,
    events: events.map(event => ({ at: event.happenedAt, words: sentenceOf(event) })),
    audit: audit.slice(0, LINES),
    figures,
    reasons: Object.entries(suspensionReasons).map(([value, label]) => ({ value, label: capital(label) })),
    may: {
      suspend: whyNotSuspend(person, viewer) === null,
      lift: whyNotLift(person, viewer) === null,
      signOut: sessions.length > 0,
      reset: factor && !mine,
    },
    refused: Object.values(forms).find(({ base }) => base !== null) ?? blankForm(),
    forms: { suspend: blankForm(), lift: blankForm(), 'sign-out': blankForm(), reset: blankForm(), ...forms },
  };
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Of somebody who is suspended none opens anything. */
async function sessionsOf({ id, suspendedAt }: User, now: Date) {
  if (suspendedAt) return [];
  const where = { userId: id, expiresAt: { [Op.gt]: now } };
  const found = await Session.findAll({ where, order: [['lastUsedAt', 'DESC']], limit: LINES });
  return found.map(({ kind, device, createdAt, lastUsedAt }) => ({ kind, device, createdAt, lastUsedAt }));
}

async function contractsOf(id: number) {
  const found = await Contract.findAll({
    where: { [Op.or]: [{ clientId: id }, { freelancerId: id }] },
    include: ['client', 'freelancer'],
    order: [['id', 'DESC']],
    limit: LINES + 1,
  });
  return found.map(contract => ({
    ...{ id: contract.id, title: contract.title, standing: standingOf(contract) },
    other: contract.clientId === id ? (contract.freelancer?.name ?? contract.freelancerEmail) : contract.client?.name,
  }));
}

async function figuresOf({ id, role }: User): Promise<{ label: string; value: string }[]> {
  if (role === 'freelancer') {
    const [earned, onTheWay, account] = await Promise.all([
      balanceOf(freelancer(id)),
      balanceOf(payouts(id)),
      currentAccount(id),
    ]);
    return [
      { label: 'Not paid out', value: money(earned) },
      { label: 'On its way', value: money(onTheWay) },
      { label: 'Payout account', value: account?.label ?? 'None' },
    ];
  }
  if (role === 'admin') return [];
  const [balance, unpaid, method] = await Promise.all([
    balanceOf(client(id)),
    Invoice.count({ where: { clientId: id, chargeState: 'failed' } }),
    paymentMethodOf(id),
  ]);
  return [
    { label: 'Balance', value: money(balance) },
    { label: 'Invoices not paid', value: String(unpaid) },
    { label: 'Payment method', value: method?.label ?? 'None' },
  ];
}
