/** Who has looked at a freelancer's pictures in full. */
import { reasonWords } from '../admin/look.ts';
import { rows } from '../db/sequelize.ts';
import type { EpochSeconds } from '../kernel/time.ts';

export const VIEWS_ON_A_PAGE = 50;

/** Where a page ended: the view after which the next one goes on. */
export type ViewPlace = { startedAt: EpochSeconds; place: number };
export type View = ViewPlace & { viewer: string; viewedAt: EpochSeconds };

type Row = {
  started_at: number;
  place: number;
  viewed_at: number;
  name: string;
  look_id: number;
  reason: string | null;
};

/** Tells apart the views of one block: a party's number, or that of the reason an admin gave, below zero. */
export const placeOf = (view: string): string =>
  `CASE WHEN ${view}.look_id > 0 THEN -${view}.look_id ELSE ${view}.viewer_id END`;
export const BEFORE_ALL = -(2 ** 31);

/** Which admin it was is between the admins; why is not. */
export const viewerWords = (name: string, lookId: number, reason: string | null): string =>
  lookId > 0 ? `An admin: ${reasonWords(reason)}` : name;

/** A place as an address names it, `1763463000-12`; null when it is none. */
export function placeFrom(text: unknown): ViewPlace | null {
  const match = typeof text === 'string' ? /^(\d{1,10})-(-?\d{1,9})$/.exec(text) : null;
  return match ? { startedAt: Number(match[1]), place: Number(match[2]) } : null;
}

/** A contract's views, those of its newest blocks first. One more than a page when there are more. */
export async function viewsOf(
  contract: { id: number; freelancerId: number },
  after: ViewPlace | null,
): Promise<View[]> {
  const { startedAt, place } = after ?? { startedAt: 2 ** 32 - 1, place: BEFORE_ALL };
  const found = await rows<Row>(
    `SELECT v.started_at, ${placeOf('v')} AS place, v.viewed_at, u.name, v.look_id, a.reason FROM screenshot_views v
     JOIN blocks b ON b.freelancer_id = v.freelancer_id AND b.started_at = v.started_at JOIN users u ON u.id = v.viewer_id
     LEFT JOIN audit_entries a ON a.id = v.look_id
     WHERE v.freelancer_id = $1 AND b.contract_id = $2 AND v.started_at <= $3 AND (v.started_at < $3 OR ${placeOf('v')} > $4)
     ORDER BY v.started_at DESC, place LIMIT ${VIEWS_ON_A_PAGE + 1}`,
    [contract.freelancerId, contract.id, startedAt, place],
  );
  return found.map(row => ({
    startedAt: Number(row.started_at),
    place: Number(row.place),
    viewer: viewerWords(row.name, Number(row.look_id), row.reason),
    viewedAt: Number(row.viewed_at),
  }));
}
