import type { Root } from './root.ts';

/** A root as everybody can check it. Hashes in hex, signatures in base64. Rules only. */
export const writtenRoot = ({ day, root, chains, madeAt, previous, hash, signature, keyId }: Root) => ({
  ...{ day, root: root.toString('hex'), chains, madeAt: madeAt.toISOString(), previous: previous.toString('hex') },
  ...{ hash: hash.toString('hex'), signature: signature.toString('base64'), keyId: keyId.toString('hex') },
});
