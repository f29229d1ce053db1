/** What an admin chooses on the page of a dispute: a side for each block, a reason for each side or block. Text in, rulings out. Rules only. */
import { LEAST_WORDS } from '../disputes/dispute.ts';
import {
  adminReasons,
  byTheRule,
  rulingRefusalWords,
  rulingSides,
  type RuledBlock,
  type Ruling,
  type RulingReason,
  type RulingSide,
} from '../disputes/ruling.ts';
import type { EpochSeconds } from '../kernel/time.ts';

/** A form's fields as they were typed. */
export type Typed = Readonly<Record<string, string>>;
/** What one press chooses for all blocks at once. */
export const presets = ['rule', ...rulingSides] as const;
export type Preset = (typeof presets)[number];

export const MOST_REASON = 1000;

/** Names of fields: who gets a block, why a side gets its blocks, and why a block is decided so when its reason is another. */
export const sideField = (start: EpochSeconds): string => `to-${start}`;
export const groupFields = (side: RulingSide): Fields => ({ reason: `reason-${side}`, words: `words-${side}` });
export const ownFields = (start: EpochSeconds): Fields => ({
  reason: `own-reason-${start}`,
  words: `own-words-${start}`,
});
type Fields = { reason: string; words: string };

/** The fields with a side chosen for every block; what else was typed stays. */
export function chooseAll(typed: Typed, contested: readonly RuledBlock[], preset: Preset): Typed {
  const sides =
    preset === 'rule'
      ? byTheRule(contested).flatMap(({ to, blocks }) => blocks.map(start => [sideField(start), to] as const))
      : contested.map(({ startedAt }) => [sideField(startedAt), preset] as const);
  return { ...typed, ...Object.fromEntries(sides) };
}

/** @returns one ruling for the blocks that are decided alike for the same reason; `errors` by field when something is missing */
export function rulingsFrom(
  typed: Typed,
  contested: readonly RuledBlock[],
): { rulings: Ruling[]; errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const rulings = new Map<string, Ruling>();
  const undecided = contested.filter(({ startedAt }) => sideIn(typed, startedAt) === null);
  if (undecided.length > 0) errors[sideField(undecided[0]!.startedAt)] = undecidedWords(undecided.length);
  for (const { startedAt } of contested) {
    const to = sideIn(typed, startedAt);
    if (to === null) continue;
    const fields = hasOwnReason(typed, startedAt) ? ownFields(startedAt) : groupFields(to);
    const ruling = { to, ...reasonIn(typed, to, fields, errors) };
    const key = JSON.stringify(ruling);
    rulings.set(key, { ...ruling, blocks: [...(rulings.get(key)?.blocks ?? []), startedAt] });
  }
  return { rulings: [...rulings.values()], errors };
}

export const sideIn = (typed: Typed, start: EpochSeconds): RulingSide | null =>
  rulingSides.find(side => side === typed[sideField(start)]) ?? null;

export const hasOwnReason = (typed: Typed, start: EpochSeconds): boolean =>
  Object.values(ownFields(start)).some(field => (typed[field] ?? '').trim() !== '');

const undecidedWords = (count: number): string =>
  count === 1 ? 'Say who gets the money of one more block.' : `Say who gets the money of ${count} more blocks.`;

function reasonIn(typed: Typed, to: RulingSide, fields: Fields, errors: Record<string, string>) {
  const reason = typed[fields.reason] as RulingReason;
  const words = (typed[fields.words] ?? '').trim().replace(/\r\n/g, '\n');
  if (!adminReasons(to).includes(reason))
    errors[fields.reason] = typed[fields.reason]
      ? rulingRefusalWords['wrong-reason']
      : `Choose a reason for ${whose[to]}.`;
  const wrong = whyNotWords(words);
  if (wrong)
    errors[fields.words] = wrong === TOO_FEW ? `Say in at least ${LEAST_WORDS} characters why ${goes[to]}.` : wrong;
  return { reason, words };
}

const whose: Record<RulingSide, string> = {
  freelancer: 'what goes to the freelancer',
  client: 'what goes back to the client',
  fund: 'what the fund pays',
};
const goes: Record<RulingSide, string> = {
  freelancer: 'these blocks go to the freelancer',
  client: 'these blocks go back to the client',
  fund: 'the fund pays these blocks',
};

const TOO_FEW = rulingRefusalWords['too-few-words'];

/** Words for both sides. @returns what is wrong with them, or null */
export function whyNotWords(words: string): string | null {
  if (words.length < LEAST_WORDS) return TOO_FEW;
  if (words.length > MOST_REASON) return `Use at most ${MOST_REASON} characters.`;
  return /[^\P{Cc}\n]/u.test(words) ? 'Use letters, digits and punctuation only.' : null;
}
