/** The audit log as pages and files read it. */
import { rows } from '../db/sequelize.ts';
import { sentenceOf, type EventKind } from '../events/event.ts';
import { fromSeconds, type EpochSeconds } from '../kernel/time.ts';
import { lookReasons, type LookReason } from './look.ts';

/** What somebody looks for; whatever is left out is not asked. Seconds: from, and before. */
export type AuditFilter = {
  admin?: number;
  person?: number;
  contract?: number;
  kind?: string;
  from?: EpochSeconds;
  to?: EpochSeconds;
};
export type AuditLine = {
  id: number;
  at: Date;
  admin: { id: number; name: string };
  kind: string;
  contract: { id: number; title: string } | null;
  words: string;
};

type Row = Record<'id' | 'admin_id' | 'happened_at', number> &
  Record<'admin' | 'kind', string> &
  Record<'reason' | 'words' | 'title', string | null> & { contract_id: number | null; facts: unknown };

/** @param before the entry after which to go on, null to begin with the newest @param limit one more tells that there are more */
export async function auditLines(filter: AuditFilter, before: number | null, limit: number): Promise<AuditLine[]> {
  const bind: unknown[] = [];
  const value = (given: unknown): string => `$${bind.push(given)}`;
  const conditions = [
    ...(before === null ? [] : [`a.id < ${value(before)}`]),
    ...(filter.admin === undefined ? [] : [`a.admin_id = ${value(filter.admin)}`]),
    ...(filter.contract === undefined ? [] : [`a.contract_id = ${value(filter.contract)}`]),
    ...(filter.kind === undefined ? [] : [`a.kind = ${value(filter.kind)}`]),
    ...(filter.from === undefined ? [] : [`a.happened_at >= ${value(filter.from)}`]),
    ...(filter.to === undefined ? [] : [`a.happened_at < ${value(filter.to)}`]),
    ...(filter.person === undefined ? [] : [aboutPerson(value(filter.person))]),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const found = await rows<Row>(
    `SELECT a.id, a.happened_at, a.admin_id, u.name AS admin, a.kind, a.contract_id, c.title, a.reason, a.words, e.facts
     FROM audit_entries a JOIN users u ON u.id = a.admin_id LEFT JOIN contracts c ON c.id = a.contract_id
       LEFT JOIN events e ON e.id = a.event_id ${where} ORDER BY a.id DESC LIMIT ${limit}`,
    bind,
  );
  return found.map(toLine);
}

/** Done to this person, or about a contract of his or hers. */
const aboutPerson = (id: string): string =>
  `(a.person_id = ${id} OR a.contract_id IN (SELECT o.id FROM contracts o WHERE o.client_id = ${id} OR o.freelancer_id = ${id}))`;

function toLine(row: Row): AuditLine {
  return {
    id: Number(row.id),
    at: fromSeconds(Number(row.happened_at)),
    admin: { id: Number(row.admin_id), name: row.admin },
    kind: row.kind,
    contract: row.contract_id === null ? null : { id: Number(row.contract_id), title: row.title ?? '' },
    words: wordsOf(row),
  };
}

function wordsOf({ kind, reason, words, facts, admin }: Row): string {
  const why = reason === null ? '' : (lookReasons[reason as LookReason] ?? reason);
  if (kind === 'look.began') return `${admin} looked at the contract. ${why}: ${words ?? ''}`;
  if (kind === 'look.picture') return `${admin} opened a picture in full. ${words ?? ''}. ${why}`;
  const known = typeof facts === 'string' ? (JSON.parse(facts) as unknown) : facts;
  return sentenceOf({ kind: kind as EventKind, facts: known as Record<string, unknown> });
}
