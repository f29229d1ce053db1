/** What this computer remembers of everyone who has worked on it: the name, for whose blocks wait here, and the work. */
import * as z from 'zod';
import { readJson, replaceText, type Disk } from '../core/disk.ts';
import type { Owner } from '../core/queue.ts';
import type { Task } from '../core/open-block.ts';
import { ownerOf, type Model } from './model.ts';

const FILE = 'recent.json';
const DESCRIPTIONS = 6;
const PROJECTS = 12;

export type Memory = {
  name: string;
  /** What each project was last worked on with, the latest project first. */
  tasks: readonly Task[];
  /** Descriptions used before, newest first, by contract. */
  descriptions: Readonly<Record<string, readonly string[]>>;
};

const task = z.object({ contractId: z.int(), projectCode: z.string().nullable(), description: z.string() });
const memory = z.object({
  name: z.string(),
  tasks: z.array(task),
  descriptions: z.record(z.string(), z.array(z.string())),
});

const keyOf = ({ server, personId }: Owner) => `${personId} ${server}`;
const nothing: Memory = { name: '', tasks: [], descriptions: {} };

/** Brings it back; a damaged file is as good as none. */
export async function restoreMemories(model: Model, disk: Disk): Promise<void> {
  model.memories = z
    .record(z.string(), memory)
    .catch({})
    .parse(await readJson(disk, FILE));
}

/** Of the person who is signed in. */
export const memoryOf = ({ memories, session }: Model): Memory =>
  session ? (memories[keyOf(ownerOf(session))] ?? nothing) : nothing;

/** How a person is called; `null` when he or she never signed in on this computer. */
export const nameOf = ({ memories }: Model, owner: Owner): string | null => memories[keyOf(owner)]?.name ?? null;

/** Puts the person's present name, and these tasks as the latest, in front of what is remembered. */
export async function remember(model: Model, disk: Disk, ...tasks: readonly Task[]): Promise<void> {
  const { session } = model;
  if (!session) return;
  const known = { ...memoryOf(model), name: session.person.name };
  model.memories = { ...model.memories, [keyOf(ownerOf(session))]: tasks.reduce(withTask, known) };
  // It only makes the next start more comfortable; work is written elsewhere, and with more care.
  await replaceText(disk, FILE, JSON.stringify(model.memories)).catch(() => undefined);
}

function withTask({ name, tasks, descriptions }: Memory, last: Task): Memory {
  const { contractId, description } = last;
  const others = (descriptions[contractId] ?? []).filter(text => text !== description);
  const used = [description, ...others].filter(text => text !== '').slice(0, DESCRIPTIONS);
  return {
    name,
    tasks: [last, ...tasks.filter(task => task.contractId !== contractId)].slice(0, PROJECTS),
    descriptions: { ...descriptions, [contractId]: used },
  };
}
