/** From the start of the process to its first page. */
import { median } from './numbers.ts';
import { startServer, type Program } from './server-process.ts';

/** The median of several starts, in milliseconds. */
export async function coldStart(program: Program, times: number): Promise<number> {
  const starts: number[] = [];
  for (let n = 0; n < times; n++) {
    const server = await startServer(program);
    starts.push(server.coldStartMs);
    await server.stop();
  }
  return median(starts);
}
