import { expect } from 'chai';
import { BaseError, DataTypes, Model, type ModelStatic } from 'sequelize';
import '../src/accounts/attempts.ts';
import '../src/accounts/half-sign-in-model.ts';
import '../src/admin/audit-model.ts';
import '../src/jobs/job-run-model.ts';
import '../src/accounts/invitation-model.ts';
import '../src/accounts/recovery-code-model.ts';
import '../src/accounts/second-factor-model.ts';
import '../src/billing/claim-ruling-model.ts';
import '../src/accounts/single-use-link-model.ts';
import '../src/db/associations.ts';
import { isSqlite, run, sequelize, transaction } from '../src/db/sequelize.ts';
import '../src/diary/picture-to-forget-model.ts';
import '../src/disputes/dispute-file-model.ts';
import '../src/disputes/dispute-message-model.ts';
import '../src/disputes/dispute-offer-model.ts';
import '../src/disputes/dispute-ruling-model.ts';
import '../src/events/event-model.ts';
import '../src/evidence/evidence-check-model.ts';
import '../src/manual-time/manual-request-model.ts';
import '../src/notices/notice-preference-model.ts';
import { sourceFiles } from './support/source-files.ts';
import { tables } from './support/schema.ts';

/** Tables that are read and written as rows. */
const WITHOUT_MODEL = [
  'blocks',
  'comments',
  'contract_stops',
  'corrections',
  'counters',
  'day_totals',
  'dispute_blocks',
  'dispute_weeks',
  'evidence',
  'evidence_heads',
  'evidence_leaves',
  'evidence_roots',
  'freelancer_clocks',
  'invoiced_blocks',
  'late_answers',
  'ledger_accounts',
  'ledger_lines',
  'ledger_transfers',
  'overtime',
  'sandbox_accounts',
  'sandbox_acts',
  'sandbox_events',
  'sandbox_setups',
  'schema_migrations',
  'removed_pictures',
  'screenshot_views',
  'task_descriptions',
];

type Column = { type: string; allowNull: boolean; primaryKey: boolean };

/** The type of a model's attribute as the table should say it. */
function typeOf(model: ModelStatic<Model>, name: string): RegExp {
  const { type } = model.getAttributes()[name]!;
  if (type instanceof DataTypes.BOOLEAN) return /^TINYINT\(1\)$/;
  if (type instanceof DataTypes.JSON) return isSqlite ? /^JSON$/ : /^(JSON|LONGTEXT)$/;
  if (type instanceof DataTypes.DATE) return /^DATETIME\(3\)$/;
  if (type instanceof DataTypes.BIGINT) return /^BIGINT(\(20\))?$/;
  if (type instanceof DataTypes.INTEGER) return /^INT(EGER)?(\(11\))?$/;
  const words = type.toString().replace(/[()]/g, '\\$&');
  return new RegExp(`^${words}$`);
}

describe('Models and tables', () => {
  const modelFiles = sourceFiles('src').filter(({ text }) => /extends Model</.test(text));

  it('are all known to this test', () => {
    const written = modelFiles.flatMap(({ text }) =>
      [...text.matchAll(/class (\w+) extends Model</g)].map(([, name]) => name!),
    );
    const known = Object.keys(sequelize.models).filter(name => name !== 'SequelizeMeta');
    expect(known.sort()).to.deep.equal(written.sort());
  });

  it('name the same tables, but for those that are read as rows', async () => {
    const named = Object.values(sequelize.models).map(model => model.getTableName());
    // The migrations' own book is kept by a model of theirs.
    const ours = named.filter(name => name !== 'schema_migrations');
    expect([...ours, ...WITHOUT_MODEL].sort()).to.deep.equal((await tables()).sort());
  });

  it('agree on every column: its name, type and length, whether it may be empty, and the key', async () => {
    const models = Object.values(sequelize.models).filter(model => model.getTableName() !== 'schema_migrations');
    expect(models).to.have.length.above(7);
    for (const model of models) {
      const table = model.getTableName() as string;
      const columns = (await sequelize.getQueryInterface().describeTable(table)) as Record<string, Column>;
      const attributes = Object.entries(model.getAttributes());
      expect(attributes.map(([, { field }]) => field).sort(), table).to.deep.equal(Object.keys(columns).sort());
      for (const [name, { field, allowNull, primaryKey }] of attributes) {
        const place = `${table}.${field}`;
        const column = columns[field!]!;
        expect(column.type.toUpperCase(), place).to.match(typeOf(model, name));
        expect(column.primaryKey, place).to.equal(primaryKey === true);
        if (!primaryKey) expect(column.allowNull, place).to.equal(allowNull !== false);
      }
    }
  });

  it('agree on what may be missing when a row is made: every column that must be filled is required by the types', () => {
    // `CreationOptional` on a column that may not be empty would compile and fail at night.
    for (const { path, text } of modelFiles) {
      const optional = [...text.matchAll(/declare (\w+): CreationOptional</g)].map(([, name]) => name!);
      const required = [...text.matchAll(/^ {4}(\w+): \{[^\n]*allowNull: false/gm)].map(([, name]) => name!);
      expect(
        optional.filter(name => required.includes(name)),
        path,
      ).to.deep.equal([]);
    }
  });
});

describe('The database itself refuses', () => {
  const at = '2026-11-18 09:00:00.000';
  /** A row of each table that is right; parents first. */
  const right: Record<string, Record<string, unknown>> = {
    users: {
      id: 990_001,
      email: 'check@example.test',
      name: 'Check',
      role: 'client',
      time_zone: 'UTC',
      password_hash: '',
      created_at: at,
    },
    sessions: {
      id: 990_001,
      secret_hash: 'a'.repeat(64),
      user_id: 990_001,
      kind: 'web',
      device: 'x',
      created_at: at,
      last_used_at: at,
      expires_at: at,
      ends_at: at,
    },
    single_use_links: {
      id: 990_001,
      secret_hash: 'a'.repeat(64),
      purpose: 'hand-over',
      user_id: 990_001,
      expires_at: at,
    },
    contracts: {
      id: 990_001,
      title: 'Shop',
      client_id: 990_001,
      freelancer_email: 'a@example.test',
      state: 'offered',
      offered_at: at,
    },
    contract_terms: {
      id: 990_001,
      contract_id: 990_001,
      version: 1,
      rate_cents: 1,
      weekly_limit_seconds: 604_800,
      manual_time: 0,
      evidence: 'full',
      valid_from: at,
    },
    invitations: { id: 990_001, contract_id: 990_001, secret_hash: 'a'.repeat(64), sent_at: at, expires_at: at },
    project_codes: { id: 990_001, contract_id: 990_001, code: 'SHOP-1', name: 'Checkout' },
    blocks: {
      freelancer_id: 990_001,
      started_at: 1,
      seconds: 600,
      id: Buffer.alloc(16, 1),
      contract_id: 1,
      terms_id: 1,
      description_id: 1,
      input_seconds: 0,
      received_at: 1,
      rule_version: 1,
      reasons: 0,
      shot1_offset: 0,
    },
    task_descriptions: { id: 990_001, contract_id: 990_001, words: 'Keep the basket' },
    manual_requests: {
      ...{
        id: 990_001,
        contract_id: 990_001,
        freelancer_id: 990_001,
        from_at: 1,
        to_at: 2,
        description: 'Keep the basket',
      },
      ...{ reason: 'The tracker was off', state: 'open', asked_at: 3, answer_by: 4 },
    },
    events: {
      id: 990_001,
      kind: 'contract.offered',
      contract_id: 990_001,
      actor_id: 990_001,
      happened_at: at,
      facts: '{}',
    },
    notices: {
      id: 990_001,
      user_id: 990_001,
      contract_id: 990_001,
      kind: 'contract.offered',
      facts: '{}',
      told_at: at,
      mail_tries: 0,
    },
    notice_preferences: { user_id: 990_001, about: 'contracts', by_mail: 'daily' },
  };

  async function insert(table: string, row: Record<string, unknown>): Promise<void> {
    const names = Object.keys(row);
    const places = names.map((_, i) => `$${i + 1}`).join(', ');
    await run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`, Object.values(row));
  }

  /** What the database says to a row when its parents are there; nothing is kept. */
  async function answerTo(table: string, changes: Record<string, unknown>): Promise<string> {
    const undo = new Error('undo');
    let said = 'taken';
    await transaction(async () => {
      const parents = Object.entries(right).slice(0, Object.keys(right).indexOf(table));
      for (const [name, row] of parents) await insert(name, row);
      await insert(table, { ...right[table], ...changes }).catch((error: unknown) => {
        if (!(error instanceof BaseError)) throw error;
        said = (error as BaseError & { parent: Error }).parent.message;
      });
      throw undo;
    }).catch((error: unknown) => {
      if (error !== undo) throw error;
    });
    return said;
  }

  const checks: [table: string, name: string, changes: Record<string, unknown>[]][] = [
    ['users', 'users_role', [{ role: 'boss' }, { role: 'Client' }, { role: '' }]],
    ['sessions', 'sessions_kind', [{ kind: 'api' }]],
    ['single_use_links', 'single_use_links_purpose', [{ purpose: 'sign-in' }]],
    ['contracts', 'contracts_state', [{ state: 'paused' }, { state: 'ACTIVE' }]],
    ['contract_terms', 'contract_terms_rate', [{ rate_cents: 0 }, { rate_cents: -1 }]],
    ['contract_terms', 'contract_terms_limit', [{ weekly_limit_seconds: 0 }, { weekly_limit_seconds: 604_801 }]],
    ['contract_terms', 'contract_terms_evidence', [{ evidence: 'none' }]],
    ['notice_preferences', 'notice_preferences_by_mail', [{ by_mail: 'weekly' }, { by_mail: '' }]],
    ['manual_requests', 'manual_requests_state', [{ state: 'perhaps' }]],
    ['manual_requests', 'manual_requests_span', [{ to_at: 1 }]],
    ['blocks', 'blocks_seconds', [{ seconds: 0 }, { seconds: 601 }]],
  ];
  for (const [table, name, changes] of checks) {
    it(`${table} that break ${name}`, async () => {
      for (const change of changes) {
        const refused = new RegExp(
          `CHECK constraint failed: ${name}\\b|CONSTRAINT .${name}. failed|Check constraint '${name}'`,
        );
        expect(await answerTo(table, change), JSON.stringify(change)).to.match(refused);
      }
    });
  }

  it('no row that is right', async () => {
    for (const table of Object.keys(right)) expect(await answerTo(table, {}), table).to.equal('taken');
  });

  const references: [table: string, changes: Record<string, unknown>][] = [
    ['sessions', { user_id: 1_000_000_000 }],
    ['single_use_links', { user_id: 1_000_000_000 }],
    ['single_use_links', { session_id: 1_000_000_000 }],
    ['contract_terms', { contract_id: 1_000_000_000 }],
    ['invitations', { contract_id: 1_000_000_000 }],
    ['project_codes', { contract_id: 1_000_000_000 }],
    ['manual_requests', { contract_id: 1_000_000_000 }],
    ['events', { contract_id: 1_000_000_000 }],
    ['events', { actor_id: 1_000_000_000 }],
    ['notices', { user_id: 1_000_000_000 }],
    ['notices', { contract_id: 1_000_000_000 }],
    ['notice_preferences', { user_id: 1_000_000_000 }],
  ];
  for (const [table, changes] of references) {
    it(`${table} that refer to nobody by ${Object.keys(changes).join()}`, async () => {
      expect(await answerTo(table, changes)).to.match(/foreign key constraint/i);
    });
  }
});
