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

/** Connections on which nothing was ever asked. */
const unasked = new WeakMap<Server, Set<Socket>>();

export function patientServer(listener: RequestListener): Server {
  const server = createServer(
    {
      ...{ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
      ...{ keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: LOOK_MS },
    },
    listener,
  );
  const sockets = new Set<Socket>();
  unasked.set(server, sockets);
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', ({ socket }) => sockets.delete(socket));
  return server;
}

/** Takes no new connections. @returns when everything that was asked is answered */
export async function closeServer(server: Server): Promise<void> {
  // A connection that was busy is idle a moment later, and would be kept.
  const looking = setInterval(() => closeIdle(server), IDLE_LOOK_MS);
  await new Promise(resolve => {
    server.close(resolve);
    closeIdle(server);
  });
  clearInterval(looking);
}

/** Browsers connect ahead of asking; Node does not count that as idle. */
function closeIdle(server: Server): void {
  server.closeIdleConnections();
  for (const socket of unasked.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy();
}
