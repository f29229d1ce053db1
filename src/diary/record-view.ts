import { UniqueConstraintError } from 'sequelize';
import { run } from '../db/sequelize.ts';
import { toSeconds } from '../kernel/time.ts';
import type { Actor } from '../policy/policy.ts';
import type { StoredBlock } from './block-rows.ts';

/** Somebody else looks at a block's full picture: its freelancer will see who, and when first. */
export async function recordView(block: StoredBlock, viewer: Actor, now: Date): Promise<void> {
  if (viewer.id === block.freelancerId) return;
  try {
    await run(
      'INSERT INTO screenshot_views (freelancer_id, started_at, viewer_id, viewed_at) VALUES ($1, $2, $3, $4)',
      [block.freelancerId, block.startedAt, viewer.id, toSeconds(now)],
    );
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
  }
}
