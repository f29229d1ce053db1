/**
 * Walks along a chain and says which entry is the first that does not fit. Rules only.
 *
 * Each entry is signed, not only the end: whoever changes one without our key can hash everything behind it anew, but the first entry he
 * touched is still the first whose signature fails.
 */
import { entryStatement, hashOf, headStatement, NOTHING_BEFORE, type Entry, type Head } from './chain.ts';
import { isSigned, type Keys } from './signature.ts';

/** @property seq the first entry that does not fit; null when no entry is to blame @property words a sentence or two for anybody */
export type Fault = { seq: number | null; words: string };
/** Where a signed root says that the chain stood. @property of in words: `the root of 18 Nov 2026` */
export type Anchor = { seq: number; hash: Buffer; of: string };

export class ChainWalk {
  /** Entries that fit. */
  length = 0;
  private last: Buffer = NOTHING_BEFORE;
  private readonly contractId: number;
  private readonly keys: Keys;
  private readonly anchors: ReadonlyMap<number, Anchor>;

  /** @param anchors in the order of `seq`: one for each day on which the chain has grown */
  constructor(contractId: number, keys: Keys, anchors: readonly Anchor[]) {
    this.contractId = contractId;
    this.keys = keys;
    this.anchors = new Map(anchors.map(anchor => [anchor.seq, anchor]));
  }

  /** The next entry, in the order it is found. */
  async step(entry: Entry): Promise<Fault | null> {
    const seq = this.length + 1;
    const words = await this.whyNot(entry, seq);
    if (words !== null) return { seq, words };
    this.length = seq;
    this.last = entry.hash;
    return null;
  }

  private async whyNot(entry: Entry, seq: number): Promise<string | null> {
    if (entry.contractId !== this.contractId) return `Entry ${seq} belongs to another contract.`;
    if (entry.seq > seq) return `Entry ${seq} is missing.`;
    if (entry.seq < seq) return `Entry ${entry.seq} is there twice, or out of its place.`;
    if (!entry.previous.equals(this.last)) return `Entry ${seq} does not follow the one before it.`;
    if (!entry.hash.equals(hashOf(entry))) return `Entry ${seq} is not what its hash says: it was changed.`;
    if (!(await isSigned(entryStatement(entry), entry, this.keys)))
      return `Entry ${seq} is not signed by us: it, or one it stands on, was written or changed by somebody else.`;
    const anchor = this.anchors.get(seq);
    return anchor && !anchor.hash.equals(entry.hash)
      ? `Entry ${seq} is not the one that ${anchor.of} was made over.`
      : null;
  }

  /** No further entry was found. @param head as it stands now, read after the entries */
  async end(head: Head | null): Promise<Fault | null> {
    const next = this.length + 1;
    const gone = [...this.anchors.values()].find(({ seq }) => seq > this.length);
    if (gone) return { seq: next, words: `Entry ${next} is missing: ${gone.of} was made when there were ${gone.seq}.` };
    if (head === null)
      return this.length === 0
        ? null
        : { seq: next, words: 'The end of the chain is missing: entries may be cut off.' };
    if (!(await isSigned(headStatement(head), head, this.keys)))
      return {
        seq: next,
        words: `The end of the chain is not signed by us: entries after ${this.length} may be cut off.`,
      };
    if (head.seq > this.length)
      return { seq: next, words: `Entry ${next} is missing: the chain ends with entry ${head.seq}.` };
    if (head.seq < this.length || !head.hash.equals(this.last))
      return { seq: head.seq + 1, words: `Entry ${head.seq + 1} stands behind the signed end of the chain.` };
    return null;
  }
}
