/** The books of the provider of play money. They are in our database, so that they outlive a restart and all processes share them. */
import { UniqueConstraintError } from 'sequelize';
import { orLeave, rows, run, transaction } from '../db/sequelize.ts';
import type { Cents } from '../kernel/money.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { addMs, toSeconds, type EpochSeconds } from '../kernel/time.ts';
import type { Hear, PaymentEvent } from './payments.ts';

type About = Exclude<PaymentEvent['about'], 'method' | 'account'>;
/** What was asked. `used` is the method, the charge, or the account it was asked of. */
export type Asked = { key: string; about: About; used: string; amount: Cents };
export type Act = Asked & {
  state: 'paid' | 'declined' | 'pending' | 'lost';
  reason: string | null;
  settlesAt: EpochSeconds | null;
};

export const referenceOf = (key: string): string => `sandbox-${key}`;
export const keyOf = (reference: string): string => reference.replace(/^sandbox-/, '');

type ActRow = { act_key: string; about: About; used: string; amount_cents: number | string; settles_at: number | null };

type Named = Pick<Asked, 'key' | 'about'> & { amount?: Cents };
/** Which card was asked may have changed since: the first is what counts. @throws Error when the key names another act */
export async function findAct({ key, about, amount }: Named): Promise<Act | null> {
  const sql = 'SELECT * FROM sandbox_acts WHERE act_key = $1';
  const [row] = await rows<ActRow & Pick<Act, 'state' | 'reason'>>(sql, [key]);
  if (!row) return null;
  const { used, state, reason, settles_at: settlesAt } = row;
  const act = { key, about: row.about, used, amount: Number(row.amount_cents), state, reason, settlesAt };
  if (act.about !== about) throw new Error(`${key} was asked before, as a ${act.about}`);
  if (act.amount !== (amount ?? act.amount)) throw new Error(`${key} was asked before, with another amount`);
  return act;
}

type Telling = { told: number; takenBackInMs: number | null };

/** @param told how often its event is sent @returns false when somebody else was quicker */
export async function keepAct(act: Act, { told, takenBackInMs }: Telling, now: Date): Promise<boolean> {
  const { key, about, used, amount, state, reason, settlesAt } = act;
  const sql = `INSERT INTO sandbox_acts (act_key, about, used, amount_cents, state, reason, settles_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
  try {
    await transaction(async () => {
      await run(sql, [key, about, used, amount, state, reason, settlesAt]);
      if (state !== 'lost') await plan(act, told, now);
      if (takenBackInMs !== null) await planTakenBack(act, addMs(now, takenBackInMs));
    });
    return true;
  } catch (error) {
    if (error instanceof UniqueConstraintError) return false;
    throw error;
  }
}

/** What got no answer the first time is done the second time. */
export async function payLost(act: Act, now: Date): Promise<void> {
  await transaction(async () => {
    await run(`UPDATE sandbox_acts SET state = 'paid' WHERE act_key = $1 AND state = 'lost'`, [act.key]);
    await plan({ ...act, state: 'paid' }, 1, now);
  });
}

/** Its events, each with a number of its own as the big providers send them; what is planned already stays. */
async function plan({ key, about, state, reason, settlesAt }: Act, told: number, now: Date): Promise<void> {
  const sql = `INSERT INTO sandbox_events (event_id, act_key, about, state, reason, due_at) VALUES ($1, $2, $3, $4, $5, $6)${orLeave('due_at')}`;
  const becomes = state === 'declined' ? 'declined' : 'paid';
  for (let number = 1; number <= told; number++) {
    await run(sql, [`sandbox-event-${key}-${number}`, key, about, becomes, reason, settlesAt ?? toSeconds(now)]);
  }
}

async function planTakenBack({ key, about }: Act, at: Date): Promise<void> {
  const sql = `INSERT INTO sandbox_events (event_id, act_key, about, state, reason, due_at) VALUES ($1, $2, $3, 'declined', $4, $5)`;
  await run(sql, [`sandbox-event-${key}-taken-back`, key, about, 'The transfer was taken back.', toSeconds(at)]);
}

/** How many charges a method has paid. */
export async function paidWith(method: string): Promise<number> {
  const sql = `SELECT COUNT(*) AS paid FROM sandbox_acts WHERE used = $1 AND state = 'paid' AND about = 'charge'`;
  const [row] = await rows<{ paid: number | string }>(sql, [method]);
  return Number(row?.paid ?? 0);
}

/** What of a charge was given back, or is about to be. */
export async function refundedOf(charge: string): Promise<Cents> {
  const sql = `SELECT SUM(amount_cents) AS refunded FROM sandbox_acts WHERE used = $1 AND state <> 'declined' AND about = 'refund'`;
  const [row] = await rows<{ refunded: number | string | null }>(sql, [charge]);
  return Number(row?.refunded ?? 0);
}

type EventRow = { id: number; event_id: string; act_key: string; about: About; state: 'paid' | 'declined' };
const eventOf = ({
  event_id: id,
  act_key: key,
  about,
  state,
  reason,
}: EventRow & { reason: string | null }): PaymentEvent => ({
  ...{ id, about, key, state, reference: referenceOf(key) },
  ...(reason !== null && { reason }),
});

/** The events of one act that were not delivered yet. */
export async function eventsOf(key: string): Promise<PaymentEvent[]> {
  const sql = 'SELECT * FROM sandbox_events WHERE act_key = $1 AND delivered_at IS NULL ORDER BY id';
  return (await rows<EventRow & { reason: string | null }>(sql, [key])).map(eventOf);
}

const EVENTS_A_TICK = 200;

/**
 * Job: tells what is due, as a provider's webhooks would. What could not be taken in is told again at the next tick.
 * @returns how many were taken in
 */
export async function deliverSandboxEvents(hear: Hear, now: Date): Promise<number> {
  const sql = `SELECT * FROM sandbox_events WHERE delivered_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT ${EVENTS_A_TICK}`;
  const due = await rows<EventRow & { reason: string | null }>(sql, [toSeconds(now)]);
  return oneByOne(due, async row => {
    await hear(eventOf(row), now);
    await run('UPDATE sandbox_events SET delivered_at = $2 WHERE id = $1', [row.id, toSeconds(now)]);
  });
}
