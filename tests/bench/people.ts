/** People and contracts, made by the product's own acts. */
import { sessionsOn } from '../../src/accounts/sessions.ts';
import { User } from '../../src/accounts/user-model.ts';
import { acceptOffer } from '../../src/contracts/answer-offer.ts';
import { offerContract } from '../../src/contracts/offer-contract.ts';
import { noteContact } from '../../src/diary/freelancer-clock.ts';
import { systemClock } from '../../src/outside/clock.ts';
import type { Actor, Role } from '../../src/policy/policy.ts';
import { paysWith } from '../support/method.ts';
import type { Uploader } from './cast.ts';

const sessions = sessionsOn(systemClock, false);

export async function person(name: string, role: Role, now: Date): Promise<Actor> {
  const email = `${name.toLowerCase()}@example.test`;
  const facts = { name, email, role, timeZone: 'UTC' };
  const { id } = await User.create({ ...facts, passwordHash: '', createdAt: now });
  if (role === 'client') await paysWith(id, 'pays', now);
  return { id, ...facts };
}

/** The cookie of somebody's browser. */
export async function browserOf({ id }: Actor): Promise<string> {
  const session = await sessions.web.createSession(id, { device: 'Firefox on Linux', parentId: null });
  return `${sessions.web.sessionCookieName}=${session.id}`;
}

/** A freelancer with an active contract of this client's, whose tracker is heard of since. */
export async function freelancerFor(
  client: Actor,
  name: string,
  began: Date,
): Promise<Uploader & { freelancerId: number }> {
  const freelancer = await person(name, 'freelancer', began);
  const offer = await offerContract(
    {
      title: `${name}'s work on the online shop`,
      email: freelancer.email,
      rateCents: 4000,
      weeklyLimitSeconds: 168 * 3600,
      manualTime: false,
      evidence: 'full',
      projectCodes: [{ code: 'SHOP-1', name: 'Checkout' }],
    },
    client,
    began,
  );
  await acceptOffer(offer.id, freelancer, began);
  await noteContact(freelancer.id, began);
  const { id: token } = await sessions.tracker.createSession(freelancer.id, { device: 'Bench', parentId: null });
  return { contractId: offer.id, token, freelancerId: freelancer.id };
}
