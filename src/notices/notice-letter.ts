/** What a letter about notices says. Rules only. */
import type { LetterContent, Part } from '../mail/letter.ts';
import { subjectOf, subjects, wordsOf, type KeptNotice, type Subject } from './notice.ts';
import { weekRoot, weekTable, type WeekSummary } from './week-summary.ts';

/** A letter names so many; the others are in the list it leads to. */
export const MOST_IN_A_LETTER = 20;

type Reader = { name: string; email: string };
/** Makes the address people open out of a path of ours. */
type Address = (path: string) => string;

/**
 * @param notices at least one, oldest first
 * @param stop the path that stops letters on these subjects; null when nobody stops them
 */
export function noticeLetter(
  reader: Reader,
  notices: (KeptNotice & { id: number })[],
  stop: string | null,
  address: Address,
): LetterContent {
  const shown = notices.slice(0, MOST_IN_A_LETTER);
  const parts =
    shown.length === 1
      ? aloneOf(shown[0]!, address)
      : shown.flatMap(notice => [oneOf(notice, address), ...tableOf(notice, address)]);
  const left = notices.length - shown.length;
  if (left > 0) parts.push({ kind: 'words', words: left === 1 ? 'And 1 more.' : `And ${left} more.` });
  if (shown.length > 1) parts.push({ kind: 'button', label: 'See all notices', address: address('/notices') });
  return {
    to: reader.email,
    subject: shown.length === 1 ? subjectLine(shown[0]!) : `${notices.length} notices from Impact Time`,
    name: reader.name,
    parts,
    foot:
      stop === null
        ? 'You get this so that your account stays yours. Letters like this cannot be stopped.'
        : 'You get this because of your contracts.',
    fewer: stop === null ? null : { choose: address('/profile/letters'), stop: address(stop) },
  };
}

/** The subjects of a letter that may be stopped, each once. */
export const subjectsOf = (notices: KeptNotice[]): Subject[] =>
  subjects.filter(subject => notices.some(({ kind }) => subjectOf(kind) === subject));

function subjectLine(notice: KeptNotice): string {
  const { title: contract } = notice.facts;
  const { title } = wordsOf(notice);
  return typeof contract === 'string' ? `${title}: ${contract}` : title;
}

function aloneOf(notice: KeptNotice & { id: number }, address: Address): Part[] {
  return [
    { kind: 'words', words: wordsOf(notice).sentence },
    ...tableOf(notice, address),
    { kind: 'button', label: 'Open it', address: address(`/notices/${notice.id}`) },
  ];
}

/** A week also comes as a table. */
function tableOf(notice: KeptNotice, address: Address): Part[] {
  if (notice.kind !== 'week.closed') return [];
  const week = notice.facts as WeekSummary;
  return [weekTable(week), ...weekRoot(week, address)];
}

function oneOf(notice: KeptNotice & { id: number }, address: Address): Part {
  const { title, sentence } = wordsOf(notice);
  return { kind: 'notice', title, sentence, address: address(`/notices/${notice.id}`) };
}
