/** How long a person stays signed in. Rules only. */
import { addMs, DAY } from '../kernel/time.ts';

/** A `web` session lives in a browser's cookie, a `tracker` session in the tracker's own file. Neither opens the other's doors. */
export type SessionKind = 'web' | 'tracker';

export const lifetimes: Record<SessionKind, { idleDays: number; longestDays: number }> = {
  web: { idleDays: 7, longestDays: 30 },
  tracker: { idleDays: 14, longestDays: 90 },
};

/** When a session that is used now will end by itself, and when it ends whatever happens. */
export function expiryOf(kind: SessionKind, now: Date, endsAt = addMs(now, lifetimes[kind].longestDays * DAY)) {
  const idleEnd = addMs(now, lifetimes[kind].idleDays * DAY);
  return { expiresAt: idleEnd < endsAt ? idleEnd : endsAt, endsAt };
}

/** A tracker whose timer runs says so once a minute; silent for longer, it is thought to have stopped. */
export const TIMER_HEARD_SECONDS = 150;

/** A handed-over session ends with the tracker's session that it came from. */
export const HAND_OVER_SECONDS = 60;
