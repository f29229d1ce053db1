/**
 * The tracker's idea of the server's time. Durations come from the monotonic clock, so a change of the system's clock
 * never adds or removes a second; the server's `serverTime` says where on the calendar they lie.
 */
import type { Millisecond, Second } from './chance.ts';

/** Both clocks of this machine, read together. `monotonic` counts from some start and stands still in sleep on most systems. */
export type Reading = { monotonic: Millisecond; wall: Millisecond };

/** `offset` is the server's time minus the monotonic clock; `wall` minus `monotonic` was `lead` at the last reading. */
export type Clock = { offset: Millisecond; lead: Millisecond };

/** The wall clock running this far ahead between two readings means sleep (or somebody set the clock). */
export const SLEEP: Millisecond = 30_000;

/** @param skew how far the server was ahead of the wall clock when last heard of; 0 when never */
export const setClock = (reading: Reading, skew: Millisecond): Clock => ({
  offset: reading.wall + skew - reading.monotonic,
  lead: reading.wall - reading.monotonic,
});

/** The second in which `monotonic` lies. */
export const secondOf = (clock: Clock, monotonic: Millisecond): Second => Math.floor((clock.offset + monotonic) / 1000);

/** How far the server is ahead of the wall clock: remembered on disk for a start without a connection. */
export const skewOf = (clock: Clock): Millisecond => clock.offset - clock.lead;

/**
 * Looks at both clocks again. In sleep the monotonic clock stands still while the wall clock goes on: the offset then
 * moves along, so that work after sleep lies after it. A wall clock set back changes nothing.
 */
export function look(clock: Clock, reading: Reading): { clock: Clock; slept: boolean } {
  const lead = reading.wall - reading.monotonic;
  const ahead = lead - clock.lead;
  if (ahead <= SLEEP) return { clock: { ...clock, lead }, slept: false };
  return { clock: { offset: clock.offset + ahead, lead }, slept: true };
}

/**
 * Learns from an answer: the server read its clock somewhere between sending and receiving. What we believed stays when it lies
 * between the two, so that a slow answer moves nothing; else it moves as little as it must.
 */
export function learn(clock: Clock, serverTime: Millisecond, sent: Millisecond, received: Millisecond): Clock {
  const [least, most] = [serverTime - received, serverTime - sent];
  return { ...clock, offset: Math.min(most, Math.max(least, clock.offset)) };
}
