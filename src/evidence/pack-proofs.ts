/** Signed roots, and the way from a contract's leaf up to each. */
import { addDays, utcDay, type Day, type EpochSeconds } from '../kernel/time.ts';
import { pathOf } from './merkle.ts';
import { leafOf, type Root } from './root.ts';
import { leavesOn, newestRoot, rootOfDay } from './root-rows.ts';
import { writtenRoot } from './written-root.ts';

/** The newest root; for a week also those of its days and of the Monday on which it closes. */
export async function proofsOf(contractId: number, week: EpochSeconds | null) {
  const newest = await newestRoot();
  const days = week === null ? [] : Array.from({ length: 8 }, (_, day) => addDays(utcDay(week), day));
  const roots = await Promise.all(days.filter(day => day !== newest?.day).map(rootOfDay));
  const proofs = [];
  for (const root of [...roots, newest]) {
    const proof = root && (await proofOf(contractId, root));
    if (proof) proofs.push(proof);
  }
  return proofs;
}

async function proofOf(contractId: number, root: Root) {
  const leaves = await leavesOn(root.day satisfies Day);
  const index = leaves.findIndex(leaf => leaf.contractId === contractId);
  if (index < 0) return null;
  const { seq, hash } = leaves[index]!;
  const path = pathOf(leaves.map(leafOf), index).map(one => one.toString('hex'));
  return { root: writtenRoot(root), leaf: { contractId, seq, hash: hash.toString('hex') }, index, path };
}
