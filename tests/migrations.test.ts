import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import mysql from 'mysql2/promise';
import { migrations } from '../migrations/all.ts';
import { config, root } from '../src/config.ts';
import { migrate, migrateDown } from '../src/db/migrate.ts';
import { isSqlite } from '../src/db/sequelize.ts';
import { schema, tables } from './support/schema.ts';

const BOOKS = 'schema_migrations';

describe('Migrations', () => {
  afterEach(() => migrate());

  it('have names that sort in the order they are listed', () => {
    const names = migrations.map(({ name }) => name);
    expect([...names].sort()).to.deep.equal(names);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^\d{14}-[a-z]+(-[a-z]+)*$/);
  });

  it('down to nothing and up again give the same tables, indexes and checks', async () => {
    const before = await schema();
    expect(Object.keys(before)).to.include.members(['users', 'contracts', 'blocks', 'events']);
    await migrateDown();
    expect(await tables()).to.deep.equal([BOOKS]);
    expect(await migrate()).to.deep.equal(migrations.map(({ name }) => name));
    expect(await schema()).to.deep.equal(before);
  });

  it('that have run do nothing when they run again', async () => {
    const before = await schema();
    expect(await migrate()).to.deep.equal([]);
    expect(await Promise.all([migrate(), migrate()])).to.deep.equal([[], []]);
    expect(await schema()).to.deep.equal(before);
  });
});

describe('Three releases at once on an empty database', () => {
  const database = `impact_time_test_${process.pid}_twice`;
  const server = process.env['TEST_DATABASE_SERVER']?.replace(/\/$/, '');
  const onServer = async (sql: string): Promise<void> => {
    const connection = await mysql.createConnection(String(server));
    await connection.query(sql);
    await connection.end();
  };

  before(() => (isSqlite ? undefined : onServer(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`)));
  after(() => (isSqlite ? undefined : onServer(`DROP DATABASE ${database}`)));

  async function release(folder: string): Promise<{ code: number; output: string }> {
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/release.ts')], {
      cwd: root,
      env: { ...process.env, DATA_FOLDER: folder, ...(isSqlite ? {} : { DATABASE_URL: `${server}/${database}` }) },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, output };
  }

  it('migrate it once; the others wait and find it up to date, and so does a fourth', async function () {
    this.timeout(60_000);
    const folder = mkdtempSync(path.join(config.dataFolder, 'release-'));
    const names = migrations.map(({ name }) => name).join(', ');
    const upToDate = { code: 0, output: 'The database is up to date.\n' };
    const three = await Promise.all([release(folder), release(folder), release(folder)]);
    expect(three).to.have.deep.members([{ code: 0, output: `Migrated: ${names}\n` }, upToDate, upToDate]);
    expect(await release(folder)).to.deep.equal(upToDate);
  });
});
