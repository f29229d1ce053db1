import type { Response } from 'express';

/**
 * An answer of any length, sent as it is read: when the receiver waits so does the reading, and who goes away ends it. What breaks on
 * the way is thrown; the error pages then cut the answer off, so that half of it does not look whole.
 */
export async function sendPieces(res: Response, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  let goOn = (): void => undefined;
  // Once for the whole answer: whatever listens to `drain` may be kept by the compression until the end.
  const roomAgain = (): void => goOn();
  res.on('close', roomAgain);
  res.on('drain', roomAgain);
  for await (const piece of pieces) {
    if (res.closed) return;
    if (!res.write(piece)) await new Promise<void>(resolve => (goOn = resolve));
  }
  res.end();
}
