/** Everything that is in the database, and what an act changed of it. */
import { QueryTypes } from 'sequelize';
import { sequelize } from '../../src/db/sequelize.ts';
import { tables } from '../support/schema.ts';

/** Each table's rows as text, sorted. */
export type State = ReadonlyMap<string, readonly string[]>;

export async function stateNow(): Promise<State> {
  const state = new Map<string, readonly string[]>();
  for (const table of (await tables()).filter(name => !OTHERS.includes(name))) {
    const found = await sequelize.query<Row>(`SELECT * FROM ${table}`, { type: QueryTypes.SELECT });
    state.set(table, found.map(row => JSON.stringify(row, plain)).sort());
  }
  return state;
}

/** What belongs to no act alone: the next free number, and rows that exist to be held. */
const OTHERS = ['counters', 'ledger_accounts'];

type Row = Record<string, unknown>;
type Bytes = { type: 'Buffer'; data: number[] };
const isBytes = (value: unknown): value is Bytes => (value as Bytes | null)?.type === 'Buffer';
const plain = (_name: string, value: unknown): unknown =>
  isBytes(value) ? Buffer.from(value.data).toString('hex') : value;

/** Rows that went and rows that came, each with its table: `+ blocks {…}`. A row that changed is one of each. */
export function changesBetween(before: State, after: State): string[] {
  const changes: string[] = [];
  for (const [table, rows] of after) {
    const [old, fresh] = [new Set(before.get(table)), new Set(rows)];
    for (const row of old) if (!fresh.has(row)) changes.push(`- ${table} ${row}`);
    for (const row of fresh) if (!old.has(row)) changes.push(`+ ${table} ${row}`);
  }
  return changes;
}

/** Names that are new each time, and what follows from them. */
const NEW_EACH_TIME =
  /^(id|.*_id|hash|previous|signature|.*sha256|.*dhash|session|customer|method|email|nth|sealed|current_for)$/;
const NAMES = /[\w.-]+@example\.test|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,}/g;
const NUMBER = /\d+/g;

/** The same changes, whichever numbers and names their rows were given. */
export const inEffect = (changes: readonly string[]): string[] => changes.map(effectOf).sort();

function effectOf(change: string): string {
  const [, sign, table, text] = /^([+-]) (\w+) (.*)$/s.exec(change)!;
  const row = JSON.parse(text!) as Row;
  const kept = Object.entries(row).filter(([name]) => !NEW_EACH_TIME.test(name));
  return `${sign} ${table} ${kept.map(([name, value]) => `${name}=${valueOf(name, value)}`).join(' ')}`;
}

/** Keys, file names, addresses and the words of people have numbers in them that are new each time. */
const valueOf = (name: string, value: unknown): string =>
  typeof value === 'string' && !/_at$|_day$|state|kind/.test(name)
    ? value.replace(NAMES, '#').replace(NUMBER, '#')
    : String(value);
