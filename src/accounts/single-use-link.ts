/** Links that work once: choosing a password, and handing a tracker's session over to the browser. */
import { createHash, randomBytes } from 'node:crypto';
import { addMs } from '../kernel/time.ts';
import { SingleUseLink, type LinkPurpose } from './single-use-link-model.ts';

/** What we keep of a secret. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A secret that goes into an address, and what we keep of it. */
export function newSecret(): { secret: string; secretHash: string } {
  const secret = randomBytes(24).toString('base64url');
  return { secret, secretHash: hashOf(secret) };
}

type For = { userId: number; sessionId?: number; destination?: string; lastsMs: number; now: Date };

/** @returns the secret that goes into the address; it cannot be had again */
export async function makeLink(
  purpose: LinkPurpose,
  { userId, sessionId, destination, lastsMs, now }: For,
): Promise<string> {
  const { secret, secretHash } = newSecret();
  await SingleUseLink.create({
    secretHash,
    purpose,
    userId,
    sessionId: sessionId ?? null,
    destination: destination ?? null,
    expiresAt: addMs(now, lastsMs),
  });
  return secret;
}

/** The link as long as it can be used, without using it. */
export async function findLink(purpose: LinkPurpose, secret: string, now: Date): Promise<SingleUseLink | null> {
  const link = await SingleUseLink.findOne({ where: { secretHash: hashOf(secret), purpose } });
  return link && link.usedAt === null && link.expiresAt > now ? link : null;
}

/** Uses the link up. Of many at once, one gets it. */
export async function useLink(purpose: LinkPurpose, secret: string, now: Date): Promise<SingleUseLink | null> {
  const link = await findLink(purpose, secret, now);
  if (!link) return null;
  const [claimed] = await SingleUseLink.update({ usedAt: now }, { where: { id: link.id, usedAt: null } });
  return claimed === 1 ? link : null;
}
