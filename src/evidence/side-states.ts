/** What the chain says of everything around the blocks, as keys that hold all of what was said. Rules only. */
import type { WordFacts } from './block-facts.ts';
import type { billedFacts } from './billed-facts.ts';
import { canonical } from './canonical.ts';
import { earliest } from './block-states.ts';
import type { Fault } from './check-chain.ts';

/** One thing that was said, and what it is called in a sentence. */
export type Thing = { key: string; what: string };

export const correctionOf = (
  startedAt: number,
  correctedAt: number,
  { description, projectCode }: WordFacts,
): Thing => ({
  key: canonical(['correction', startedAt, correctedAt, description, projectCode]),
  what: 'A former description',
});
type CommentFacts = { startedAt: number; number: number; by: number; words: string; flag: boolean };
export const commentOf = ({ startedAt, number, by, words, flag }: CommentFacts, writtenAt: number): Thing => ({
  key: canonical(['comment', startedAt, number, by, words, flag, writtenAt]),
  what: 'A comment',
});
type ResolvedFacts = { startedAt: number; number: number; by: number | null };
export const resolvedOf = ({ startedAt, number, by }: ResolvedFacts, at: number): Thing => ({
  key: canonical(['resolved', startedAt, number, by, at]),
  what: 'The answer to a question about a block',
});
export const lateAnswerOf = ({ startedAt, accepted }: { startedAt: number; accepted: boolean }): Thing => ({
  key: canonical(['late', startedAt, accepted]),
  what: 'The answer to late time',
});
export const termsOf = (facts: object): Thing => ({ key: canonical(['terms', facts]), what: 'A version of the terms' });
export const overtimeOf = (week: number, extraSeconds: number): Thing => ({
  key: canonical(['overtime', week, extraSeconds]),
  what: 'The overtime of a week',
});
type InvoiceFacts = { number: string; seconds: number; amount: number; week: number } & Pick<
  ReturnType<typeof billedFacts>,
  'blocks' | 'sha256'
>;
export const invoiceOf = ({ number, seconds, amount, week, blocks, sha256 }: InvoiceFacts): Thing => ({
  key: canonical(['invoice', number, seconds, amount, week, blocks, sha256]),
  what: `Invoice ${number}`,
});

type EntryOf = { seq: number; kind: string; at: Date; facts: unknown };
const second = (at: Date): number => Math.floor(at.getTime() / 1000);

/** What each kind of entry says; others say nothing here. */
const readers: Record<string, (facts: never, at: number) => Thing> = {
  'block.words': ({ startedAt, from }: { startedAt: number; from: WordFacts }, at) => correctionOf(startedAt, at, from),
  'comment.written': commentOf,
  'comment.resolved': resolvedOf,
  'block.late-answer': lateAnswerOf,
  'terms.agreed': termsOf,
  'invoice.issued': invoiceOf,
};

export class SideStates {
  private readonly said = new Map<string, { seq: number; what: string }>();
  private readonly overtime = new Map<number, { seq: number; extraSeconds: number }>();

  apply({ seq, kind, at, facts }: EntryOf): void {
    if (kind === 'overtime.granted') this.grant(seq, facts as { week: number; extraSeconds: number });
    const thing = readers[kind]?.(facts as never, second(at));
    if (thing) this.said.set(thing.key, { seq, what: thing.what });
  }

  private grant(seq: number, { week, extraSeconds }: { week: number; extraSeconds: number }): void {
    const before = this.overtime.get(week)?.extraSeconds ?? 0;
    this.overtime.set(week, { seq, extraSeconds: before + extraSeconds });
  }

  /** @param things all that is in the tables @param isYounger some of it may be older than the chain */
  compare(things: readonly Thing[], isYounger: boolean): Fault | null {
    const said = new Map(this.said);
    for (const [week, { seq, extraSeconds }] of this.overtime)
      said.set(overtimeOf(week, extraSeconds).key, { seq, what: 'The overtime of a week' });
    const found = new Set(things.map(({ key }) => key));
    const faults = [...said]
      .filter(([key]) => !found.has(key))
      .map(([, { seq, what }]) => ({ seq, words: `${what} is gone, or is not what the chain says.` }));
    const unsaid = isYounger ? undefined : things.find(({ key }) => !said.has(key));
    return earliest([
      ...faults,
      unsaid ? { seq: null, words: `${unsaid.what} is there, but not in the chain.` } : null,
    ]);
  }
}
