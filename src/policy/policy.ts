/** Who may do what. The only place. A table one could read to a customer. */
import { Forbidden } from '../kernel/errors.ts';

export type Role = 'freelancer' | 'client' | 'admin';
/** Whoever is signed in. */
export type Actor = { id: number; name: string; email: string; role: Role; timeZone: string };

type ContractFacts = { clientId: number; freelancerId: number | null; freelancerEmail: string };

const rules = {
  'contract.offer': (actor: Actor) => actor.role === 'client',
  'contract.accept': (actor: Actor, contract: ContractFacts) => isInvited(actor, contract),
  'contract.decline': (actor: Actor, contract: ContractFacts) => isInvited(actor, contract),
  'contract.withdraw': (actor: Actor, contract: ContractFacts) => actor.id === contract.clientId,
  'block.delete': (actor: Actor, contract: ContractFacts) => actor.id === contract.freelancerId,
  'people.see': (actor: Actor) => actor.role === 'admin',
} as const;

const isInvited = (actor: Actor, contract: ContractFacts): boolean =>
  actor.role === 'freelancer' && actor.email === contract.freelancerEmail;

type Rules = typeof rules;
export type Action = keyof Rules;
type Subject<A extends Action> = Parameters<Rules[A]> extends [Actor, infer S] ? [S] : [];

export function may<A extends Action>(actor: Actor, action: A, ...subject: Subject<A>): boolean {
  return (rules[action] as (actor: Actor, ...subject: unknown[]) => boolean)(actor, ...subject);
}

/** @throws Forbidden */
export function authorize<A extends Action>(actor: Actor, action: A, ...subject: Subject<A>): void {
  if (!may(actor, action, ...subject)) throw new Forbidden(action);
}
