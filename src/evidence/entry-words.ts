/** An entry of the chain as a sentence. Descriptions are left out: deleted ones are not everybody's. Rules only. */
import { sentenceOf, type EventKind } from '../events/event.ts';
import { money } from '../kernel/money.ts';
import { dateTime, duration, fromSeconds, type EpochSeconds, type Zone } from '../kernel/time.ts';

type Told = { [name: string]: unknown };
type Words = (facts: Told, at: (startedAt: unknown) => string) => string;

const yesNo = (yes: unknown): string => (yes === true ? 'yes' : 'no');
const length = (seconds: unknown): string => duration(Number(seconds));

const words: Record<string, Words> = {
  'chain.began': ({ blocks }) => `The chain began with ${String(blocks)} blocks that were older.`,
  'terms.agreed': ({ version, rateCents }) => `Terms, version ${String(version)}: ${money(Number(rateCents))} an hour.`,
  'overtime.granted': ({ extraSeconds }) => `${length(extraSeconds)} more were allowed for a week.`,
  'block.kept': ({ startedAt, seconds, reasons }, at) =>
    `A block of ${length(seconds)}, ${at(startedAt)}, ${(reasons as string[]).length === 0 ? 'protected' : 'not protected'}.`,
  'block.judged': ({ startedAt, reasons }, at) =>
    `The block of ${at(startedAt)} was judged anew: ${(reasons as string[]).length === 0 ? 'protected' : 'not protected'}.`,
  'block.words': ({ startedAt }, at) => `What the block of ${at(startedAt)} was spent on was corrected.`,
  'block.tombstone': ({ startedAt, seconds }, at) =>
    `The block of ${at(startedAt)} was deleted, with its ${length(seconds)}.`,
  'block.back': ({ startedAt }, at) => `The deletion of the block of ${at(startedAt)} was taken back.`,
  'block.late-answer': ({ startedAt, accepted }, at) => `Late block of ${at(startedAt)}: ${yesNo(accepted)}.`,
  'comment.written': ({ startedAt, flag }, at) =>
    `${flag === true ? 'A question' : 'A comment'} about the block of ${at(startedAt)}.`,
  'comment.resolved': ({ startedAt }, at) => `A question about the block of ${at(startedAt)} was answered.`,
  'pictures.removed': ({ pictures }) =>
    `${String(pictures)} pictures were old enough to be removed; their hashes stay.`,
};

export function entryWords({ kind, facts }: { kind: string; facts: string }, zone: Zone): string {
  const told = JSON.parse(facts) as Told;
  const at = (startedAt: unknown): string => dateTime(fromSeconds(startedAt as EpochSeconds), zone);
  return words[kind]?.(told, at) ?? sentenceOf({ kind: kind as EventKind, facts: told });
}
