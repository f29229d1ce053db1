/** A block's captures with their pictures looked at, and what the verdict needs to know of them. */
import { Refused } from '../kernel/errors.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import type { Mask } from '../wire/tracker.ts';
import type { BlockFacts } from './block.ts';
import { isStandingStill, type Look } from './fingerprint.ts';
import { examine, sha256, type Examined } from './picture.ts';
import { isCovered, type VerdictFacts } from './verdict.ts';

/** A capture with its examined picture, or with the reason why there is none. */
export type ExaminedShot =
  { takenAt: EpochSeconds; picture: Examined; mask: Mask | null } | { takenAt: EpochSeconds; failure: string };

/**
 * @param files pictures in the order of the captures that have one
 * @throws Refused `malformed`, `damaged-on-the-way`, or why a picture was not taken
 */
export async function examineShots(block: BlockFacts, files: Buffer[]): Promise<ExaminedShot[]> {
  const expected = block.shots.filter(shot => 'sha256' in shot);
  if (expected.length !== files.length)
    throw new Refused('malformed', 'The block names other pictures than came with it.', 400);
  expected.forEach(({ sha256: stated }, i) => {
    if (sha256(files[i]!).toString('hex') !== stated)
      throw new Refused('damaged-on-the-way', 'The picture was damaged on the way.', 400);
  });
  const examined: ExaminedShot[] = [];
  let next = 0;
  for (const shot of block.shots) {
    if ('failure' in shot) examined.push(shot);
    else examined.push({ takenAt: shot.takenAt, picture: await examine(files[next++]!), mask: shot.mask });
  }
  return examined;
}

const maskedPerMille = (shot: ExaminedShot): number => ('mask' in shot ? (shot.mask?.perMille ?? 0) : 0);

/** Hashes of the pictures that would tell something if they came before. Those covered all over are the same bytes whatever the screen showed. */
export const tellingHashes = (shots: readonly ExaminedShot[]): Buffer[] =>
  shots.flatMap(shot => ('picture' in shot && !isCovered(maskedPerMille(shot)) ? [shot.picture.received] : []));

/** @property cameBefore one of the pictures was sent long before @property before the blocks before this one, newest first */
type Earlier = { cameBefore: boolean; before: readonly Look[] };

export function looksOf(
  shots: readonly ExaminedShot[],
  { inputSeconds }: { inputSeconds: number },
  { cameBefore, before }: Earlier,
): VerdictFacts['shots'] {
  return shots.map(shot => {
    const masked = maskedPerMille(shot);
    if ('failure' in shot) return { picture: false, maskedPerMille: masked, blank: false, repeated: false };
    const { dhash, blank } = shot.picture;
    const repeated = cameBefore || isStandingStill({ inputSeconds, dhash, maskedPerMille: masked }, before);
    return { picture: true, maskedPerMille: masked, blank, repeated };
  });
}
