/** Who has looked at a freelancer's pictures in full. */
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';

export const VIEWS_ON_A_PAGE = 50;

/** Where a page ended: the view after which the next one goes on. */
export type ViewPlace = { startedAt: EpochSeconds; viewerId: number };
export type View = ViewPlace & { viewer: string; viewedAt: EpochSeconds };

type Row = { started_at: number; viewer_id: number; viewed_at: number; name: string };

/** A place as an address names it, `1763463000-12`; null when it is none. */
export function placeFrom(text: unknown): ViewPlace | null {
  const match = typeof text === 'string' ? /^(\d{1,10})-(\d{1,9})$/.exec(text) : null;
  return match ? { startedAt: Number(match[1]), viewerId: Number(match[2]) } : null;
}

/** A contract's views, those of its newest blocks first. One more than a page when there are more. */
export async function viewsOf(
  contract: { id: number; freelancerId: number },
  after: ViewPlace | null,
): Promise<View[]> {
  const { startedAt, viewerId } = after ?? { startedAt: 2 ** 32 - 1, viewerId: 0 };
  const found = await rows<Row>(
    `SELECT v.started_at, v.viewer_id, v.viewed_at, u.name FROM screenshot_views v
     JOIN blocks b ON b.freelancer_id = v.freelancer_id AND b.started_at = v.started_at JOIN users u ON u.id = v.viewer_id
     WHERE v.freelancer_id = $1 AND b.contract_id = $2 AND v.started_at <= $3 AND (v.started_at < $3 OR v.viewer_id > $4)
     ORDER BY v.started_at DESC, v.viewer_id LIMIT ${VIEWS_ON_A_PAGE + 1}`,
    [contract.freelancerId, contract.id, startedAt, viewerId],
  );
  return found.map(row => ({
    startedAt: Number(row.started_at),
    viewerId: Number(row.viewer_id),
    viewer: row.name,
    viewedAt: Number(row.viewed_at),
  }));
}
