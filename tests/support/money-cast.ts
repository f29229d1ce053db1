/** Clients, freelancers and contracts for tests of money that need neither pages nor sessions. */
import { randomUUID } from 'node:crypto';
import '../../src/db/associations.ts';
import { User } from '../../src/accounts/user-model.ts';
import { ClientMethod } from '../../src/billing/payment-method-model.ts';
import { acceptOffer } from '../../src/contracts/answer-offer.ts';
import type { Contract } from '../../src/contracts/contract-model.ts';
import { offerContract } from '../../src/contracts/offer-contract.ts';
import { sandboxCustomer, sandboxMethod, type SandboxCard } from '../../src/outside/sandbox-cards.ts';
import type { Actor, Role } from '../../src/policy/policy.ts';

export async function someone(role: Role, now: Date): Promise<Actor> {
  const email = `${role}.${randomUUID()}@example.test`;
  const user = { name: `A ${role}`, email, role, timeZone: 'UTC', passwordHash: '' };
  const { id } = await User.create({ ...user, createdAt: now });
  return { ...user, id };
}

/** A client who pays with a sandbox card. */
export async function payer(now: Date, card: SandboxCard = 'pays'): Promise<Actor> {
  const client = await someone('client', now);
  const method = sandboxMethod(sandboxCustomer(client.id), `sandbox-cast-${client.id}`, card);
  await ClientMethod.create({ ...method, clientId: client.id, currentFor: client.id, addedAt: now });
  return client;
}

type Wanted = { rateCents: number; weeklyLimitSeconds?: number };
/** An active contract with the codes SHOP-1 and SHOP-2. */
export async function agree(client: Actor, freelancer: Actor, wanted: Wanted, now: Date): Promise<Contract> {
  const codes = ['SHOP-1', 'SHOP-2'].map(code => ({ code, name: code }));
  const terms = { weeklyLimitSeconds: 40 * 3600, manualTime: false, evidence: 'full', ...wanted } as const;
  const offer = { title: 'Online shop', email: freelancer.email, projectCodes: codes, ...terms };
  const { id } = await offerContract(offer, client, now);
  return acceptOffer(id, freelancer, now);
}
