/** What has happened, one line each, for the person and for whoever helps. Kept small; never in anybody's way. */
import { filesystem } from '@neutralinojs/lib';

const FILE = 'log.txt';
const OLDER = 'log.old.txt';
const LARGEST = 1_000_000;

export type LogFile = (line: string) => void;

/** Lines are written in order, each with its moment in UTC. What cannot be written is left out. */
export function logFileIn(folder: string, now: () => Date): LogFile {
  const path = `${folder}/${FILE}`;
  let last: Promise<unknown> = Promise.resolve();

  async function write(line: string): Promise<void> {
    const { size } = await filesystem.getStats(path).catch(() => ({ size: 0 }));
    if (size > LARGEST) await filesystem.move(path, `${folder}/${OLDER}`);
    await filesystem.appendFile(path, line);
  }

  return line => {
    const dated = `${now().toISOString()} ${line}\n`;
    last = last.then(() => write(dated)).catch(() => undefined);
  };
}
