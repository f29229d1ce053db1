/**
 * What the chain says of each block, told from its entries and compared with the rows of the diary. Rules only.
 *
 * Texts and hashes are kept as prints of 12 bytes, because a contract may have 60,000 blocks.
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

/** A part of a block, and the entry that said it last; null when the block is older than the chain and was taken as it was found. */
type Said<T> = { seq: number | null; is: T };
type State = {
  startedAt: EpochSeconds;
  /** The entry with which it was kept. */
  kept: number | null;
  fixed: string | null;
  words: Said<string> | null;
  reasons: Said<string> | null;
  over: Said<number> | null;
  deletedAt: Said<EpochSeconds | null> | null;
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
    const { startedAt, seconds, termsId, reasons, overLimitSeconds } = facts;
    this.states.set(startedAt, {
      ...{ startedAt, kept: seq, seconds, termsId, seen: false, fixed: print(fixedIn(facts)) },
      words: { seq, is: wordsPrint(facts) },
      reasons: { seq, is: reasons.join(' ') },
      over: { seq, is: overLimitSeconds },
      deletedAt: { seq, is: null },
    });
  }

  private at(startedAt: EpochSeconds): State {
    const known = this.states.get(startedAt);
    if (known) return known;
    const unsaid = { kept: null, fixed: null, words: null, reasons: null, over: null, deletedAt: null };
    const state: State = { ...unsaid, startedAt, seconds: 0, termsId: 0, seen: false };
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
      .map(({ startedAt, kept, words, reasons, deletedAt }) => {
        const seq = kept ?? words?.seq ?? reasons?.seq ?? deletedAt?.seq ?? null;
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
      if (deletedAt?.is !== null) continue;
      const place = `${utcDayNumber(startedAt)} ${termsId}`;
      const own = totalsOf({ seconds, overLimitSeconds: over?.is ?? 0, protected: reasons?.is === '' });
      days.set(place, plus(days.get(place) ?? nothing, own));
    }
    return days;
  }
}

const changes = {
  'block.judged': standing,
  'block.back': (state: State, told: Told, seq: number): void => {
    standing(state, told, seq);
    state.deletedAt = { seq, is: null };
  },
  'block.tombstone': (state: State, { deletedAt }: Told, seq: number): void => {
    state.deletedAt = { seq, is: deletedAt };
  },
  'block.words': (state: State, { to, reasons }: Told, seq: number): void => {
    state.words = { seq, is: wordsPrint(to) };
    state.reasons = { seq, is: reasons.join(' ') };
  },
};

function standing(state: State, { reasons, overLimitSeconds }: Told, seq: number): void {
  state.reasons = { seq, is: reasons.join(' ') };
  state.over = { seq, is: overLimitSeconds };
}

function takeAsFound(state: State, block: StoredBlock): void {
  const { seconds, termsId, reasons, overLimitSeconds, deletedAt } = block;
  Object.assign(state, { seconds, termsId });
  state.words ??= { seq: null, is: wordsPrint(block) };
  state.reasons ??= { seq: null, is: reasons.join(' ') };
  state.over ??= { seq: null, is: overLimitSeconds };
  state.deletedAt ??= { seq: null, is: deletedAt };
}

function partsOf(state: State, block: StoredBlock): (Fault | null)[] {
  const what = named(block.startedAt);
  const unlike = <T>(said: Said<T> | null, is: T, words: string): Fault | null =>
    said && said.is !== is ? { seq: said.seq, words: `${words} of the ${what} is not what the chain says.` } : null;
  return [
    state.fixed !== null && state.fixed !== print(fixedFactsOf(block))
      ? { seq: state.kept, words: `The ${what} is not any more what was received.` }
      : null,
    unlike(state.words, wordsPrint(block), 'The description or project code'),
    unlike(state.reasons, block.reasons.join(' '), 'The verdict'),
    unlike(state.over, block.overLimitSeconds, 'The time beyond the weekly limit'),
    unlike(state.deletedAt, block.deletedAt, 'The deletion'),
  ];
}

/** The fault at the first entry. Those that no entry is to blame for come last. */
export function earliest(faults: readonly (Fault | null)[]): Fault | null {
  const place = ({ seq }: Fault): number => seq ?? Infinity;
  return faults.reduce((first, fault) => (fault && (!first || place(fault) < place(first)) ? fault : first), null);
}
