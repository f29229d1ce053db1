/** Whoever sends slowly to keep the server busy is hung up on, and nobody else notices. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { patientServer } from '../../src/web/server-limits.ts';
import { ORIGIN, world } from '../support/world.ts';

const MANY = 100;
/** A header has ten seconds, a whole request 25, and each is looked at every two. */
const HEADERS_END_MS = 14_000;
const REQUESTS_END_MS = 29_000;

describe('Slow clients', function () {
  this.timeout(60_000);
  let server: Server;
  let port: number;
  before(async () => {
    server = patientServer((await world()).app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  /** Sends the beginning at once and then a byte a second. @returns how long it was listened to, in milliseconds, and the answer */
  async function dribble(beginning: string): Promise<{ ms: number; heard: string }> {
    const began = performance.now();
    const socket = net.connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', part => (heard += part.toString()));
    socket.on('error', () => undefined);
    socket.write(beginning);
    const dribbling = setInterval(() => socket.write('a'), 1_000);
    await once(socket, 'close');
    clearInterval(dribbling);
    return { ms: performance.now() - began, heard };
  }

  const begun = 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ';
  const form = `POST /sign-in HTTP/1.1\r\nHost: a\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nemail=`;

  it('are hung up on, whether they are slow with headers or with a form, and pages are quick meanwhile', async () => {
    const slow = [begun, form].flatMap(beginning => Array.from({ length: MANY / 2 }, () => dribble(beginning)));
    let slowest = 0;
    for (let visit = 0; visit < 20; visit++) {
      const asked = performance.now();
      expect((await fetch(`http://127.0.0.1:${port}/sign-in`)).status).to.equal(200);
      slowest = Math.max(slowest, performance.now() - asked);
      await wait(200);
    }
    const all = await Promise.all(slow);
    expect(slowest, 'the slowest page, in milliseconds').to.be.below(1_000);
    const [headers, forms] = [all.slice(0, MANY / 2), all.slice(MANY / 2)];
    for (const { ms, heard } of headers)
      expect([ms < HEADERS_END_MS, heard.split('\r\n')[0]]).to.deep.equal([true, 'HTTP/1.1 408 Request Timeout']);
    // Node and our own patience end with the same second.
    for (const { ms, heard } of forms)
      expect([ms < REQUESTS_END_MS, /^HTTP\/1\.1 (408|503) /.test(heard)], heard.slice(0, 40)).to.deep.equal([
        true,
        true,
      ]);
  });

  it('that send nothing at all are hung up on, too', async () => {
    const began = performance.now();
    const socket = net.connect(port, '127.0.0.1');
    socket.on('data', () => undefined);
    await once(socket, 'close');
    expect(performance.now() - began).to.be.below(HEADERS_END_MS);
  });
});
