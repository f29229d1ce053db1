import { rows } from '../db/sequelize.ts';
import type { Zone } from '../kernel/time.ts';
import { mailDueAt, USUAL_CHOICE, type MailChoice } from './mail-choice.ts';
import { subjectOf, type NoticeFacts, type NoticeKind } from './notice.ts';
import { Notice } from './notice-model.ts';

type To<K extends NoticeKind> = {
  /** The id of whoever is told. */
  to: number;
  contractId: number | null;
  facts: NoticeFacts[K];
  now: Date;
  /** A name for what must not be told twice to the same person. */
  once?: string;
};

const READER = `SELECT u.time_zone, p.by_mail FROM users u
  LEFT JOIN notice_preferences p ON p.user_id = u.id AND p.about = $2 WHERE u.id = $1 AND u.closed_at IS NULL`;
type ReaderRow = { time_zone: Zone; by_mail: MailChoice | null };

/**
 * Tells somebody what has happened: part of the act's own transaction, so that it is told if and only if it happened.
 * Nothing is sent here. The row says when its letter is due, and a job sends it. Nobody reads for a closed account.
 * @throws UniqueConstraintError when it was told already and may be told only `once`
 */
export async function tell<K extends NoticeKind>(kind: K, { to, contractId, facts, now, once }: To<K>): Promise<void> {
  const about = subjectOf(kind);
  const [reader] = await rows<ReaderRow>(READER, [to, about]);
  if (!reader) return;
  await Notice.create({
    userId: to,
    contractId,
    kind,
    facts,
    toldAt: now,
    mailDueAt: about === 'security' ? now : mailDueAt(reader.by_mail ?? USUAL_CHOICE, reader.time_zone, now),
    mailTries: 0,
    onceKey: once ?? null,
  });
}
