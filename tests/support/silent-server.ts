/** A door to a server that can be shut, or go silent: what is sent disappears, and nobody says that it did. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class DoorTo {
  /** While it is set nothing passes, in either direction, and new connections are taken and never answered. */
  private silent = false;
  private readonly pairs = new Set<[Socket, Socket]>();
  private readonly server: Server;
  readonly port: number;

  private constructor(server: Server, to: { host: string; port: number }) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', socket => this.join(socket, to));
  }

  static async open(to: { host: string; port: number }): Promise<DoorTo> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new DoorTo(server, to);
  }

  goSilent(): void {
    this.silent = true;
    for (const [near, far] of this.pairs) for (const socket of [near, far]) socket.pause();
  }

  /** As after a cable was put back. What was connected before stays lost, as with a firewall that forgot it. */
  speakAgain(): void {
    this.silent = false;
    for (const [near, far] of this.pairs) for (const socket of [near, far]) socket.destroy();
  }

  /** Nobody listens any more: connecting is refused. */
  async shut(): Promise<void> {
    for (const [near, far] of this.pairs) for (const socket of [near, far]) socket.destroy();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }

  async openAgain(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private join(near: Socket, to: { host: string; port: number }): void {
    const far = connect(to);
    const pair: [Socket, Socket] = [near, far];
    this.pairs.add(pair);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('close', () => (this.pairs.delete(pair), into.destroy()));
      from.on('data', bytes => void into.write(bytes));
      if (this.silent) from.pause();
    }
  }
}
