/** What a freelancer's time is taken by, read as rows. */
import { Op } from 'sequelize';
import { rows } from '../db/sequelize.ts';
import { CELL_SECONDS } from '../kernel/time.ts';
import { joined, type Stretch } from './free-time.ts';
import { ManualRequest } from './manual-request-model.ts';

/** Logged on any contract: tracked, added by hand, and deleted (those seconds stay taken). */
export async function loggedTime(freelancerId: number, { from, to }: Stretch): Promise<Stretch[]> {
  const found = await rows<{ started_at: number; seconds: number }>(
    'SELECT started_at, seconds FROM blocks WHERE freelancer_id = $1 AND started_at > $2 AND started_at < $3',
    [freelancerId, from - CELL_SECONDS, to],
  );
  const blocks = found.map(({ started_at, seconds }) => ({
    from: Number(started_at),
    to: Number(started_at) + Number(seconds),
  }));
  return joined(blocks.filter(block => block.to > from));
}

/** Asked for on any contract, and not answered yet. */
export async function askedTime(freelancerId: number, { from, to }: Stretch): Promise<Stretch[]> {
  const where = { freelancerId, state: 'open', from: { [Op.lt]: to }, to: { [Op.gt]: from } } as const;
  const found = await ManualRequest.findAll({ where, attributes: ['from', 'to'] });
  return joined(found.map(request => ({ from: Number(request.from), to: Number(request.to) })));
}

/** When the contract was stopped: paused, asleep or ended. */
export async function stoppedTime(contractId: number, { from, to }: Stretch): Promise<Stretch[]> {
  const found = await rows<{ began_at: number; ended_at: number | null }>(
    'SELECT began_at, ended_at FROM contract_stops WHERE contract_id = $1 AND began_at < $3 AND (ended_at IS NULL OR ended_at > $2)',
    [contractId, from, to],
  );
  return joined(
    found.map(stop => ({ from: Number(stop.began_at), to: stop.ended_at === null ? to : Number(stop.ended_at) })),
  );
}
