/** Whose blocks wait on this computer. They are sent to nobody else's account and under nobody else's name. */
import { sameOwner, type Owner } from '../core/queue.ts';
import { plainName } from '../core/plain-name.ts';
import { ownerOf, type Model } from './model.ts';
import { nameOf } from './recent.ts';
import { countWords } from './words.ts';

type Heap = { owner: Owner; count: number };

function heaps({ queue }: Model): Heap[] {
  const found: Heap[] = [];
  for (const { item } of queue.waiting) {
    const heap = found.find(({ owner }) => sameOwner(owner, item.owner));
    if (heap) heap.count += 1;
    else found.push({ owner: item.owner, count: 1 });
  }
  return found;
}

function sentence(model: Model, { owner, count }: Heap, then: string): string {
  const name = nameOf(model, owner);
  const whose = name === null ? '' : ` of ${plainName(name)}`;
  const host = owner.server === (model.session?.server ?? model.address) ? '' : ` for ${new URL(owner.server).host}`;
  return `${countWords(count, 'block', 'blocks')}${whose}${host} ${count === 1 ? 'waits' : 'wait'} on this computer ${then}`;
}

/** One sentence a person, for the sign-in form. */
export const waitingWords = (model: Model): string[] =>
  heaps(model).map(heap => sentence(model, heap, 'and will be sent after signing in.'));

/** The same of everyone but the person who is signed in. */
export function othersWaiting(model: Model): string[] {
  const { session } = model;
  if (!session) return [];
  return heaps(model)
    .filter(({ owner }) => !sameOwner(owner, ownerOf(session)))
    .map(heap => sentence(model, heap, 'until that person signs in here.'));
}
