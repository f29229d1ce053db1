/** What the tables around the blocks of a contract say, to compare it with the chain. */
import { ContractTerms } from '../contracts/contract-terms-model.ts';
import { rows } from '../db/sequelize.ts';
import { billedHash, type Billed } from './billed-facts.ts';
import {
  commentOf,
  correctionOf,
  invoiceOf,
  lateAnswerOf,
  overtimeOf,
  resolvedOf,
  termsOf,
  type Thing,
} from './side-states.ts';
import { termsFacts } from './terms-facts.ts';

type Row = Record<string, number | string | null>;
const number = (row: Row, name: string): number => Number(row[name]);
const textOrNull = (value: Row[string] | undefined): string | null => (value == null ? null : String(value));

/** The contract's rows of a table that names blocks by freelancer and start. */
const aboutBlocks = (columns: string, table: string, joins = ''): string => `SELECT x.started_at, ${columns}
  FROM ${table} x JOIN blocks b ON b.freelancer_id = x.freelancer_id AND b.started_at = x.started_at ${joins}
  WHERE x.freelancer_id = (SELECT freelancer_id FROM contracts WHERE id = $1) AND b.contract_id = $2`;
const WORDS =
  'JOIN task_descriptions d ON d.id = x.description_id LEFT JOIN project_codes p ON p.id = x.project_code_id';
const CORRECTIONS = aboutBlocks('x.corrected_at, d.words, p.code', 'corrections', WORDS);
const COMMENTS = aboutBlocks(
  'x.number, x.author_id, x.words, x.flag, x.written_at, x.resolved_at, x.resolved_by_id',
  'comments',
);
const LATE = aboutBlocks('x.accepted', 'late_answers');

export async function thingsOf(contractId: number): Promise<Thing[]> {
  const about = (sql: string): Promise<Row[]> => rows<Row>(sql, [contractId, contractId]);
  return [
    ...(await about(CORRECTIONS)).map(row => {
      const words = { description: String(row['words']), projectCode: textOrNull(row['code']) };
      return correctionOf(number(row, 'started_at'), number(row, 'corrected_at'), words);
    }),
    ...(await about(COMMENTS)).flatMap(commentThings),
    ...(await about(LATE)).map(row =>
      lateAnswerOf({ startedAt: number(row, 'started_at'), accepted: number(row, 'accepted') === 1 }),
    ),
    ...(await ContractTerms.findAll({ where: { contractId } })).map(terms => termsOf(termsFacts(terms))),
    ...(await rows<Row>('SELECT week, extra_seconds FROM overtime WHERE contract_id = $1', [contractId])).map(row =>
      overtimeOf(number(row, 'week'), number(row, 'extra_seconds')),
    ),
    ...(await invoicesOf(contractId)),
  ];
}

function commentThings(row: Row): Thing[] {
  const [startedAt, place] = [number(row, 'started_at'), number(row, 'number')];
  const flag = number(row, 'flag') === 1;
  const facts = { startedAt, number: place, by: number(row, 'author_id'), words: String(row['words']), flag };
  const written = commentOf(facts, number(row, 'written_at'));
  if (row['resolved_at'] === null) return [written];
  const by = row['resolved_by_id'] == null ? null : number(row, 'resolved_by_id');
  return [written, resolvedOf({ startedAt, number: place, by }, number(row, 'resolved_at'))];
}

const BILLED = `SELECT b.started_at, b.seconds, b.amount_cents, b.protected FROM invoiced_blocks b
  JOIN invoice_lines l ON l.id = b.line_id WHERE l.invoice_id = $1`;

async function invoicesOf(contractId: number): Promise<Thing[]> {
  const sql = 'SELECT id, number, week, seconds, amount_cents FROM invoices WHERE contract_id = $1 ORDER BY id';
  const things: Thing[] = [];
  for (const row of await rows<Row>(sql, [contractId])) {
    const blocks = (await rows<Row>(BILLED, [row['id']])).map(toBilled);
    const [seconds, amount, week] = [number(row, 'seconds'), number(row, 'amount_cents'), number(row, 'week')];
    const facts = { number: String(row['number']), seconds, amount, week };
    things.push(invoiceOf({ ...facts, blocks: blocks.length, sha256: billedHash(blocks) }));
  }
  return things;
}

const toBilled = (row: Row): Billed => ({
  ...{ startedAt: number(row, 'started_at'), seconds: number(row, 'seconds') },
  ...{ amount: number(row, 'amount_cents'), protected: number(row, 'protected') === 1 },
});
