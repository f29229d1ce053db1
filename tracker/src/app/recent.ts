/** What was worked on before: the last task fills the form again, earlier descriptions are offered. */
import { readJson, replaceText, type Disk } from '../core/disk.ts';
import type { Task } from '../core/open-block.ts';
import type { Model } from './model.ts';

const FILE = 'recent.json';
const KEPT = 6;

/** Brings both back; nothing when there is nothing. */
export async function restoreRecent(model: Model, disk: Disk): Promise<void> {
  const read = (await readJson(disk, FILE)) as { last?: Task; recent?: Model['recent'] } | null;
  if (read?.recent) model.recent = read.recent;
  if (read?.last) model.draft = { ...read.last, projectCode: read.last.projectCode ?? '' };
}

/** Puts the description in front of its contract's list, and both on disk. */
export async function rememberTask(model: Model, disk: Disk, last: Task): Promise<void> {
  const others = (model.recent[last.contractId] ?? []).filter(text => text !== last.description);
  const used = [last.description, ...others].filter(text => text !== '').slice(0, KEPT);
  model.recent = { ...model.recent, [last.contractId]: used };
  await replaceText(disk, FILE, JSON.stringify({ last, recent: model.recent }));
}
