import { rows } from '../db/sequelize.ts';

/** Beyond this nobody counts, neither we nor the reader. */
export const MANY_UNREAD = 100;

const UNREAD = `SELECT COUNT(*) AS unread FROM
  (SELECT 1 FROM notices WHERE user_id = $1 AND read_at IS NULL LIMIT ${MANY_UNREAD}) AS first_ones`;

/** @returns how many notices somebody has not read, at most {@link MANY_UNREAD}. Asked by every page, for the bell on its top. */
export async function unreadCount(userId: number): Promise<number> {
  const [row] = await rows<{ unread: number }>(UNREAD, [userId]);
  return row?.unread ?? 0;
}
