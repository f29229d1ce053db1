import { serverAt } from '../../tracker/src/adapters/server.ts';
import type { Reply, ServerClient } from '../../tracker/src/app/outside.ts';

/**
 * The real client of the real server in a world that has its own clock: how long a call took is read there.
 * @param monotonic that clock, in milliseconds
 */
export function timedClient(monotonic: () => number, address: string, token: string | null): ServerClient {
  const server = serverAt(address, token);
  async function timed<T>(call: Promise<Reply<T>>): Promise<Reply<T>> {
    const sent = monotonic();
    const reply = await call;
    return reply.ok ? { ...reply, sent, received: monotonic() } : reply;
  }
  return {
    signIn: who => timed(server.signIn(who)),
    signOut: () => timed(server.signOut()),
    state: () => timed(server.state()),
    handOver: to => timed(server.handOver(to)),
    tellTimer: now => timed(server.tellTimer(now)),
    putBlock: (id, block, pictures) => timed(server.putBlock(id, block, pictures)),
  };
}
