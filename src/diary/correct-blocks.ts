/** A freelancer corrects what blocks were spent on. What they said before stays for both to see. */
import { codeFor, openCodeFor } from '../contracts/code-for.ts';
import { codeKey } from '../contracts/project-code.ts';
import { rows, run, transaction } from '../db/sequelize.ts';
import { append } from '../evidence/append.ts';
import { record } from '../events/record.ts';
import { Refused } from '../kernel/errors.ts';
import { fromSeconds, toSeconds, type EpochSeconds } from '../kernel/time.ts';
import { MAX_DESCRIPTION } from '../wire/tracker.ts';
import { blockRefusalWords, whyNotChange, type BlockRefusal } from './block.ts';
import { asSent, type StoredBlock } from './block-rows.ts';
import { totalsOf } from './block-sums.ts';
import { contractOf, describe } from './block-writes.ts';
import { chosenBlocks } from './chosen-blocks.ts';
import { corrected, reasonsWith, whyNotOnceMore, type Correction, type Words } from './correction.ts';
import { count } from './day-totals.ts';
import { lockClock, onceMore } from './freelancer-clock.ts';
import { codeOf, oneLine } from './from-wire.ts';
import { toBits } from './verdict.ts';

type Place = { id: number; freelancerId: number };

/**
 * All of the blocks or none. Their verdicts follow as far as they are about the description.
 * @returns how many blocks say something else now
 * @throws NotFound @throws Refused `week-closed`, `already-deleted`, `corrected-too-often`, or about its code
 */
export function correctBlocks(
  by: { id: number; name: string },
  contract: Place,
  starts: readonly EpochSeconds[],
  correction: Correction,
  now: Date,
): Promise<number> {
  const { description } = correction;
  const words = { ...correction, ...(description && { description: oneLine(description, MAX_DESCRIPTION) }) };
  return onceMore(() =>
    transaction(async () => {
      await lockClock(by.id, now);
      const blocks = await chosenBlocks(contract, starts);
      for (const block of blocks) refuseIf(whyNotChange(block, now));
      const clean = await withCode(words, blocks, contract.id, { typedById: by.id, at: now });
      const changes = blocks.flatMap(block => {
        const words = corrected(block, clean);
        return words ? [{ block, words }] : [];
      });
      for (const { block, words } of changes) await rewrite(block, words, now);
      if (changes.length > 0) {
        const seconds = changes.reduce((sum, { block }) => sum + block.seconds, 0);
        const startedAt = fromSeconds(changes[0]!.block.startedAt).toISOString();
        const facts = { by: by.name, startedAt, blocks: changes.length, seconds };
        await record('block.corrected', { contractId: contract.id, actorId: by.id, now, facts });
      }
      return changes.length;
    }),
  );
}

/** The code as the contract has it. One that is closed stays where it is, and comes to no other block. */
async function withCode(
  words: Correction,
  blocks: readonly StoredBlock[],
  contractId: number,
  how: { typedById: number; at: Date },
): Promise<Correction> {
  const typed = words.projectCode && codeOf(words.projectCode);
  if (!typed) return words;
  const everywhere = blocks.every(({ projectCode }) => codeKey(projectCode ?? '') === codeKey(typed));
  const { code } = await (everywhere ? codeFor : openCodeFor)(contractId, typed, how);
  return { ...words, projectCode: code };
}

async function rewrite(block: StoredBlock, words: Words, now: Date): Promise<void> {
  const { freelancerId, startedAt } = block;
  const known = await contractOf({ ...asSent(block), ...words }, freelancerId);
  await keepFormer(block, now);
  const descriptionId = known?.descriptionId ?? (await describe({ ...block, ...words }));
  const reasons = reasonsWith(block.reasons, words.description);
  await run(
    'UPDATE blocks SET description_id = $3, project_code_id = $4, reasons = $5, reviewed_at = NULL WHERE freelancer_id = $1 AND started_at = $2',
    [freelancerId, startedAt, descriptionId, known?.projectCodeId ?? null, toBits(reasons)],
  );
  await count(block, totalsOf(block), -1);
  await count(block, totalsOf({ ...block, protected: reasons.length === 0 }), 1);
  const { description, projectCode, contractId } = block;
  const facts = { startedAt, from: { description, projectCode }, to: { ...words }, reasons };
  await append({ contractId, kind: 'block.words', at: now, facts });
}

async function keepFormer({ freelancerId, startedAt }: StoredBlock, now: Date): Promise<void> {
  const [former] = await rows<{ number: number }>(
    'SELECT COUNT(*) AS number FROM corrections WHERE freelancer_id = $1 AND started_at = $2',
    [freelancerId, startedAt],
  );
  const before = Number(former?.number ?? 0);
  refuseIf(whyNotOnceMore(before));
  await run(
    `INSERT INTO corrections (freelancer_id, started_at, number, corrected_at, description_id, project_code_id)
     SELECT freelancer_id, started_at, $3, $4, description_id, project_code_id FROM blocks WHERE freelancer_id = $1 AND started_at = $2`,
    [freelancerId, startedAt, before + 1, toSeconds(now)],
  );
}

function refuseIf(refusal: BlockRefusal | null): void {
  if (refusal) throw new Refused(refusal, blockRefusalWords[refusal], 409);
}
