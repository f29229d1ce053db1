/** Somebody whose account is suspended comes with a session that worked before: told why, instead of being asked to sign in. */
import { rows } from '../db/sequelize.ts';
import type { SessionKind } from './session.ts';
import { hashOf } from './single-use-link.ts';
import { suspendedWords } from './suspension.ts';

/** @returns one sentence; null when the secret is nobody's, or its owner is not suspended */
export async function suspensionOf(secret: string, kind: SessionKind): Promise<string | null> {
  const [row] = await rows<{ suspended_for: string | null }>(
    `SELECT u.suspended_for FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.secret_hash = $1 AND s.kind = $2 AND u.suspended_at IS NOT NULL`,
    [hashOf(secret), kind],
  );
  return row ? suspendedWords(row.suspended_for) : null;
}
