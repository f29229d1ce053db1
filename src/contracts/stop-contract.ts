/** A contract stops for a while or for good, and goes on. Time that began before the stop still arrives. */
import { rows, run, transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { addMs, DAY, toSeconds } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';
import { Contract } from './contract-model.ts';
import { otherSide } from './other-side.ts';
import { Proposal } from './proposal-model.ts';
import { DAYS_TO_SLEEP, stopRefusalWords, whyNotStopOrGo, type Stop, type StopAct } from './standing.ts';

/** @throws Refused `not-pause` unless it runs */
export const pauseContract = (id: number, by: Actor, now: Date): Promise<Contract> =>
  act(id, 'pause', by, now, contract => stop(contract, 'paused', now));

/** Goes on after a pause or a sleep. @throws Refused `not-resume` */
export const resumeContract = (id: number, by: Actor, now: Date): Promise<Contract> =>
  act(id, 'resume', by, now, contract => goOn(contract, now));

/** For good. What was proposed and not answered is withdrawn. @throws Refused `not-end` */
export const endContract = (id: number, by: Actor, now: Date): Promise<Contract> =>
  act(id, 'end', by, now, async contract => {
    const withdrawn = { state: 'withdrawn', openKind: null, answeredAt: now } as const;
    await Proposal.update(withdrawn, { where: { contractId: id, state: 'open' } });
    if (contract.stopped === null) await stop(contract, 'ended', now);
    else await contract.update({ stopped: 'ended' });
    await contract.update({ closedAt: now });
  });

const kinds = { pause: 'contract.paused', resume: 'contract.resumed', end: 'contract.ended' } as const;

function act(
  id: number,
  what: StopAct,
  by: Actor,
  now: Date,
  change: (contract: Contract) => Promise<void>,
): Promise<Contract> {
  return transaction(async t => {
    const contract = await Contract.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: new NotFound('contract') });
    const refusal = whyNotStopOrGo(contract, what);
    if (refusal) throw new Refused(`not-${refusal}`, stopRefusalWords[refusal], 409);
    await change(contract);
    await record(kinds[what], { contractId: id, actorId: by.id, now, facts: { by: by.name } });
    const facts = { by: by.name, title: contract.title };
    await tell(kinds[what], { to: otherSide(contract, by), contractId: id, facts, now });
    return contract;
  });
}

/** From now on. Part of an act that holds the contract's lock. */
export async function stop(contract: Contract, why: Stop, now: Date): Promise<void> {
  // Of two stops in one second the first is already there, and is opened again.
  await run('DELETE FROM contract_stops WHERE contract_id = $1 AND began_at = $2', [contract.id, toSeconds(now)]);
  await run('INSERT INTO contract_stops (contract_id, began_at) VALUES ($1, $2)', [contract.id, toSeconds(now)]);
  await contract.update({ stopped: why });
}

async function goOn(contract: Contract, now: Date): Promise<void> {
  const sql = 'UPDATE contract_stops SET ended_at = $2 WHERE contract_id = $1 AND ended_at IS NULL';
  await run(sql, [contract.id, toSeconds(now)]);
  await contract.update({ stopped: null });
}

const ASLEEP = `SELECT c.id FROM contracts c WHERE c.state = 'active' AND c.stopped IS NULL AND c.accepted_at < $1
  AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.freelancer_id = c.freelancer_id AND b.started_at >= $2 AND b.contract_id = c.id)
  AND NOT EXISTS (SELECT 1 FROM contract_stops s WHERE s.contract_id = c.id AND s.ended_at >= $2) LIMIT 100`;

/** Job: contracts on which nothing was tracked for long go to sleep. @returns how many */
export async function sleepContracts(now: Date): Promise<number> {
  const since = addMs(now, -DAYS_TO_SLEEP * DAY);
  const found = await rows<{ id: number }>(ASLEEP, [asColumn(since), toSeconds(since)]);
  return oneByOne(found, ({ id }) => sleep(Number(id), now));
}

/** An instant as both databases compare it with a `DATETIME(3)` column. */
const asColumn = (instant: Date): string => instant.toISOString().replace('T', ' ').replace('Z', '');

function sleep(id: number, now: Date): Promise<void> {
  return transaction(async t => {
    const contract = await Contract.findByPk(id, { lock: t.LOCK.UPDATE, rejectOnEmpty: true });
    if (whyNotStopOrGo(contract, 'pause')) return;
    await stop(contract, 'asleep', now);
    const facts = { title: contract.title };
    await record('contract.fell-asleep', { contractId: id, actorId: null, now, facts: {} });
    const people = [contract.clientId, contract.freelancerId].filter(person => person !== null);
    for (const to of people) await tell('contract.fell-asleep', { to, contractId: id, facts, now });
  });
}
