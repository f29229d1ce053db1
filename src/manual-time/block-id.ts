/** Ids of blocks that a yes adds. Rules only. */
import { createHash } from 'node:crypto';

/** Names of these blocks come from their request and place: doing it twice would make the same blocks, not more. */
const NAMESPACE = Buffer.from('4c0e0f2b5d3a4c6e9a518c6a1f3b7d20', 'hex');

/** A UUID of version 5 (RFC 9562): the same for the same request and second. */
export function blockIdOf(requestId: number, startedAt: number): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(`${requestId}:${startedAt}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
