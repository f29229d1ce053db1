/** Who looks at which contract's diary. */
import { findContract } from '../contracts/find-contract.ts';
import { NotFound } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { findBlock, type StoredBlock } from './block-rows.ts';
import type { DiaryContract, Viewing } from './block-words.ts';
import { filterFrom } from './filter.ts';
import { thumbGrant } from './thumb-grant.ts';

/** As much of a request as is needed to know. */
type Asking = {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  actor: Actor;
  session: { secret: string };
  now: Date;
};

/** @throws NotFound for somebody else's contract, and before the contract was accepted */
export async function viewingOf(secret: Buffer, { params, query, actor, session, now }: Asking): Promise<Viewing> {
  const contract = await findContract(params['id'], actor, ['client', 'freelancer', 'terms', 'codes']);
  if (contract.freelancerId === null || contract.acceptedAt === null) throw new NotFound('work diary');
  const grant = thumbGrant(secret, { contractId: contract.id, sessionSecret: session.secret }, now);
  const filter = filterFrom(query);
  return { contract: contract as DiaryContract, actor, now, filter, thumbs: `/thumbs/${contract.id}/${grant}` };
}

/** @throws NotFound unless the address names a block of this contract */
export async function blockOf({ params }: Pick<Asking, 'params'>, { contract }: Viewing): Promise<StoredBlock> {
  const startedAt = String(params['startedAt']);
  const block = /^\d{1,10}$/.test(startedAt) ? await findBlock(contract.freelancerId, Number(startedAt)) : null;
  if (!block || block.contractId !== contract.id) throw new NotFound('block');
  return block;
}
