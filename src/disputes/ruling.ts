/** What is decided of disputed blocks: by the rule, or by admins. Rules only. */
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { LEAST_WORDS } from './dispute.ts';

/** Whose favour a block is decided in. `fund`: the client is refunded, and the protection fund pays the freelancer. */
export const rulingSides = ['freelancer', 'client', 'fund'] as const;
export type RulingSide = (typeof rulingSides)[number];

/** Published: why a block may be decided so. */
export const rulingReasons = {
  'work-is-shown': { label: 'The evidence shows the work', to: ['freelancer', 'fund'] },
  'agreed-work': { label: 'It is work that was agreed on', to: ['freelancer', 'fund'] },
  'work-is-not-shown': { label: 'The evidence does not show the work', to: ['client'] },
  'not-agreed': { label: 'It is not work that was agreed on', to: ['client'] },
  'nobody-worked': { label: 'Nobody worked in this time', to: ['client'] },
  'billed-twice': { label: 'It was billed before', to: ['client'] },
  'both-in-good-faith': { label: 'Both acted in good faith', to: ['fund'] },
  'our-mistake': { label: 'A mistake of ours', to: ['fund'] },
  'rule-protected': { label: 'No answer came: the block is protected', to: ['freelancer'] },
  'rule-unprotected': { label: 'No answer came: the block is not protected', to: ['client'] },
} as const satisfies Record<string, { label: string; to: readonly RulingSide[] }>;
export type RulingReason = keyof typeof rulingReasons;
/** Those an admin can choose: the others are the clock's. */
export const adminReasons = (to: RulingSide): RulingReason[] =>
  (Object.keys(rulingReasons) as RulingReason[]).filter(reason => !reason.startsWith('rule-') && isFor(reason, to));
const isFor = (reason: RulingReason, to: RulingSide): boolean =>
  (rulingReasons[reason].to as readonly RulingSide[]).includes(to);

/** Blocks that are decided alike, by their first seconds, and why: a code and a sentence for both sides. */
export type Ruling = { to: RulingSide; reason: RulingReason; words: string; blocks: EpochSeconds[] };

/** What the rules need to know of a disputed block. */
export type RuledBlock = { startedAt: EpochSeconds; amount: Cents; protected: boolean };

export type RulingRefusal = 'not-every-block' | 'wrong-reason' | 'too-few-words' | 'not-enough-in-fund';
export const rulingRefusalWords: Record<Exclude<RulingRefusal, 'not-enough-in-fund'>, string> = {
  'not-every-block': 'Decide each contested block, and each once.',
  'wrong-reason': 'This reason does not go with that decision. Choose another one.',
  'too-few-words': `Say why you decide so, in at least ${LEAST_WORDS} characters.`,
};

/** @param contested the blocks that are to be decided */
export function whyNotRule(
  contested: readonly RuledBlock[],
  rulings: readonly Ruling[],
): Exclude<RulingRefusal, 'not-enough-in-fund'> | null {
  const ruled = rulings.flatMap(({ blocks }) => blocks);
  const wanted = new Set(contested.map(({ startedAt }) => startedAt));
  if (ruled.length !== wanted.size || new Set(ruled).size !== wanted.size || !ruled.every(start => wanted.has(start)))
    return 'not-every-block';
  if (rulings.some(({ to, reason }) => !adminReasons(to).includes(reason))) return 'wrong-reason';
  return rulings.some(({ words }) => words.trim().length < LEAST_WORDS) ? 'too-few-words' : null;
}

/** Nobody answered: protected blocks are the freelancer's, all others go back to the client. */
export function byTheRule(blocks: readonly RuledBlock[]): Ruling[] {
  const [safe, others] = [blocks.filter(block => block.protected), blocks.filter(block => !block.protected)];
  const startsOf = (some: readonly RuledBlock[]) => some.map(({ startedAt }) => startedAt);
  const rulings: Ruling[] = [
    {
      ...{ to: 'freelancer', reason: 'rule-protected', blocks: startsOf(safe) },
      words: 'The freelancer did not answer. Protected blocks are paid.',
    },
    {
      ...{ to: 'client', reason: 'rule-unprotected', blocks: startsOf(others) },
      words: 'The freelancer did not answer. Blocks that are not protected are refunded.',
    },
  ];
  return rulings.filter(({ blocks: starts }) => starts.length > 0);
}

/** What of the held money goes where, in cents, before any fee. */
export type Parts = Record<RulingSide, Cents>;

export function partsOf(blocks: readonly { amount: Cents; ruling: RulingSide | null }[]): Parts {
  const parts: Parts = { freelancer: 0, client: 0, fund: 0 };
  for (const { amount, ruling } of blocks) if (ruling) parts[ruling] += amount;
  return parts;
}

/** The blocks with what these rulings say of each. */
export function ruledBy<Block extends RuledBlock>(blocks: readonly Block[], rulings: readonly Ruling[]) {
  const byStart = new Map(rulings.flatMap(({ to, blocks: starts }) => starts.map(start => [start, to] as const)));
  return blocks.map(block => ({ ...block, ruling: byStart.get(block.startedAt) ?? null }));
}

/** From this much on two admins decide together. @param from in cents, as configured */
export const needsTwoAdmins = (atStake: Cents, from: Cents): boolean => atStake >= from;
