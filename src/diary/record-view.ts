import { UniqueConstraintError } from 'sequelize';
import { recordLook } from '../admin/record-look.ts';
import { run, transaction } from '../db/sequelize.ts';
import { toSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { StoredBlock } from './block-rows.ts';

/** Somebody else looks at a block's full picture: its freelancer will see who, and when first; of an admin each time with the reason. */
export async function recordView(block: StoredBlock, viewer: Actor, now: Date): Promise<void> {
  if (viewer.id === block.freelancerId) return;
  try {
    await transaction(async () => {
      await run(
        `INSERT INTO screenshot_views (freelancer_id, started_at, viewer_id, look_id, viewed_at) VALUES ($1, $2, $3, $4, $5)`,
        [block.freelancerId, block.startedAt, viewer.id, viewer.look?.id ?? 0, toSeconds(now)],
      );
      if (viewer.look) await recordLook(viewer.look, viewer.id, block, now);
    });
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
  }
}
