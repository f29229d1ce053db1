/**
 * Lucia keeps sessions through this. Two things are ours: the database holds only a hash of the secret, and a session
 * is of one kind, so that a browser's cookie opens no tracker route and a tracker's secret no page.
 */
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import { Op } from 'sequelize';
import { rows } from '../db/sequelize.ts';
import type { Clock } from '../outside/clock.ts';
import type { Role } from '../policy/policy.ts';
import { expiryOf, type SessionKind } from './session.ts';
import { Session } from './session-model.ts';
import { hashOf } from './single-use-link.ts';
import { User } from './user-model.ts';
import '../db/associations.ts';

/** Read at every request, hence without models. */
const SESSION_AND_USER = `SELECT s.id, s.user_id, s.device, s.parent_id, s.last_used_at, s.expires_at, s.ends_at, s.proved_at,
  u.name, u.email, u.role, u.time_zone, u.suspended_at, f.since AS secured_since
  FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN second_factors f ON f.user_id = u.id WHERE s.secret_hash = $1 AND s.kind = $2`;
type SessionRow = Record<'id' | 'user_id', number> &
  Record<'device' | 'name' | 'email' | 'time_zone', string> &
  Record<'last_used_at' | 'expires_at' | 'ends_at', Date | string> &
  Record<'proved_at' | 'secured_since' | 'suspended_at', Date | string | null> & {
    parent_id: number | null;
    role: Role;
  };
/** SQLite returns instants as text, MySQL as dates. */
const instant = (value: Date | string): Date => (value instanceof Date ? value : new Date(value));

export function luciaAdapter(kind: SessionKind, clock: Clock): Adapter {
  /** Lucia compares with the machine's clock, we with the clock port: a date of ours as Lucia must see it. */
  const asLuciaSees = (date: Date): Date => new Date(Date.now() + date.getTime() - clock.now().getTime());

  return {
    async getSessionAndUser(secret): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const [row] = await rows<SessionRow>(SESSION_AND_USER, [hashOf(secret), kind]);
      if (!row || row.suspended_at !== null || instant(row.expires_at) <= clock.now()) return [null, null];
      const { id, user_id: userId, device, parent_id: parentId, name, email, role, time_zone: timeZone } = row;
      const [lastUsedAt, endsAt] = [instant(row.last_used_at), instant(row.ends_at)];
      const provedAt = row.proved_at === null ? null : instant(row.proved_at);
      const attributes = { row: id, device, parentId, lastUsedAt, endsAt, provedAt };
      return [
        { id: secret, userId, expiresAt: asLuciaSees(instant(row.expires_at)), attributes },
        { id: userId, attributes: { name, email, role, timeZone, secured: row.secured_since !== null } },
      ];
    },

    async setSession({ id, userId, attributes }) {
      const now = clock.now();
      const { device, parentId, endsAt, provedAt = null } = attributes;
      const expiry = expiryOf(kind, now, endsAt);
      await Session.create({
        secretHash: hashOf(id),
        userId,
        kind,
        device,
        parentId,
        createdAt: now,
        lastUsedAt: now,
        provedAt,
        ...expiry,
      });
      await User.update({ lastSeenAt: now }, { where: { id: userId } });
    },

    async updateSessionExpiration(secret) {
      const session = await Session.findOne({ where: { secretHash: hashOf(secret), kind } });
      if (session) await session.update(expiryOf(kind, clock.now(), session.endsAt));
    },

    async deleteSession(secret) {
      await Session.destroy({ where: { secretHash: hashOf(secret), kind } });
    },

    async deleteUserSessions(userId) {
      await Session.destroy({ where: { userId, kind } });
    },

    async deleteExpiredSessions() {
      await Session.destroy({ where: { kind, expiresAt: { [Op.lte]: clock.now() } } });
    },

    getUserSessions: () => Promise.reject(new Error('A secret cannot be had from the database. Read Session rows.')),
  };
}
