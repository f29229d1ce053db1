/** The real server in a process of its own, built and started the way production starts it, on this run's database. */
import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { root } from '../../src/config.ts';

export type ServerProcess = {
  url: string;
  process: ChildProcess;
  /** Everything it wrote. */
  output(): string;
  /** The most memory it ever had, in bytes. */
  peakMemory(): number;
  /** SIGTERM, and what it exited with. */
  stop(): Promise<number | null>;
};

const running = new Set<ChildProcess>();
/** A test that fails before it stops its server must not keep the run from ending. */
export const stopAllServers = (): void => running.forEach(child => child.kill('SIGKILL'));

/** Runs beside each other are started by somebody who has built. */
let built = process.env['BUILT'] === 'yes';
export function build(): void {
  if (!built) execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  built = true;
}

/** @param env settings of its own, such as the port it shall have again @param begun hears of the process before it is ready */
export async function startServer(
  env: Record<string, string> = {},
  begun: (child: ChildProcess) => void = () => undefined,
): Promise<ServerProcess> {
  build();
  const port = Number(env['PORT'] ?? (await freePort()));
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['--enable-source-maps', path.join(root, 'dist/server.js')], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  begun(child);
  child.on('exit', () => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!output.includes('is ready at')) {
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server did not start:\n${output}`);
  }
  return {
    url,
    process: child,
    output: () => output,
    peakMemory: () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
