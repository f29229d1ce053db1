/** Everything that happened on a contract, in the order in which it did: what was agreed, worked, said, looked at and decided. */
import { Op } from 'sequelize';
import type { Contract } from '../contracts/contract-model.ts';
import { rows } from '../db/sequelize.ts';
import { together } from '../diary/runs.ts';
import { blocksBetween } from '../diary/block-rows.ts';
import { blockLocals, type Viewing } from '../diary/block-words.ts';
import { viewerWords } from '../diary/views-of.ts';
import { DisputeMessage } from '../disputes/dispute-message-model.ts';
import { Event } from '../events/event-model.ts';
import { sentenceOf } from '../events/event.ts';
import { money } from '../kernel/money.ts';
import { dayIn, dayName, duration, fromSeconds, toSeconds, utcDayNumber, type EpochSeconds } from '../kernel/time.ts';
import { User } from '../accounts/user-model.ts';
import { commentsIn, formerWordsIn, type Span } from './said-of-blocks.ts';
import { collapse, pageOf, type Moment } from './timeline-lines.ts';

/** Comments, corrections and work have events of their own that say less than their rows. */
const SAID_BETTER = ['block.flagged', 'block.corrected'];

/** @property week since this second; everything from the contract's first day when it is null @property after where the page before ended */
export type Asked = { week: EpochSeconds | null; after: EpochSeconds; disputeId: number | null };

/** At most a page, oldest first. @returns `next`: where the next page begins, or null; `days` in the reader's zone */
export async function timelineOf(viewing: Viewing, { week, after, disputeId }: Asked) {
  const { contract, actor, now } = viewing;
  const from = Math.max(week ?? 0, after);
  const span = { contractId: contract.id, freelancerId: contract.freelancerId, from, to: toSeconds(now) + 1 };
  const lines = await Promise.all([
    eventsIn(span),
    week === null ? daysIn(span) : workIn(viewing, span),
    saidIn(span),
    lookedAt(span),
    disputeId === null ? [] : messagesIn(disputeId, span),
  ]);
  const { shown, next } = pageOf([...lines.flat(), ...(week === null ? termsIn(contract, span) : [])]);
  const days = new Map<string, (Moment & { time: Date })[]>();
  for (const line of shown) {
    const time = fromSeconds(line.at);
    const day = dayIn(time, actor.timeZone);
    days.set(day, [...(days.get(day) ?? []), { ...line, time }]);
  }
  return { next, days: [...days].map(([day, of]) => ({ name: dayName(day), lines: of })) };
}

async function eventsIn({ contractId, from, to }: Span): Promise<Moment[]> {
  const happenedAt = { [Op.gte]: fromSeconds(from), [Op.lt]: fromSeconds(to) };
  const found = await Event.findAll({
    where: { contractId, happenedAt, kind: { [Op.notIn]: SAID_BETTER } },
    order: ['id'],
  });
  return found.map(event => ({
    at: toSeconds(event.happenedAt),
    icon: iconOf(event.kind),
    words: sentenceOf(event),
    quote: null,
  }));
}
const icons: Record<string, string> = {
  dispute: 'scale',
  claim: 'shield-check',
  invoice: 'receipt-text',
  block: 'trash-2',
};
const iconOf = (kind: string): string => icons[kind.split('.')[0]!] ?? 'file-text';

function termsIn(contract: Contract, { from, to }: Span): Moment[] {
  const begun = (contract.terms ?? []).filter(
    ({ validFrom }) => toSeconds(validFrom) >= from && toSeconds(validFrom) < to,
  );
  return begun.map(terms => ({
    ...{ at: toSeconds(terms.validFrom), icon: 'file-text', quote: null },
    words: `Terms ${terms.version} hold: ${money(terms.rateCents)} an hour, up to ${duration(terms.weeklyLimitSeconds)} a week, screenshots ${terms.evidence}, manual time ${terms.manualTime ? 'allowed' : 'off'}.`,
  }));
}

/** Neighbouring blocks that say the same are one line. */
async function workIn(viewing: Viewing, { from, to }: Span): Promise<Moment[]> {
  const blocks = await blocksBetween(viewing.contract, from, to);
  return together(blocks.map(block => blockLocals(block, viewing)))
    .filter(([first]) => !first!.deleted)
    .map(run => ({
      ...{ at: run[0]!.startedAt, icon: 'timer', quote: run[0]!.description || 'No description' },
      words: `${duration(run.reduce((sum, { seconds }) => sum + seconds, 0))} logged, ${run[0]!.from} to ${run.at(-1)!.to}${
        run.every(block => block.protected) ? '' : ', not protected'
      }:`,
    }));
}

async function daysIn({ contractId, from, to }: Span): Promise<Moment[]> {
  const found = await rows<Record<'day' | 'seconds' | 'safe', number | string>>(
    `SELECT day, SUM(seconds) AS seconds, SUM(protected_seconds) AS safe FROM day_totals
     WHERE contract_id = $1 AND day >= $2 AND day <= $3 GROUP BY day ORDER BY day`,
    [contractId, utcDayNumber(from), utcDayNumber(to)],
  );
  return found
    .map(row => ({ at: Number(row.day) * 86_400, seconds: Number(row.seconds), safe: Number(row.safe) }))
    .filter(({ at, seconds }) => at >= from && seconds > 0)
    .map(({ at, seconds, safe }) => ({
      ...{ at, icon: 'timer', quote: null },
      words: `${duration(seconds)} were logged on this day, UTC: ${safe === seconds ? 'all protected' : `${duration(safe)} protected`}.`,
    }));
}

async function saidIn(span: Span): Promise<Moment[]> {
  // Of what was worked before, too: people speak of it later.
  const all = { ...span, from: 0 };
  const [comments, before] = await Promise.all([commentsIn(all), formerWordsIn(all)]);
  const lines: Moment[] = [
    ...comments.map(({ at, author, words, flag }) => ({
      ...{ at, icon: flag ? 'flag' : 'message-square', quote: words },
      words: flag ? `${author} asked about a block:` : `${author} wrote about a block:`,
    })),
    ...collapse(before, ({ until, words }) => `${until} ${words}`).map(({ first, count }) => ({
      ...{ at: first.until, icon: 'pencil', quote: first.words || 'No description' },
      words: `The description of ${count === 1 ? 'a block' : `${count} blocks`} was corrected. Before it said:`,
    })),
  ];
  return lines.filter(({ at }) => at >= span.from && at < span.to);
}

type Looked = { name: string; look_id: number; reason: string | null; viewed_at: number };
async function lookedAt({ contractId, freelancerId, from, to }: Span): Promise<Moment[]> {
  const found = await rows<Looked>(
    `SELECT u.name, v.look_id, a.reason, v.viewed_at FROM screenshot_views v
     JOIN blocks b ON b.freelancer_id = v.freelancer_id AND b.started_at = v.started_at JOIN users u ON u.id = v.viewer_id
     LEFT JOIN audit_entries a ON a.id = v.look_id
     WHERE v.freelancer_id = $1 AND b.contract_id = $2 AND v.viewed_at >= $3 AND v.viewed_at < $4 ORDER BY v.viewed_at`,
    [freelancerId, contractId, from, to],
  );
  const views = found.map(row => ({
    at: Number(row.viewed_at),
    who: viewerWords(row.name, Number(row.look_id), row.reason),
  }));
  return collapse(views, ({ at, who }) => `${utcDayNumber(at)} ${who}`).map(({ first: { at, who }, count }) => ({
    ...{ at, icon: 'eye', quote: null },
    words: `${who} ${count === 1 ? 'opened a screenshot' : `opened the screenshots of ${count} blocks`} in full.`,
  }));
}

async function messagesIn(disputeId: number, { from, to }: Span): Promise<Moment[]> {
  const writtenAt = { [Op.gte]: fromSeconds(from), [Op.lt]: fromSeconds(to) };
  const found = await DisputeMessage.findAll({ where: { disputeId, writtenAt }, order: ['id'] });
  const people = await User.findAll({
    where: { id: { [Op.in]: found.map(({ byId }) => byId) } },
    attributes: ['id', 'name'],
  });
  return found.map(({ byId, words, writtenAt: at }) => ({
    ...{ at: toSeconds(at), icon: 'message-square', quote: words },
    words: `${people.find(({ id }) => id === byId)?.name ?? ''} wrote to the other side:`,
  }));
}
