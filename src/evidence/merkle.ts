/** One hash over many: the Merkle tree of RFC 6962, section 2.1. Rules only. */
import { sha256 } from './chain.ts';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export const leafHash = (text: string): Buffer => sha256(Buffer.concat([LEAF, Buffer.from(text)]));
const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.concat([NODE, left, right]));

/** The largest power of two below `size`: so many leaves are on the left. */
function leftOf(size: number): number {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

/** @param leaves their hashes, at least one */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const left = leftOf(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

/** The hashes beside the way from one leaf to the root, lowest first. @param index of the leaf, from 0 */
export function pathOf(leaves: readonly Buffer[], index: number): Buffer[] {
  if (leaves.length === 1) return [];
  const left = leftOf(leaves.length);
  const [here, beside] = [leaves.slice(0, left), leaves.slice(left)];
  return index < left ? [...pathOf(here, index), rootOf(beside)] : [...pathOf(beside, index - left), rootOf(here)];
}

/** The root that such a path leads to, or null when its length does not fit. @param size how many leaves there are */
export function rootAlong(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (size === 1) return path.length === 0 ? leaf : null;
  const beside = path.at(-1);
  if (!beside) return null;
  const left = leftOf(size);
  const below = path.slice(0, -1);
  const isLeft = index < left;
  const here = isLeft ? rootAlong(leaf, index, left, below) : rootAlong(leaf, index - left, size - left, below);
  return here && (isLeft ? nodeHash(here, beside) : nodeHash(beside, here));
}
