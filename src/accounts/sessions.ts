/** Lucia, once for browsers and once for trackers: one table, two kinds that do not open each other's doors. */
import { Lucia, TimeSpan } from 'lucia';
import type { Clock } from '../outside/clock.ts';
import type { Role } from '../policy/policy.ts';
import { luciaAdapter } from './lucia-adapter.ts';
import { lifetimes, type SessionKind } from './session.ts';

type SessionFacts = {
  row: number;
  device: string;
  parentId: number | null;
  lastUsedAt: Date;
  endsAt: Date;
  provedAt: Date | null;
};
/** What a new session needs to be told; the rest follows from its kind. `endsAt` shortens it; `provedAt` when it began with a code. */
type NewSession = { device: string; parentId: number | null; endsAt?: Date; provedAt?: Date | null };

export type Sessions = { web: OurLucia; tracker: OurLucia };
type OurLucia = ReturnType<typeof lucia>;

declare module 'lucia' {
  interface Register {
    Lucia: OurLucia;
    UserId: number;
    DatabaseSessionAttributes: NewSession & Partial<SessionFacts>;
    DatabaseUserAttributes: { name: string; email: string; role: Role; timeZone: string; secured: boolean };
  }
}

/** @param secure whether people reach us by https: decides the cookie's name and `Secure` */
export function sessionsOn(clock: Clock, secure: boolean): Sessions {
  return { web: lucia('web', clock, secure), tracker: lucia('tracker', clock, secure) };
}

/** What stands in a browser's cookie. Ours needs no decoding, and decoding whatever else stands there may fail. */
export const secretIn = ({ web }: Sessions, cookies = ''): string | null =>
  new RegExp(`(?:^|;\\s*)${web.sessionCookieName}=([a-z0-9]{40})(?:;|$)`).exec(cookies)?.[1] ?? null;

function lucia(kind: SessionKind, clock: Clock, secure: boolean) {
  return new Lucia(luciaAdapter(kind, clock), {
    sessionExpiresIn: new TimeSpan(lifetimes[kind].idleDays, 'd'),
    sessionCookie: { name: secure ? '__Host-session' : 'session', attributes: { secure, sameSite: 'lax', path: '/' } },
    getSessionAttributes: facts => facts as SessionFacts,
    getUserAttributes: user => user,
  });
}
