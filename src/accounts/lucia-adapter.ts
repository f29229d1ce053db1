/**
 * Lucia keeps sessions through this. Two things are ours: the database holds only a hash of the secret, and a session
 * is of one kind, so that a browser's cookie opens no tracker route and a tracker's secret no page.
 */
import type { Adapter, DatabaseSession, DatabaseUser } from 'lucia';
import { Op } from 'sequelize';
import type { Clock } from '../outside/clock.ts';
import { expiryOf, type SessionKind } from './session.ts';
import { Session } from './session-model.ts';
import { hashOf } from './single-use-link.ts';
import { User } from './user-model.ts';
import '../db/associations.ts';

export function luciaAdapter(kind: SessionKind, clock: Clock): Adapter {
  /** Lucia compares with the machine's clock, we with the clock port: a date of ours as Lucia must see it. */
  const asLuciaSees = (date: Date): Date => new Date(Date.now() + date.getTime() - clock.now().getTime());

  return {
    async getSessionAndUser(secret): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const session = await Session.findOne({
        where: { secretHash: hashOf(secret), kind },
        include: { model: User, as: 'user' },
      });
      if (!session?.user || session.expiresAt <= clock.now()) return [null, null];
      const { name, email, role, timeZone } = session.user;
      return [
        {
          id: secret,
          userId: session.userId,
          expiresAt: asLuciaSees(session.expiresAt),
          attributes: {
            row: session.id,
            device: session.device,
            parentId: session.parentId,
            lastUsedAt: session.lastUsedAt,
            endsAt: session.endsAt,
          },
        },
        { id: session.userId, attributes: { name, email, role, timeZone } },
      ];
    },

    async setSession({ id, userId, attributes }) {
      const now = clock.now();
      const { device, parentId, endsAt } = attributes;
      const expiry = expiryOf(kind, now, endsAt);
      await Session.create({
        secretHash: hashOf(id),
        userId,
        kind,
        device,
        parentId,
        createdAt: now,
        lastUsedAt: now,
        ...expiry,
      });
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
