/** What an entry of a contract's chain is, and how it is bound to the one before. Rules only. */
import { createHash } from 'node:crypto';

/** What is said of an entry. @property facts canonical JSON text @property previous hash of the entry before, zeros for the first */
export type EntryFacts = {
  contractId: number;
  /** 1, 2, 3, … without gaps. */
  seq: number;
  kind: string;
  at: Date;
  facts: string;
  previous: Buffer;
};
/** @property signature Ed25519 over {@link entryStatement} @property keyId of the key that signed, 8 bytes */
export type Signed = { signature: Buffer; keyId: Buffer };
export type Entry = EntryFacts & { hash: Buffer } & Signed;
/** The end of a chain, signed anew with each entry, so that a chain cannot be cut shorter. */
export type Head = { contractId: number; seq: number; hash: Buffer } & Signed;

export const NOTHING_BEFORE = Buffer.alloc(32);

export const sha256 = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();

/** The canonical JSON of an entry: what its hash is taken of. Names stand in alphabetical order. */
export function entryText({ contractId, seq, kind, at, facts, previous }: EntryFacts): string {
  const when = JSON.stringify(at.toISOString());
  const before = previous.toString('hex');
  return `{"at":${when},"contractId":${contractId},"facts":${facts},"kind":${JSON.stringify(kind)},"previous":"${before}","seq":${seq}}`;
}

export const hashOf = (entry: EntryFacts): Buffer => sha256(entryText(entry));

type Named = { contractId: number; seq: number; hash: Buffer };
/** What is signed of an entry. A head is signed with other words: the entry before cannot pass for a head. */
export const entryStatement = (entry: Named): string => statement('entry', entry);
export const headStatement = (head: Named): string => statement('head', head);

const statement = (what: string, { contractId, seq, hash }: Named): string =>
  `Impact Time evidence ${what}\n${contractId}\n${seq}\n${hash.toString('hex')}\n`;
