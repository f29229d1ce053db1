/** Between a freelancer who wants to start and a client who has nothing to pay with yet. */
import { UniqueConstraintError } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { invitedFreelancer } from '../contracts/invited.ts';
import { transaction } from '../db/sequelize.ts';
import { utcDay, toSeconds } from '../kernel/time.ts';
import { tell } from '../notices/tell.ts';
import type { Actor } from '../policy/policy.ts';

/** The freelancer wants to accept: the client is told, at most once a day for each offer. */
export async function askForMethod({ id, clientId, title }: Contract, by: Actor, now: Date): Promise<void> {
  const once = `method-wanted-${id}-${utcDay(toSeconds(now))}`;
  try {
    const told = { to: clientId, contractId: id, facts: { by: by.name, title }, now, once };
    await transaction(() => tell('method.wanted', told));
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
  }
}

/** Part of the act that brings the method: everybody with an open offer of this client’s can accept from now on. */
export async function tellInvited(client: { id: number; name: string }, now: Date): Promise<void> {
  const offers = await Contract.findAll({ where: { clientId: client.id, state: 'offered' } });
  for (const offer of offers) {
    const to = await invitedFreelancer(offer);
    const facts = { by: client.name, title: offer.title };
    if (to !== null) await tell('method.added', { to, contractId: offer.id, facts, now });
  }
}
