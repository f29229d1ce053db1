/** What the form says as projects are chosen, come and go. */
import type { TrackerContract } from '../../../src/wire/tracker.ts';
import type { Model } from './model.ts';
import { memoryOf } from './recent.ts';

/** So many other projects are a click away. */
const QUICK = 3;

/**
 * The form after a project is chosen: with the code and the description it was last worked on with. What was typed and
 * not worked on yet stays; what was worked on stays with its project, so that no client reads another one's.
 */
export function draftFor(model: Model, contractId: number): Model['draft'] {
  const { description } = model.draft;
  const { tasks, descriptions } = memoryOf(model);
  const used = descriptions[model.draft.contractId ?? 0] ?? [];
  const isNew = description.trim() !== '' && !model.timer.running && !used.includes(description.trim());
  if (isNew) return { contractId, projectCode: '', description };
  const last = tasks.find(task => task.contractId === contractId);
  return { contractId, projectCode: last?.projectCode ?? '', description: last?.description ?? '' };
}

/** The form names a project that can be worked on, if there is one. What runs keeps its project, whatever is heard of it. */
export function settleDraft(model: Model): void {
  const { contracts } = model.state ?? { contracts: [] };
  if (model.timer.running || contracts.some(({ id }) => id === model.draft.contractId)) return;
  const active = contracts.filter(({ state }) => state === 'active');
  const { tasks } = memoryOf(model);
  const last = tasks.find(({ contractId }) => active.some(({ id }) => id === contractId));
  const contractId = last?.contractId ?? active[0]?.id;
  if (contractId === undefined) model.draft.contractId = null;
  else model.draft = draftFor(model, contractId);
}

/** The projects last worked on, without the chosen one, the latest first. */
export function quickProjects(model: Model): TrackerContract[] {
  const contracts = model.state?.contracts.filter(({ state }) => state === 'active') ?? [];
  return memoryOf(model)
    .tasks.flatMap(({ contractId }) => contracts.filter(({ id }) => id === contractId))
    .filter(({ id }) => id !== model.draft.contractId)
    .slice(0, QUICK);
}
