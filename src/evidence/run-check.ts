/** Somebody has the evidence of a contract checked. Of one contract one check runs at a time, and one in each process. */
import { setTimeout as wait } from 'node:timers/promises';
import { Op, UniqueConstraintError } from 'sequelize';
import { transaction } from '../db/sequelize.ts';
import { atMost } from '../kernel/at-most.ts';
import { addMs } from '../kernel/time.ts';
import type { Outside } from '../outside/outside.ts';
import { checkContract, type Checked, type Progress } from './check-contract.ts';
import { headOf } from './entry-rows.ts';
import { SHORT_CHAIN, SILENT_MS, SOON_MS } from './evidence-check.ts';
import { EvidenceCheck } from './evidence-check-model.ts';

const oneInThisProcess = atMost(1);
/** Until it is its turn. Whatever is told by the one that runs says that these, too, have somebody who will come to them. */
const waiting = new Set<number>();

/**
 * Resolves when a short chain is checked, or soon; what takes longer goes on, and its page tells how far it is. One that runs already is
 * not begun again.
 */
export async function runCheck(contractId: number, byId: number, outside: Outside, soonMs = SOON_MS): Promise<void> {
  const check = await beginCheck(contractId, byId, outside.clock.now());
  if (!check) return;
  waiting.add(check.id);
  const done = oneInThisProcess(() => carryOut(check, outside));
  if (check.length <= SHORT_CHAIN) await Promise.race([done, wait(soonMs, undefined, { ref: false })]);
}

/** @returns null when one runs already */
async function beginCheck(contractId: number, askedById: number, now: Date): Promise<EvidenceCheck | null> {
  const length = (await headOf(contractId))?.seq ?? 0;
  const fresh = { contractId, askedById, askedAt: now, runningFor: contractId, heardAt: now, length };
  try {
    return await transaction(async () => {
      const silent = { runningFor: contractId, heardAt: { [Op.lte]: addMs(now, -SILENT_MS) } };
      await EvidenceCheck.update({ runningFor: null }, { where: silent });
      return EvidenceCheck.create({ ...fresh, entries: 0, blocks: 0, pictures: 0 });
    });
  } catch (error) {
    if (error instanceof UniqueConstraintError) return null;
    throw error;
  }
}

async function carryOut(check: EvidenceCheck, { storage, clock, log }: Outside): Promise<void> {
  waiting.delete(check.id);
  const tell = async (so: Progress): Promise<void> => {
    await check.update({ ...so, heardAt: clock.now() });
    if (waiting.size > 0) await EvidenceCheck.update({ heardAt: clock.now() }, { where: { id: [...waiting] } });
  };
  let checked: Checked | null = null;
  try {
    checked = await checkContract(check.contractId, { storage, progress: tell });
  } catch (error) {
    log.error({ err: error, contract: check.contractId }, 'evidence could not be checked');
  }
  await end(check, checked, clock.now()).catch((error: unknown) =>
    log.error({ err: error, contract: check.contractId }, 'the end of a check could not be kept'),
  );
}

async function end(check: EvidenceCheck, checked: Checked | null, now: Date): Promise<void> {
  await check.update({ doneAt: now, heardAt: now, runningFor: null, ...(checked && foundBy(checked)) });
}

const foundBy = ({ entries, blocks, pictures, faults, fault }: Checked) => ({
  ...{ entries, blocks, pictures, faults },
  ...{ faultSeq: fault?.seq ?? null, fault: fault?.words.slice(0, 400) ?? null },
});
