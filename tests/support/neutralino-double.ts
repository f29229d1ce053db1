/**
 * A small double of the Neutralino runtime, for tests and for looking at the tracker in a browser. It speaks the real
 * client library's protocol (Neutralino 6.9: globals script, one-time token, `{ id, method, data }` over a web socket),
 * enforces the allow list of the real `neutralino.config.json`, keeps files on disk and really runs commands.
 * Left out: everything the tracker does not call.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { DesktopState } from './neutralino-desktop.ts';
import { NativeError, nativeMethods, type NativeCall } from './neutralino-native.ts';

export type DoubleOptions = {
  /** The folder that is served; its parent holds `neutralino.config.json`. */
  resources: string;
  /** What `os.getPath('data')` answers. No file outside of it can be reached. */
  dataFolder: string;
  /** Added to the environment of spawned commands, and what `os.getEnv` answers; e.g. `{ DISPLAY: ':97' }`. */
  env?: Record<string, string>;
  /** Added to the program's arguments, `NL_ARGS`. */
  args?: readonly string[];
};

export type Double = {
  /** What to open in a browser. One-time token: the first page gets it, a second one is refused. */
  url: string;
  notifications: { title: string; content: string }[];
  /** Addresses handed to the system's browser. */
  opened: string[];
  /** What the tracker did with its window and the tray. */
  desktop: DesktopState;
  /** Native methods called so far, refused ones too, in order. */
  calls: string[];
  /** Sends an event to the page as the runtime would, e.g. `windowClose`. */
  emit(event: string, data?: unknown): void;
  /** Settles when the page asked to leave (`app.exit`), with its code. */
  exited: Promise<number>;
  /** Ends at once, as `kill -9` would: nothing is said to the page, spawned commands are killed. */
  kill(): Promise<void>;
};

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'application/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Starts a double on a free port of 127.0.0.1. Each start is a new run of the application with a new token. */
export async function startDouble(options: DoubleOptions): Promise<Double> {
  const config = JSON.parse(await readFile(join(options.resources, '..', 'neutralino.config.json'), 'utf8')) as {
    applicationId: string;
    version: string;
    nativeAllowList: string[];
  };
  const connectToken = randomBytes(16).toString('hex');
  const token = `${randomBytes(16).toString('hex')}.${connectToken}`;
  let tokenSent = false;
  const sockets = new Set<WebSocket>();
  let killed = false;
  const emit = (event: string, data: unknown = null) => {
    for (const socket of sockets) socket.send(JSON.stringify({ event, data }));
  };
  const native = nativeMethods(options, emit);
  const calls: string[] = [];

  const http = createServer((request, response) => {
    const path = normalize((request.url ?? '/').replace(/\?.*/, ''));
    if (path.endsWith('/__neutralino_globals.js')) {
      response.setHeader('content-type', 'application/javascript');
      response.end(globals());
    } else void serveFile(join(options.resources, path.endsWith('/') ? `${path}index.html` : path), response);
  });
  const ws = new WebSocketServer({
    server: http,
    verifyClient: ({ req }: { req: IncomingMessage }) => (req.url ?? '').includes(`connectToken=${connectToken}`),
  });
  ws.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The real runtime handles one message after the other; once it is killed, none: a command it still began would outlive everybody.
    let last = Promise.resolve();
    socket.on('message', (message: Buffer) => {
      last = last.then(async () => {
        if (!killed) socket.send(await answer(JSON.parse(message.toString()) as NativeCall));
      });
    });
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  function globals(): string {
    const sent = tokenSent ? '' : token;
    tokenSent = true;
    const values = {
      NL_OS: { linux: 'Linux', darwin: 'Darwin', win32: 'Windows' }[process.platform as string] ?? 'Unknown',
      NL_ARCH: process.arch,
      NL_VERSION: '6.9.0',
      NL_APPID: config.applicationId,
      NL_APPVERSION: config.version,
      NL_PORT: port,
      NL_MODE: 'window',
      NL_TOKEN: sent,
      NL_ARGS: ['/opt/impact-time/impact-time', ...(options.args ?? [])],
      NL_CMETHODS: [],
      NL_EXTENABLED: false,
      NL_PID: process.pid,
    };
    return Object.entries(values)
      .map(([name, value]) => `var ${name}=${JSON.stringify(value)};`)
      .join('');
  }

  async function answer({ id, method, data, accessToken }: NativeCall): Promise<string> {
    calls.push(method);
    const reply = (body: unknown) => JSON.stringify({ id, method, data: body });
    const no = (code: string, message: string) => reply({ error: { code, message } });
    if (accessToken !== token) return no('NE_RT_INVTOKN', 'The access token is invalid');
    if (!config.nativeAllowList.includes(method)) return no('NE_RT_NATPRME', `${method} is not allowed`);
    const run = native.methods[method];
    if (!run) return no('NE_RT_NATNTIM', `${method} is not implemented`);
    try {
      return reply({ success: true, returnValue: await run(data ?? {}) });
    } catch (error) {
      return error instanceof NativeError ? no(error.code, error.message) : no('NE_RT_NATRTER', String(error));
    }
  }

  return {
    url: `http://127.0.0.1:${port}/`,
    notifications: native.notifications,
    opened: native.opened,
    desktop: native.desktop,
    calls,
    emit,
    exited: native.exited,
    async kill() {
      killed = true;
      native.killSpawned();
      for (const socket of sockets) socket.terminate();
      http.closeAllConnections();
      await new Promise(resolve => http.close(resolve));
    },
  };
}

async function serveFile(path: string, response: ServerResponse): Promise<void> {
  try {
    const body = await readFile(path);
    response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
    response.end(body);
  } catch {
    response.statusCode = 404;
    response.end();
  }
}
