/** Everything of one dispute that its two sides and admins read. */
import { Op } from 'sequelize';
import { User } from '../accounts/user-model.ts';
import { Invoice } from '../billing/invoice-model.ts';
import { chosenBlocks } from '../diary/chosen-blocks.ts';
import { blockLocals, type Viewing } from '../diary/block-words.ts';
import { dayIn, dayName, dayShort, fromSeconds, utcDay, weekEnd } from '../kernel/time.ts';
import { deadlineWords } from './deadline.ts';
import { disputedBlocks, type DisputedBlock } from './dispute-blocks.ts';
import { disputeReasons } from './dispute.ts';
import { DisputeFile } from './dispute-file-model.ts';
import { DisputeMessage } from './dispute-message-model.ts';
import type { Dispute } from './dispute-model.ts';
import { DisputeOffer } from './dispute-offer-model.ts';
import { DisputeRuling } from './dispute-ruling-model.ts';
import { answerSigns, disputeSign, nextWords, rulingSigns, type Reader } from './dispute-words.ts';
import { rulingReasons, type Ruling } from './ruling.ts';

/** The clock that runs now. */
export const deadlineOf = ({ state, answerUntil, decideUntil, appealUntil }: Dispute): Date | null => {
  if (state === 'closed') return null;
  if (state === 'open') return answerUntil;
  return (state === 'decided' ? appealUntil : decideUntil) ?? null;
};

/** @param viewing who reads, and where the contract's thumbnails are for them */
export async function disputeLocals(dispute: Dispute, viewing: Viewing) {
  const { id } = dispute;
  const of = { where: { disputeId: id }, order: [['id', 'ASC']] as [string, string][] };
  const [invoice, blocks, files, messages, offers, steps] = await Promise.all([
    Invoice.findByPk(dispute.invoiceId, { rejectOnEmpty: true }),
    disputedBlocks(id),
    DisputeFile.findAll(of),
    DisputeMessage.findAll(of),
    DisputeOffer.findAll(of),
    DisputeRuling.findAll(of),
  ]);
  const people = await namesOf([dispute, ...files, ...messages, ...offers, ...steps]);
  const nameOf = (person: number | null): string => (person === null ? 'The rule' : (people.get(person) ?? ''));
  return {
    ...headLocals(dispute, invoice, viewing, nameOf),
    days: daysOf(await pictured(dispute, blocks, viewing), rulingsThatHold(steps), viewing),
    contested: blocks.filter(({ answer }) => answer !== 'accepted'),
    statements: statementsOf(dispute, files, nameOf),
    messages: messages.map(({ byId, words, writtenAt }) => ({ by: nameOf(byId), byId, words, at: writtenAt })),
    offers: offers.map(({ id: offer, byId, amount, of: held, words = null, state, madeAt, answeredAt = null }) => ({
      ...{ id: offer, by: nameOf(byId), byId, amount, back: held - amount, words, state, at: madeAt, answeredAt },
    })),
    steps: steps.map(({ step, byId, madeAt, words = null, rulings = null }) => ({
      ...{
        step,
        by: nameOf(byId),
        byId,
        at: madeAt,
        words,
        rulings: (rulings ?? []).map(ruling => rulingWords(ruling, blocks)),
      },
    })),
  };
}

type NameOf = (person: number | null) => string;

function headLocals(dispute: Dispute, invoice: Invoice, { actor, contract }: Viewing, nameOf: NameOf) {
  const { id, state, ending = null, clientId, freelancerId, held, amount, words, reason, openedAt, closedAt } = dispute;
  const [client, freelancer] = [nameOf(clientId), nameOf(freelancerId)];
  const reader: Reader = actor.id === clientId ? 'client' : actor.id === freelancerId ? 'freelancer' : 'admin';
  const deadline = deadlineOf(dispute);
  const { clientAcceptedAt = null, freelancerAcceptedAt = null } = dispute;
  const accepted = (reader === 'client' ? clientAcceptedAt : freelancerAcceptedAt) !== null;
  const zone = actor.timeZone;
  return {
    ...{ zone, reader, client, freelancer },
    dispute: {
      ...{ id, state, ending, held, amount, words, openedAt, closedAt: closedAt ?? null, blocks: dispute.blocks },
      ...{ reason: disputeReasons[reason], sign: disputeSign(state, ending), title: contract.title, accepted },
      ...{ clientAcceptedAt, freelancerAcceptedAt, contractId: dispute.contractId },
      ...{
        toFreelancer: dispute.toFreelancer ?? 0,
        toClient: dispute.toClient ?? 0,
        fromFund: dispute.fundAmount ?? 0,
      },
      ...{ fee: dispute.fee ?? 0, paidByItself: dispute.earnedAt != null },
    },
    invoice: {
      ...{ id: invoice.id, number: invoice.number, paid: invoice.chargeState === 'paid' },
      from: dayShort(utcDay(invoice.week)),
      to: dayShort(utcDay(weekEnd(invoice.week) - 1)),
    },
    deadline: deadline && { at: deadline, words: deadlineWords(deadline, zone) },
    next: nextWords({ state, ending, client, freelancer, held, deadline, accepted, zone }, reader),
  };
}

async function namesOf(rows: readonly object[]): Promise<Map<number, string>> {
  const ids = new Set<number>();
  for (const row of rows)
    for (const key of ['byId', 'clientId', 'freelancerId'] as const) {
      const value = (row as Record<string, unknown>)[key];
      if (typeof value === 'number') ids.add(value);
    }
  const found = await User.findAll({ where: { id: { [Op.in]: [...ids] } }, attributes: ['id', 'name'] });
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** The disputed blocks with their pictures and words, oldest first. */
async function pictured(dispute: Dispute, blocks: readonly DisputedBlock[], viewing: Viewing) {
  const place = { id: dispute.contractId, freelancerId: dispute.freelancerId };
  const stored = await chosenBlocks(
    place,
    blocks.map(({ startedAt }) => startedAt),
  );
  // What is billed of a block is what is disputed.
  return stored.map((block, place) => ({ ...blockLocals(block, viewing), ...blocks[place]! }));
}

/** The newest decision: by block, why. */
function rulingsThatHold(steps: readonly DisputeRuling[]): Map<number, Ruling> {
  const decision = steps.findLast(({ step }) => step === 'decided' || step === 'final' || step === 'approved');
  const from = decision?.step === 'approved' ? steps.findLast(({ step }) => step === 'proposed') : decision;
  return new Map((from?.rulings ?? []).flatMap(ruling => ruling.blocks.map(start => [start, ruling] as const)));
}

type Pictured = Awaited<ReturnType<typeof pictured>>[number];
/** By the reader's days. */
function daysOf(blocks: readonly Pictured[], decided: Map<number, Ruling>, { actor }: Viewing) {
  const days = new Map<string, (Pictured & ReturnType<typeof marksOf>)[]>();
  for (const block of blocks) {
    const day = dayIn(fromSeconds(block.startedAt), actor.timeZone);
    days.set(day, [...(days.get(day) ?? []), { ...block, ...marksOf(block, decided.get(block.startedAt)) }]);
  }
  return [...days].map(([day, of]) => ({ day, name: dayName(day), blocks: of }));
}

const marksOf = ({ answer, ruling }: DisputedBlock, decision: Ruling | undefined) => ({
  answerSign: answer && answerSigns[answer],
  ruled: ruling && {
    sign: rulingSigns[ruling],
    words: decision?.words ?? '',
    reason: decision ? rulingReasons[decision.reason].label : '',
  },
});

function rulingWords({ to, reason, words, blocks: starts }: Ruling, blocks: readonly DisputedBlock[]) {
  const ruled = blocks.filter(({ startedAt }) => starts.includes(startedAt));
  const amount = ruled.reduce((sum, block) => sum + block.amount, 0);
  return {
    to,
    sign: rulingSigns[to],
    reason: rulingReasons[reason].label,
    words,
    blocks: starts.length,
    starts,
    amount,
  };
}

/** What both sides say, in the order in which they said it, each with its files. */
function statementsOf(dispute: Dispute, files: readonly DisputeFile[], nameOf: NameOf) {
  const { clientId, freelancerId, words, openedAt, answeredAt, answerWords, appealedAt, appealedById, appealWords } =
    dispute;
  const filesOf = (byId: number, statement: DisputeFile['statement']) =>
    files.filter(file => file.byId === byId && file.statement === statement).map(fileLocals);
  const said = (what: string, byId: number, text: string, at: Date | null, statement: DisputeFile['statement']) => ({
    ...{ what, by: nameOf(byId), byId, words: text, at, files: filesOf(byId, statement) },
  });
  const answer = said('Answer', freelancerId, answerWords ?? '', answeredAt ?? null, 'dispute');
  const other = appealedById === clientId ? freelancerId : clientId;
  const reply = appealedById ? said('Added after the appeal', other, '', null, 'appeal') : null;
  return [
    said('Dispute', clientId, words, openedAt, 'dispute'),
    ...(answeredAt || answer.files.length > 0 ? [answer] : []),
    ...(appealedById ? [said('Appeal', appealedById, appealWords ?? '', appealedAt ?? null, 'appeal')] : []),
    ...(reply && reply.files.length > 0 ? [reply] : []),
  ];
}

const fileLocals = ({ id, disputeId, name, type, bytes, addedAt }: DisputeFile) => ({
  ...{
    id,
    name,
    bytes,
    at: addedAt,
    picture: type === 'image/jpeg',
    size: `${Math.max(1, Math.round(bytes / 1000))} kB`,
  },
  href: `/disputes/${disputeId}/files/${id}`,
});
