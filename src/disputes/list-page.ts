/** Somebody's disputes: what waits for the reader first, then what runs, then what is over. */
import { Op } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { User } from '../accounts/user-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import type { Actor } from '../policy/policy.ts';
import { asksOf } from './asks.ts';
import { deadlineWords } from './deadline.ts';
import { deadlineOf } from './dispute-page.ts';
import { Dispute } from './dispute-model.ts';
import { disputeSign } from './dispute-words.ts';
import { openOffersOf } from './waiting-disputes.ts';

const PAGE = 30;
/** More than these never run at once. */
const MOST_RUNNING = 200;

export async function disputeList(actor: Actor, wanted: number) {
  const visible = Dispute.visibleTo(actor);
  const over = { [Op.and]: [visible, { state: 'closed' }] };
  const count = await Dispute.count({ where: over });
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const page = Math.min(pages, Math.max(1, Math.trunc(wanted) || 1));
  const [running, closed] = await Promise.all([
    Dispute.findAll({
      where: { [Op.and]: [visible, { state: { [Op.ne]: 'closed' } }] },
      order: [['id', 'ASC']],
      limit: MOST_RUNNING,
    }),
    Dispute.findAll({
      where: over,
      order: [
        ['closedAt', 'DESC'],
        ['id', 'DESC'],
      ],
      limit: PAGE,
      offset: (page - 1) * PAGE,
    }),
  ]);
  const offers = await openOffersOf(running);
  const lines = await linesOf([...running, ...closed], actor, offers);
  const runningLines = lines.slice(0, running.length).sort(bySoonest);
  const href = (to: number): string => `/disputes?page=${to}`;
  return {
    waiting: runningLines.filter(({ asks }) => asks !== null),
    running: runningLines.filter(({ asks }) => asks === null),
    closed: lines.slice(running.length),
    ...{ page, pages, previousHref: page > 1 ? href(page - 1) : null, nextHref: page < pages ? href(page + 1) : null },
  };
}

const bySoonest = (a: { deadline: Date | null }, b: { deadline: Date | null }): number =>
  Number(a.deadline ?? 0) - Number(b.deadline ?? 0);

async function linesOf(disputes: readonly Dispute[], actor: Actor, offers: Map<number, number>) {
  const ids = (of: (dispute: Dispute) => number) => ({ where: { id: [...new Set(disputes.map(of))] } });
  const [contracts, invoices, people] = await Promise.all([
    Contract.findAll(ids(({ contractId }) => contractId)),
    Invoice.findAll(ids(({ invoiceId }) => invoiceId)),
    User.findAll(ids(dispute => otherOf(dispute, actor))),
  ]);
  return disputes.map(dispute => {
    const { id, state, ending = null, amount, held, blocks, openedAt, closedAt = null } = dispute;
    const deadline = deadlineOf(dispute);
    return {
      ...{ id, href: `/disputes/${id}`, amount, held, blocks, openedAt, closedAt, deadline },
      until: deadline && deadlineWords(deadline, actor.timeZone),
      sign: disputeSign(state, ending),
      title: contracts.find(contract => contract.id === dispute.contractId)?.title ?? '',
      number: invoices.find(invoice => invoice.id === dispute.invoiceId)?.number ?? '',
      other: people.find(person => person.id === otherOf(dispute, actor))?.name ?? '',
      asks: asksOf(dispute, actor.id, offers.get(id) ?? null),
    };
  });
}

const otherOf = ({ clientId, freelancerId }: Dispute, { id }: Actor): number =>
  id === clientId ? freelancerId : clientId;
