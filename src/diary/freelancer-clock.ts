/** What the server knows of a freelancer's timer. Its row is also the freelancer's lock: who holds it may log time. */
import { UniqueConstraintError } from 'sequelize';
import { FOR_UPDATE, rows, run, transaction } from '../db/sequelize.ts';
import { afterContact, type FreelancerClock } from './block.ts';

/**
 * Locks the freelancer's row; part of an act's transaction. It is up to date with this contact, but not written yet.
 * @throws UniqueConstraintError when two first contacts meet; the act may be tried again
 */
export async function lockClock(freelancerId: number, now: Date): Promise<FreelancerClock> {
  const sql = `SELECT last_contact_at, unclaimed_seconds FROM freelancer_clocks WHERE freelancer_id = $1${FOR_UPDATE}`;
  const [row] = await rows<{ last_contact_at: number; unclaimed_seconds: number }>(sql, [freelancerId]);
  if (row) return afterContact({ lastContactAt: row.last_contact_at, unclaimedSeconds: row.unclaimed_seconds }, now);
  const fresh = afterContact(null, now);
  await run('INSERT INTO freelancer_clocks (freelancer_id, last_contact_at, unclaimed_seconds) VALUES ($1, $2, $3)', [
    freelancerId,
    fresh.lastContactAt,
    fresh.unclaimedSeconds,
  ]);
  return fresh;
}

/** Locks the freelancer's row for somebody else's act, which is no contact. Without a row there is no time to guard. */
export async function holdClock(freelancerId: number): Promise<void> {
  await rows(`SELECT 1 FROM freelancer_clocks WHERE freelancer_id = $1${FOR_UPDATE}`, [freelancerId]);
}

export async function saveClock(freelancerId: number, clock: FreelancerClock): Promise<void> {
  await run('UPDATE freelancer_clocks SET last_contact_at = $2, unclaimed_seconds = $3 WHERE freelancer_id = $1', [
    freelancerId,
    clock.lastContactAt,
    clock.unclaimedSeconds,
  ]);
}

/** The tracker was heard of: from here on time passes that may be claimed. */
export function noteContact(freelancerId: number, now: Date): Promise<void> {
  return onceMore(() => transaction(async () => saveClock(freelancerId, await lockClock(freelancerId, now))));
}

/** Two that insert the same new row at once: the second finds it when it tries again. */
export async function onceMore<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof UniqueConstraintError && error.errors.length > 0) return act();
    throw error;
  }
}
