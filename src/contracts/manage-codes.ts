/** The client adds, renames, closes and opens project codes. Blocks keep the code they have. */
import { transaction } from '../db/sequelize.ts';
import { record } from '../events/record.ts';
import { NotFound, Refused } from '../kernel/errors.ts';
import type { Actor } from '../policy/policy.ts';
import { Contract } from './contract-model.ts';
import { ProjectCode } from './project-code-model.ts';
import { codeRefusalWords, whyNotAddCode, whyNotOpenOneMore, type CodeRefusal } from './project-code.ts';
import { standingOf } from './standing.ts';

function refuseIf(refusal: CodeRefusal | null): void {
  if (refusal) throw new Refused(refusal, codeRefusalWords[refusal], 409, refusal === 'code-exists' ? 'code' : null);
}

type Doing = { contractId: number; by: Actor; now: Date };

/** @throws Refused `code-exists`, `too-many-codes`, `contract-over` */
export const addCode = (added: { code: string; name: string }, doing: Doing): Promise<void> =>
  change(doing, async codes => {
    refuseIf(whyNotAddCode(codes, added.code));
    await ProjectCode.create({ contractId: doing.contractId, ...added });
    return ['code.added', added.code];
  });

/** The code itself stays, because blocks and the client's books know it. @throws NotFound */
export const renameCode = (id: number, name: string, doing: Doing): Promise<void> =>
  change(doing, async codes => {
    const code = codeIn(codes, id);
    await code.update({ name });
    return ['code.renamed', code.code];
  });

/** @param closed whether trackers stop offering it @throws NotFound @throws Refused `too-many-codes` */
export const closeCode = (id: number, closed: boolean, doing: Doing): Promise<void> =>
  change(doing, async codes => {
    const code = codeIn(codes, id);
    if (!closed && code.closedAt !== null) refuseIf(whyNotOpenOneMore(codes));
    await code.update({ closedAt: closed ? doing.now : null });
    return [closed ? 'code.closed' : 'code.opened', code.code];
  });

type Happened = ['code.added' | 'code.renamed' | 'code.closed' | 'code.opened', string];

/** Under the contract's lock two cannot add the last code at once. */
function change({ contractId, by, now }: Doing, act: (codes: ProjectCode[]) => Promise<Happened>): Promise<void> {
  return transaction(async t => {
    const contract = await Contract.findByPk(contractId, {
      lock: t.LOCK.UPDATE,
      rejectOnEmpty: new NotFound('contract'),
    });
    const standing = standingOf(contract);
    refuseIf(['ended', 'declined', 'withdrawn'].includes(standing) ? 'contract-over' : null);
    const [kind, code] = await act(await ProjectCode.findAll({ where: { contractId } }));
    await record(kind, { contractId, actorId: by.id, now, facts: { by: by.name, code } });
  });
}

function codeIn(codes: readonly ProjectCode[], id: number): ProjectCode {
  const code = codes.find(known => known.id === id);
  if (!code) throw new NotFound('project code');
  return code;
}
