/** Task descriptions used before, offered again. */
import { readJson, replaceText, type Disk } from '../core/disk.ts';
import type { Task } from '../core/open-block.ts';
import type { Model } from './model.ts';

const FILE = 'recent.json';
const KEPT = 6;

export async function readRecent(disk: Disk): Promise<Model['recent']> {
  const read = await readJson(disk, FILE);
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Model['recent']) : {};
}

/** Puts the description in front of the contract's list, and the contract's list on disk. */
export async function rememberTask(model: Model, disk: Disk, { contractId, description }: Task): Promise<void> {
  if (description === '') return;
  const others = (model.recent[contractId] ?? []).filter(text => text !== description);
  model.recent = { ...model.recent, [contractId]: [description, ...others].slice(0, KEPT) };
  await replaceText(disk, FILE, JSON.stringify(model.recent));
}
