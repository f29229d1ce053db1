/** The chain as it stands in an evidence pack: a line of JSON for each entry. Rules only. */
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { entryText, type Entry, type Head, type Signed } from './chain.ts';

const signed = ({ signature, keyId }: Signed): string =>
  `"signature":"${signature.toString('base64')}","keyId":"${keyId.toString('hex')}"`;

/** @param withheld only that there is an entry, with its hashes and signature: the chain can still be followed over it */
export function entryLine(entry: Entry, withheld: boolean): string {
  const hash = `"hash":"${entry.hash.toString('hex')}"`;
  const what = withheld
    ? `"seq":${entry.seq},"previous":"${entry.previous.toString('hex')}"`
    : `"entry":${entryText(entry)}`;
  return `{${what},${hash},${signed(entry)}}\n`;
}

export const headText = (head: Head): string =>
  `{"seq":${head.seq},"hash":"${head.hash.toString('hex')}",${signed(head)}}\n`;

/** `pictures/2026-11-18/08-10-00-1.jpg` @param number of the capture, 1 or 2 */
export function pictureFile(startedAt: EpochSeconds, number: number): string {
  const [day, time] = fromSeconds(startedAt).toISOString().slice(0, 19).split('T') as [string, string];
  return `pictures/${day}/${time.replaceAll(':', '-')}-${number}.jpg`;
}
