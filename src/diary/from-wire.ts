/** From a block as it travels to the facts the rules speak of. Rules only. */
import { Refused } from '../kernel/errors.ts';
import { toSeconds, type EpochSeconds } from '../kernel/time.ts';
import { asCode } from '../contracts/project-code.ts';
import {
  MAX_DESCRIPTION,
  MAX_MASK_REASON,
  MAX_PROJECT_CODE,
  type Block,
  type Capture,
  type Mask,
} from '../wire/tracker.ts';
import type { BlockFacts, Shot } from './block.ts';

/**
 * @param id the block's UUID; upper and lower case are the same name
 * @throws Refused `malformed` when a text is too long as it would be kept
 */
export function factsOf(id: string, block: Block): BlockFacts {
  const { contractId, startedAt, seconds, description, projectCode, inputSeconds, idle, captures } = block;
  return {
    ...{ id: id.toLowerCase(), contractId, startedAt: at(startedAt), seconds, inputSeconds, idle },
    projectCode: projectCode === null ? null : codeOf(projectCode),
    description: oneLine(description, MAX_DESCRIPTION),
    shots: captures.map(shotOf),
  };
}

function shotOf(capture: Capture): Shot {
  const takenAt = at(capture.takenAt);
  if ('failure' in capture) return { takenAt, failure: capture.failure };
  return { takenAt, sha256: capture.sha256, mask: capture.mask ? maskOf(capture.mask) : null };
}

const maskOf = ({ perMille, reason }: Mask): Mask => ({ perMille, reason: oneLine(reason, MAX_MASK_REASON) });

/** @throws Refused `malformed` */
export const codeOf = (typed: string): string | null => asCode(oneLine(typed, MAX_PROJECT_CODE)) || null;

const at = (instant: string): EpochSeconds => toSeconds(new Date(instant));

/**
 * What a person wrote, as both databases keep it and give it back: composed letters, no half characters, one line.
 * @throws Refused `malformed` when it is too long as it would be kept
 */
export function oneLine(text: string, longest: number): string {
  const composed = text.replace(/\p{Cs}/gu, '\uFFFD').normalize('NFC');
  const words = composed.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  // Some letters are longer composed than apart.
  if (words.length > longest) throw new Refused('malformed', `A text is longer than ${longest} characters.`, 400);
  return words;
}
