/** Pictures that have been kept long enough go; what is known of them stays. */
import { UniqueConstraintError } from 'sequelize';
import { run, transaction } from '../db/sequelize.ts';
import { blocksBetween } from '../diary/block-rows.ts';
import { PictureToForget } from '../diary/picture-to-forget-model.ts';
import { keysOf } from '../diary/storage-keys.ts';
import { append } from '../evidence/append.ts';
import { oneByOne } from '../kernel/one-by-one.ts';
import { toSeconds, weekEnd } from '../kernel/time.ts';
import { dueWeeks, type DueWeek } from './due-weeks.ts';

/** One contract's week has some thousand files at most; a tick must not hold up the next. */
const WEEKS_AT_ONCE = 10;

/** Job: marks what is due; the bytes go with those of deleted pictures. @returns how many pictures */
export async function removeOldPictures(now: Date): Promise<number> {
  let removed = 0;
  await oneByOne(await dueWeeks(now, WEEKS_AT_ONCE), async week => {
    removed += await removeWeek(week, now);
  });
  return removed;
}

async function removeWeek(week: DueWeek, now: Date): Promise<number> {
  try {
    return await transaction(() => mark(week, now));
  } catch (error) {
    // Another process did it in this moment.
    if (error instanceof UniqueConstraintError) return 0;
    throw error;
  }
}

async function mark({ contractId, freelancerId, monday }: DueWeek, now: Date): Promise<number> {
  const [at, end] = [toSeconds(now), weekEnd(monday)];
  const blocks = await blocksBetween({ id: contractId, freelancerId }, monday, end);
  const keys = blocks.filter(({ deletedAt }) => deletedAt === null).flatMap(keysOf);
  // Each picture has its thumbnail beside it.
  const pictures = keys.length / 2;
  await run('INSERT INTO removed_pictures (week, contract_id, pictures, removed_at) VALUES ($1, $2, $3, $4)', [
    monday,
    contractId,
    pictures,
    at,
  ]);
  await run(
    `UPDATE blocks SET pictures_removed_at = $5
     WHERE freelancer_id = $1 AND started_at >= $2 AND started_at < $3 AND contract_id = $4 AND deleted_at IS NULL`,
    [freelancerId, monday, end, contractId, at],
  );
  const facts = { week: monday, pictures, removedAt: at };
  await append({ contractId, kind: 'pictures.removed', at: now, facts });
  const forgetAt = at;
  await PictureToForget.bulkCreate(
    keys.map(storageKey => ({ storageKey, forgetAt })),
    { ignoreDuplicates: true },
  );
  return pictures;
}
