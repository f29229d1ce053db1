/** Ed25519 keys of the evidence. Rules only. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { sha256, type Signed } from './chain.ts';

/** What stands before the 32 bytes of a key in PKCS #8 and SPKI (RFC 8410). */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');

/** Public keys that are believed, by their id in hex. @property raw 32 bytes */
export type Keys = ReadonlyMap<string, { key: KeyObject; raw: Buffer }>;
export type Signer = { keyId: Buffer; raw: Buffer; sign(statement: string): Signed };

/** The first 8 bytes of a public key's SHA-256. */
export const keyIdOf = (raw: Buffer): Buffer => sha256(raw).subarray(0, 8);

/** @param seed 32 secret bytes */
export function signerOf(seed: Buffer): Signer {
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC.length);
  const keyId = keyIdOf(raw);
  return { keyId, raw, sign: statement => ({ signature: sign(null, Buffer.from(statement), key), keyId }) };
}

/** @param raws public keys of 32 bytes */
export const keysOf = (raws: readonly Buffer[]): Keys =>
  new Map(
    raws.map(raw => {
      const key = createPublicKey({ key: Buffer.concat([PUBLIC, raw]), format: 'der', type: 'spki' });
      return [keyIdOf(raw).toString('hex'), { key, raw }];
    }),
  );

/** Whether one of these keys signed the statement. Checked beside the main thread: a chain has tens of thousands. */
export function isSigned(statement: string, { signature, keyId }: Signed, keys: Keys): Promise<boolean> {
  const known = keys.get(keyId.toString('hex'));
  if (!known) return Promise.resolve(false);
  return new Promise((resolve, reject) =>
    verify(null, Buffer.from(statement), known.key, signature, (error, valid) =>
      error ? reject(error) : resolve(valid),
    ),
  );
}
