/** A line of TCP between the server and what it depends on, which can be watched, cut, and made to swallow everything. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../support/server-process.ts';

/** `open` passes everything on; `silent` swallows it, as a network does whose other end is gone; `gone` takes no calls and hangs up. */
export type LineState = 'open' | 'silent' | 'gone';

/** What is on its way. @returns false holds it back for good */
export type Watch = (way: 'there' | 'back', bytes: Buffer) => boolean | undefined;

export class Line {
  readonly port: number;
  /** Sees what passes. */
  watch: Watch = () => true;
  private state: LineState = 'open';
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();
  private target: { host: string; port: number };

  private constructor(port: number, target: { host: string; port: number }) {
    this.port = port;
    this.target = target;
  }

  /** @param address of what is at the other end, with its port, such as `mysql://root@127.0.0.1:3306` */
  static async to(address: string): Promise<Line> {
    const { hostname, port } = new URL(address);
    const line = new Line(await freePort(), { host: hostname, port: Number(port) });
    await line.listen();
    return line;
  }

  async become(state: LineState): Promise<void> {
    const was = this.state;
    this.state = state;
    // What was swallowed never comes: after a silence old connections are of no use to anybody.
    if (state === 'gone' || was === 'silent') this.hangUp();
    if (state === 'gone') await this.stopListening();
    else if (this.server === null) await this.listen();
  }

  /** New connections go to another port; those that are there stay. */
  leadTo(port: number): void {
    this.target = { ...this.target, port };
  }

  async close(): Promise<void> {
    this.hangUp();
    await this.stopListening();
  }

  private hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private async listen(): Promise<void> {
    this.server = createServer(caller => this.join(caller)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private async stopListening(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (server) await new Promise(resolve => server.close(resolve));
  }

  private join(caller: Socket): void {
    const target = this.state === 'open' ? connect(this.target) : null;
    this.pass(caller, target, 'there');
    if (target) this.pass(target, caller, 'back');
  }

  private pass(from: Socket, to: Socket | null, way: 'there' | 'back'): void {
    this.sockets.add(from);
    from.setNoDelay(true);
    from.on('data', bytes => {
      if (this.state === 'open' && this.watch(way, bytes) !== false) to?.write(bytes);
    });
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.sockets.delete(from);
      to?.destroy();
    });
  }
}
