/** How long the server waits for those who are slow, and how it closes. */
import type { Server } from 'node:http';

const HEADERS_MS = 10_000;
/** The whole request, uploads included: the host gives it half a minute. */
const REQUEST_MS = 25_000;
/** Longer than the host's router keeps its connections (90 s), so that it never uses one we have just closed. */
const KEEP_ALIVE_MS = 95_000;
const IDLE_CHECK_MS = 250;

export function keepPatience(server: Server): void {
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
}

/** Takes no new connections. @returns when everything that was asked is answered */
export async function closeServer(server: Server): Promise<void> {
  // A connection that was busy is idle a moment later, and would be kept.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  await new Promise(resolve => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearInterval(idle);
}
