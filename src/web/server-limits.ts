/** How long the server waits for those who are slow, and how it closes. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

const HEADERS_MS = 10_000;
/** The whole request, uploads included: the host gives it half a minute. */
const REQUEST_MS = 25_000;
/** Longer than the host's router keeps its connections (90 s), so that it never uses one we have just closed. */
const KEEP_ALIVE_MS = 95_000;
/** How often Node looks for those who are too slow; by itself every half minute. */
const LOOK_MS = 1_000;
const IDLE_LOOK_MS = 250;

export type ClosingServer = {
  server: Server;
  /** Takes no new connections. @returns when everything that was asked is answered */
  close(): Promise<void>;
};

export function patientServer(listener: RequestListener): ClosingServer {
  const server = createServer(
    {
      ...{ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
      ...{ keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: LOOK_MS },
    },
    listener,
  );
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  function closeIdle(): void {
    server.closeIdleConnections();
    // Browsers connect ahead of asking; Node does not count that as idle.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  }
  async function close(): Promise<void> {
    // A connection that was busy is idle a moment later, and would be kept.
    const looking = setInterval(closeIdle, IDLE_LOOK_MS);
    await new Promise(resolve => {
      server.close(resolve);
      closeIdle();
    });
    clearInterval(looking);
  }
  return { server, close };
}
