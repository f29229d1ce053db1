/** Does the chain stand under the signed roots? */
import { dayShort } from '../kernel/time.ts';
import { NOTHING_BEFORE } from './chain.ts';
import type { Anchor, Fault } from './check-chain.ts';
import { rootOf } from './merkle.ts';
import { believed } from './our-keys.ts';
import { leafOf, rootHash, rootStatement, type Root } from './root.ts';
import { allRoots, leavesOf, leavesOn, newestRoot } from './root-rows.ts';
import { isSigned } from './signature.ts';

/** Where the daily roots say that the chain stood, oldest first. */
export const anchorsOf = async (contractId: number): Promise<Anchor[]> =>
  (await leavesOf(contractId)).map(({ seq, hash, day }) => ({ seq, hash, of: `the root of ${dayShort(day)}` }));

/** Whether a root is what we signed. */
export const isOurs = async (root: Root): Promise<boolean> =>
  root.hash.equals(rootHash(root)) && (await isSigned(rootStatement(root), root, believed));

/** The newest root has to be ours, and the contract's leaf has to be under it. */
export async function whyNotRoot(contractId: number): Promise<Fault | null> {
  const root = await newestRoot();
  if (!root) return null;
  const of = `root of ${dayShort(root.day)}`;
  if (!(await isOurs(root))) return { seq: null, words: `The ${of} is not signed by us.` };
  const leaves = await leavesOn(root.day);
  // A contract that began later is not under it yet.
  if (!leaves.some(leaf => leaf.contractId === contractId)) return null;
  const isUnder = rootOf(leaves.map(leafOf)).equals(root.root);
  return isUnder ? null : { seq: null, words: `The chain does not stand under the ${of}.` };
}

/** Every root, oldest first: signed by us, made over the leaves of its day, and following the one before. */
export async function checkAllRoots(): Promise<{ roots: number; fault: Fault | null }> {
  let previous: Buffer = NOTHING_BEFORE;
  let roots = 0;
  for await (const root of allRoots()) {
    const is = await isOurs(root);
    const follows = root.previous.equals(previous);
    const leaves = await leavesOn(root.day);
    const isOver = leaves.length === root.chains && leaves.length > 0 && rootOf(leaves.map(leafOf)).equals(root.root);
    const words = !is
      ? 'is not signed by us'
      : !follows
        ? 'does not follow the one before it'
        : 'is not over its leaves';
    if (!is || !follows || !isOver)
      return { roots, fault: { seq: null, words: `The root of ${dayShort(root.day)} ${words}.` } };
    previous = root.hash;
    roots += 1;
  }
  return { roots, fault: null };
}
