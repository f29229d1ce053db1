/** A contract of years as the product would have made it: each block with its signed entry, each week billed, each day under a root. */
import { v7 } from 'uuid';
import { closeWeek } from '../../src/billing/close-week.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { isSqlite, run, transaction } from '../../src/db/sequelize.ts';
import { describe as remember, insertBlock } from '../../src/diary/block-writes.ts';
import { pictureKey, thumbKeyOf } from '../../src/diary/storage-keys.ts';
import { sha256 } from '../../src/evidence/chain.ts';
import { signRoots } from '../../src/evidence/sign-roots.ts';
import { fromSeconds, weekCloses, weekEnd, weekOf, type EpochSeconds } from '../../src/kernel/time.ts';
import type { Storage } from '../../src/outside/storage.ts';
import { newestDueWeek } from '../../src/retention/retention.ts';
import type { World } from '../support/world.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;
const A_DAY = 48;
/** Short, so that a week of seven days stays below its limit. */
const SECONDS = 300;
const DESCRIPTION = 'Checkout: keep the basket when the session ends';
const DIV = isSqlite ? '/' : 'DIV';

/** The Monday on which so many blocks have to begin to end with the last whole week. */
export const beginningOf = (blocks: number, now: Date): EpochSeconds =>
  weekOf(Math.floor(now.getTime() / 1000)) - Math.ceil(blocks / (7 * A_DAY)) * WEEK;

/**
 * Whole weeks, up to the last one that is over. Pictures that are still kept are in the storage, as bytes that are no picture.
 * @param w its contract was agreed on before
 * @returns how many blocks
 */
export async function liveThrough(w: World, from: EpochSeconds, now: Date, storage: Storage): Promise<number> {
  const { id: contractId } = w.contract;
  const place = { contractId, freelancerId: w.felix.id };
  const { id: termsId } = await ContractTerms.findOne({ where: { contractId }, rejectOnEmpty: true });
  const descriptionId = await remember({ contractId, description: DESCRIPTION });
  const newestRemoved = newestDueWeek(now);
  const end = weekOf(Math.floor(now.getTime() / 1000));
  await Contract.update({ nextWeek: from }, { where: { id: contractId } });
  let blocks = 0;
  for (let week = from; week < end; week += WEEK) {
    const starts = Array.from(
      { length: 7 * A_DAY },
      (_, n) => week + Math.floor(n / A_DAY) * DAY + 8 * 3600 + (n % A_DAY) * 600,
    );
    await transaction(async () => {
      for (const startedAt of starts) await keep(startedAt, { ...place, termsId, descriptionId });
      await countWeek(contractId, week);
    });
    if (week > newestRemoved) for (const startedAt of starts) await putPicture(storage, contractId, startedAt);
    await closeWeek(contractId, week, fromSeconds(weekCloses(week)));
    await signRoots(fromSeconds(weekCloses(week)));
    blocks += starts.length;
  }
  return blocks;
}

const pictureOf = (startedAt: EpochSeconds): Buffer => Buffer.alloc(2_000, `the screen at ${startedAt} `);

async function putPicture(storage: Storage, contractId: number, startedAt: EpochSeconds): Promise<void> {
  const bytes = pictureOf(startedAt);
  const key = pictureKey({ contractId, startedAt }, 1, sha256(bytes));
  for (const one of [key, thumbKeyOf(key)]) await storage.put(one, bytes);
}

type Place = { contractId: number; freelancerId: number; termsId: number; descriptionId: number };

function keep(startedAt: EpochSeconds, { contractId, ...place }: Place): Promise<void> {
  const takenAt = startedAt + SECONDS / 2;
  const received = sha256(pictureOf(startedAt));
  const picture = { received, keptHash: null, dhash: received.subarray(0, 8) };
  const judged = {
    ...{ manual: false, description: DESCRIPTION, overLimitSeconds: 0, idle: false, late: false, clockReliable: true },
    ...{ shots: [{ picture: true, maskedPerMille: 0, blank: false, repeated: false }], paymentProblem: false },
  };
  const block = {
    ...{ id: v7(), contractId, startedAt, seconds: SECONDS, inputSeconds: 100, idle: false },
    ...{ description: DESCRIPTION, projectCode: null, shots: [] },
  };
  const kept = { receivedAt: startedAt + 400, reasons: [], overLimitSeconds: 0, judged, projectCodeId: null };
  return insertBlock(block, [{ takenAt, picture: picture as never, mask: null }], { ...place, ...kept });
}

const countWeek = (contractId: number, week: EpochSeconds): Promise<void> =>
  run(
    `INSERT INTO day_totals (contract_id, day, terms_id, blocks, seconds, billable_seconds, protected_seconds)
     SELECT contract_id, started_at ${DIV} 86400 AS day, terms_id, COUNT(*), SUM(seconds), SUM(seconds), SUM(seconds)
     FROM blocks WHERE contract_id = $1 AND started_at >= $2 AND started_at < $3 GROUP BY contract_id, day, terms_id`,
    [contractId, week, weekEnd(week)],
  );
