/** An admin reads a contract whose case he decides, after he has said why. */
import { Contract } from '../contracts/contract-model.ts';
import '../db/associations.ts';
import type { DiaryContract, Viewing } from '../diary/block-words.ts';
import { filterFrom } from '../diary/filter.ts';
import { thumbGrant } from '../diary/thumb-grant.ts';
import type { Actor } from '../policy/policy.ts';

type Asking = { actor: Actor; session: { secret: string }; now: Date };

/** @param secret what addresses of thumbnails are signed with */
export async function viewingCase(
  contractId: number,
  secret: Buffer,
  { actor, session, now }: Asking,
): Promise<Viewing> {
  const include = ['client', 'freelancer', 'terms', 'codes'];
  const contract = await Contract.findByPk(contractId, { include, rejectOnEmpty: true });
  const grant = thumbGrant(secret, { contractId, sessionSecret: session.secret }, now);
  const thumbs = `/thumbs/${contractId}/${grant}`;
  return { contract: contract as DiaryContract, actor, now, filter: filterFrom({}), thumbs };
}
