/** A late block came in: its client is told once, until that notice is read. Part of the block's transaction. */
import { Contract } from '../contracts/contract-model.ts';
import { User } from '../accounts/user-model.ts';
import { weekOf, type EpochSeconds } from '../kernel/time.ts';
import { Notice } from '../notices/notice-model.ts';
import { tell } from '../notices/tell.ts';

export async function tellLateArrival(
  block: { contractId: number; startedAt: EpochSeconds },
  freelancerId: number,
  now: Date,
): Promise<void> {
  const { contractId } = block;
  const contract = await Contract.findByPk(contractId, { rejectOnEmpty: true });
  const waiting = { userId: contract.clientId, contractId, kind: 'late-time.arrived', readAt: null } as const;
  if ((await Notice.count({ where: waiting })) > 0) return;
  const { name } = await User.findByPk(freelancerId, { rejectOnEmpty: true });
  const facts = { by: name, title: contract.title, week: weekOf(block.startedAt) };
  await tell('late-time.arrived', { to: contract.clientId, contractId, facts, now });
}
