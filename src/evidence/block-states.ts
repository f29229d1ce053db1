/**
 * What the chain says of each block, told from its entries and compared with the rows of the diary. Rules only.
 *
 * A contract may have 60,000 blocks, and a server little memory: texts and hashes are kept as prints of 12 bytes, the same text once for all,
 * and what a block was kept with is one object until something of it changes.
 */
import { codeKey } from '../contracts/project-code.ts';
import type { StoredBlock } from '../diary/block-rows.ts';
import { nothing, plus, totalsOf, type Totals } from '../diary/block-sums.ts';
import { fromSeconds, utcDayNumber, weekOf, type EpochSeconds } from '../kernel/time.ts';
import { fixedFactsOf, fixedIn, type KeptFacts, type StandingFacts, type WordFacts } from './block-facts.ts';
import { canonical } from './canonical.ts';
import { sha256 } from './chain.ts';
import type { Fault } from './check-chain.ts';
import { foundAlso, NOTHING_FOUND, type Found } from './found.ts';

/** What is said of a block. Undefined: nothing; the block is older than the chain, and is taken as it is found. */
type Standing = {
  words: string | undefined;
  reasons: string | undefined;
  over: number | undefined;
  deletedAt: EpochSeconds | null | undefined;
};
/** The entry that said it last; null when it was found. */
type Sources = { [part in keyof Standing]: number | null };
type State = Standing & {
  startedAt: EpochSeconds;
  /** The entry with which it was kept. */
  kept: number | null;
  fixed: string | null;
  /** Null while everything was said by the entry with which it was kept. */
  saidBy: Sources | null;
  seconds: number;
  termsId: number;
  seen: boolean;
};

type Told = { startedAt: EpochSeconds; deletedAt: EpochSeconds; to: WordFacts } & StandingFacts;

const print = (value: unknown): string => sha256(canonical(value)).toString('base64', 0, 12);
const wordsPrint = ({ description, projectCode }: WordFacts): string =>
  print([description, projectCode === null ? null : codeKey(projectCode)]);
export const named = (startedAt: EpochSeconds): string =>
  `block of ${fromSeconds(startedAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

export class BlockStates {
  private readonly states = new Map<EpochSeconds, State>();
  /** Texts of which many blocks have the same. */
  private readonly texts = new Map<string, string>();
  /** Weeks whose pictures were removed because they were old, and the entry that says so. */
  private readonly removed = new Map<EpochSeconds, number>();
  private pinned: Found | null = null;
  private older: Found = NOTHING_FOUND;

  /** Whether the contract is older than its chain. */
  get isYounger(): boolean {
    return this.pinned !== null;
  }

  /** The next entry of the chain. Kinds that are not about blocks change nothing. */
  apply({ seq, kind, facts }: { seq: number; kind: string; facts: unknown }): void {
    if (kind === 'chain.began') this.pinned = facts as Found;
    if (kind === 'block.kept') this.keep(seq, facts as KeptFacts);
    if (kind === 'pictures.removed') this.removed.set((facts as { week: EpochSeconds }).week, seq);
    if (kind in changes) changes[kind as keyof typeof changes](this.at((facts as Told).startedAt), facts as Told, seq);
  }

  private keep(seq: number, facts: KeptFacts): void {
    const { startedAt, seconds, termsId, reasons, overLimitSeconds: over } = facts;
    const [words, why] = [this.once(wordsPrint(facts)), this.once(reasons.join(' '))];
    const said = { words, reasons: why, over, deletedAt: null, saidBy: null };
    this.states.set(startedAt, {
      startedAt,
      kept: seq,
      fixed: print(fixedIn(facts)),
      ...said,
      seconds,
      termsId,
      seen: false,
    });
  }

  private once(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }

  private at(startedAt: EpochSeconds): State {
    const known = this.states.get(startedAt);
    if (known) return known;
    const unsaid = { words: undefined, reasons: undefined, over: undefined, deletedAt: undefined, saidBy: null };
    const state: State = { startedAt, kept: null, fixed: null, ...unsaid, seconds: 0, termsId: 0, seen: false };
    this.states.set(startedAt, state);
    return state;
  }

  /** A row as it is now. Every row is shown once in the order of time; those that did not fit may be shown again. */
  compare(block: StoredBlock): Fault | null {
    const state = this.at(block.startedAt);
    if (state.kept === null && !state.seen) this.older = foundAlso(this.older, fixedFactsOf(block));
    const isNew = state.kept === null && !state.seen;
    state.seen = true;
    if (isNew) takeAsFound(state, block);
    if (state.kept === null && this.pinned === null)
      return { seq: null, words: `The ${named(block.startedAt)} is in the diary, but not in the chain.` };
    return earliest([...partsOf(state, block), this.aboutPictures(state, block)]);
  }

  private aboutPictures({ kept, startedAt }: State, { picturesRemovedAt, deletedAt }: StoredBlock): Fault | null {
    const removed = this.removed.get(weekOf(startedAt));
    const what = `pictures of the ${named(startedAt)}`;
    if (picturesRemovedAt !== null && removed === undefined && kept !== null)
      return { seq: kept, words: `The ${what} are marked as removed, and the chain does not say so.` };
    if (picturesRemovedAt === null && removed !== undefined && deletedAt === null)
      return {
        seq: removed,
        words: `The chain says that the ${what} were removed, and the diary that they are there.`,
      };
    return null;
  }

  /** The entry with which a block was kept. */
  keptBy(startedAt: EpochSeconds): number | null {
    return this.states.get(startedAt)?.kept ?? null;
  }

  /** Blocks the chain speaks of that were not among the rows. */
  unseen(): { startedAt: EpochSeconds; fault: Fault }[] {
    return [...this.states.values()]
      .filter(({ seen }) => !seen)
      .map(({ startedAt, kept, saidBy }) => {
        const seq = kept ?? saidBy?.words ?? saidBy?.reasons ?? saidBy?.deletedAt ?? null;
        return { startedAt, fault: { seq, words: `The ${named(startedAt)} is gone from the diary.` } };
      });
  }

  /** Whether what is older than the chain is what was found when it began. */
  whyNotAsFound(): Fault | null {
    if (this.pinned === null || canonical(this.pinned) === canonical(this.older)) return null;
    return { seq: 1, words: 'What is older than the chain is not any more what was found when it began.' };
  }

  /** What the days come to, by `day terms`. */
  totals(): Map<string, Totals> {
    const days = new Map<string, Totals>();
    for (const { startedAt, seconds, termsId, reasons, over, deletedAt } of this.states.values()) {
      if (deletedAt !== null) continue;
      const place = `${utcDayNumber(startedAt)} ${termsId}`;
      const own = totalsOf({ seconds, overLimitSeconds: over ?? 0, protected: reasons === '' });
      days.set(place, plus(days.get(place) ?? nothing, own));
    }
    return days;
  }
}

const changes = {
  'block.judged': standing,
  'block.back': (state: State, told: Told, seq: number): void => {
    standing(state, told, seq);
    say(state, { deletedAt: null }, seq);
  },
  'block.tombstone': (state: State, { deletedAt }: Told, seq: number): void => say(state, { deletedAt }, seq),
  'block.words': (state: State, { to, reasons }: Told, seq: number): void =>
    say(state, { words: wordsPrint(to), reasons: reasons.join(' ') }, seq),
};

function standing(state: State, { reasons, overLimitSeconds }: Told, seq: number): void {
  say(state, { reasons: reasons.join(' '), over: overLimitSeconds }, seq);
}

/** From this entry on these parts are so. */
function say(state: State, parts: Partial<Standing>, seq: number | null): void {
  const { kept } = state;
  state.saidBy ??= { words: kept, reasons: kept, over: kept, deletedAt: kept };
  for (const part of Object.keys(parts) as (keyof Standing)[]) state.saidBy[part] = seq;
  Object.assign(state, parts);
}

function takeAsFound(state: State, block: StoredBlock): void {
  const { seconds, termsId, overLimitSeconds: over, deletedAt } = block;
  Object.assign(state, { seconds, termsId });
  const found: Standing = { words: wordsPrint(block), reasons: block.reasons.join(' '), over, deletedAt };
  const unsaid = (Object.keys(found) as (keyof Standing)[]).filter(part => state[part] === undefined);
  say(state, Object.fromEntries(unsaid.map(part => [part, found[part]])), null);
}

function partsOf(state: State, block: StoredBlock): (Fault | null)[] {
  const what = named(block.startedAt);
  const unlike = (part: keyof Standing, is: Standing[typeof part], words: string): Fault | null => {
    if (state[part] === undefined || state[part] === is) return null;
    return {
      seq: state.saidBy ? state.saidBy[part] : state.kept,
      words: `${words} of the ${what} is not what the chain says.`,
    };
  };
  return [
    state.fixed !== null && state.fixed !== print(fixedFactsOf(block))
      ? { seq: state.kept, words: `The ${what} is not any more what was received.` }
      : null,
    unlike('words', wordsPrint(block), 'The description or project code'),
    unlike('reasons', block.reasons.join(' '), 'The verdict'),
    unlike('over', block.overLimitSeconds, 'The time beyond the weekly limit'),
    unlike('deletedAt', block.deletedAt, 'The deletion'),
  ];
}

/** The fault at the first entry. Those that no entry is to blame for come last. */
export function earliest(faults: readonly (Fault | null)[]): Fault | null {
  const place = ({ seq }: Fault): number => seq ?? Infinity;
  return faults.reduce((first, fault) => (fault && (!first || place(fault) < place(first)) ? fault : first), null);
}
