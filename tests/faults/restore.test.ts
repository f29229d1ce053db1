/** The restore drill of the README, from a backup that was taken while people worked. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { QueryTypes } from 'sequelize';
import { root } from '../../src/config.ts';
import { isSqlite, sequelize } from '../../src/db/sequelize.ts';
import { bytesOf } from '../../src/diary/block-rows.ts';
import { signRoots } from '../../src/evidence/sign-roots.ts';
import { utcDay } from '../../src/kernel/time.ts';
import { build, freePort, startServer, type ServerProcess } from '../support/server-process.ts';
import { picture } from '../support/pictures.ts';
import { trackerWith } from '../support/tracker.ts';
import { call, type Answer } from './call.ts';
import { crewOf, type Crew } from './crew.ts';
import { drillOn, DUMP, LOAD, VACUUM, whyNoDrill, type Drill, type Restored } from './drill.ts';
import { dropTriggers, emptyTables } from './empty.ts';
import { figure } from './figures.ts';
import { Load } from './load.ts';
import { pastWeeks, type Past } from './months.ts';

/** Blocks that are taken before, and again while and after the backup is made. */
const SOME = 6;
const PART = 'The restore drill';

describe('A backup that was taken while people worked', function () {
  this.timeout(60_000);
  let crew: Crew;
  let past: Past;
  let drill: Drill | null = null;
  let load: Load;
  let living: ServerProcess | null = null;
  let restored: Restored;
  /** Acknowledged before the backup began. */
  let owed: string[];

  before(async function () {
    const why = await whyNoDrill();
    if (why !== null) {
      console.log(`      (${why})`);
      return this.skip();
    }
    build();
    await begin();
    crew = await crewOf({ trackers: 2, pictures: isSqlite ? 'disk' : 'bucket' });
    past = await pastWeeks(crew.storage, new Date());
    await signRoots(new Date());
    drill = await drillOn(crew);
    living = await startServer({ ...crew.env, ...drill.env, PUBLIC_URL: crew.url });
  });
  after(async () => {
    load?.abandon();
    await living?.stop();
    await drill?.away();
    await crew?.goHome();
  });

  /** All chains are checked: those of tests before this one have their pictures elsewhere. */
  async function begin(): Promise<void> {
    const guardAgain = await dropTriggers();
    await emptyTables();
    await guardAgain();
  }

  async function timed(what: string, act: () => Promise<unknown>): Promise<void> {
    const began = performance.now();
    await act();
    figure(PART, what, `${((performance.now() - began) / 1000).toFixed(1)} s`);
  }

  it('is made by the README’s own commands, with blocks arriving all the while', async () => {
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    for (const command of [DUMP, LOAD, VACUUM]) expect(readme).to.include(command);
    load = await Load.to(crew.url);
    load.begin(crew.workers);
    await taken(SOME);
    owed = load.taken.map(({ id }) => id);
    await timed('database copied', () => drill!.copyDatabase());
    await taken(owed.length + SOME);
    await timed('pictures copied', () => drill!.copyPictures());
    await taken(load.taken.length + SOME);
    await load.end();
    await living!.stop();
    living = null;
    expect(load.refused).to.deep.equal([]);
  });

  async function taken(blocks: number): Promise<void> {
    while (load.taken.length < blocks) await wait(10);
  }

  it('is loaded into an empty database by somebody else, and is up to date', async () => {
    await timed('database loaded', async () => (restored = await drill!.restore()));
    await timed('release', async () => expect(await command('release')).to.equal('The database is up to date.\n'));
  });

  /** @throws when it ends with anything but 0 */
  async function command(name: string, ...args: string[]): Promise<string> {
    const env = { ...process.env, PUBLIC_URL: crew.url, ...restored.env };
    const script = path.join(root, `dist/${name}.js`);
    return (await promisify(execFile)(process.execPath, [script, ...args], { env })).stdout;
  }

  const inRestored = <Row extends object>(sql: string, replacements: unknown[] = []): Promise<Row[]> =>
    restored.books.query<Row>(sql, { replacements, type: QueryTypes.SELECT });

  it('has every block that was acknowledged before it was begun', async () => {
    const found = await inRestored<{ id: Buffer }>('SELECT id FROM blocks WHERE id IN (?)', [owed.map(bytesOf)]);
    expect(found.length).to.equal(owed.length);
    expect(owed.length).to.be.at.least(SOME);
  });

  it('has every chain whole, with each of its pictures, and every root', async () => {
    let said = '';
    await timed('evidence checked', async () => (said = await command('verify-evidence', '--all')));
    const lines = said.trim().split('\n');
    const contracts = [past.contract.id, ...crew.contractIds].sort((a, b) => a - b);
    expect(lines.slice(0, -1).map(line => /^Contract (\d+): everything fits /.exec(line)?.[1])).to.deep.equal(
      contracts.map(String),
    );
    expect(lines.at(-1)).to.match(/^[1-9]\d* daily roots: all fit\.$/);
  });

  it('has ledgers that add up to nothing, and money in them', async () => {
    const sums = await inRestored<{ sum: string; torn: number; lines: number }>(
      `SELECT SUM(amount_cents) AS sum, COUNT(*) AS number, (SELECT COUNT(*) FROM
        (SELECT transfer_id FROM ledger_lines GROUP BY transfer_id HAVING SUM(amount_cents) <> 0) AS torn) AS torn FROM ledger_lines`,
    );
    const [{ sum, torn, number }] = sums as unknown as [Record<'sum' | 'torn' | 'number', string>];
    expect([Number(sum), Number(torn)]).to.deep.equal([0, 0]);
    expect(Number(number)).to.be.above(5);
    const [paid] = await inRestored<{ amount: number }>('SELECT amount_cents AS amount FROM payouts WHERE id = ?', [
      past.payout.id,
    ]);
    expect(Number(paid!.amount)).to.equal(past.payout.amount);
  });

  const GUARDS = isSqlite
    ? "SELECT tbl_name AS place, name, sql AS words FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    : `SELECT event_object_table AS place, trigger_name AS name, CONCAT(action_timing, event_manipulation, action_statement, sql_mode) AS words
       FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY trigger_name`;
  type Guard = { place: string; name: string; words: string };

  it('refuses to change or delete what never changes, as the first one did', async () => {
    const guards = await inRestored<Guard>(GUARDS);
    expect(guards).to.deep.equal(await sequelize.query<Guard>(GUARDS, { type: QueryTypes.SELECT }));
    const places = new Set(guards.map(({ place }) => place));
    expect([...places]).to.include.members([
      'ledger_lines',
      'evidence',
      'evidence_roots',
      'audit_entries',
      'dispute_rulings',
    ]);
    for (const place of places) {
      const [row] = await inRestored<object>(`SELECT * FROM ${place} LIMIT 1`);
      if (!row) continue;
      const column = Object.keys(row)[0]!;
      for (const sql of [`UPDATE ${place} SET ${column} = ${column}`, `DELETE FROM ${place}`]) {
        const said = await restored.books.query(sql).then(
          () => 'it was done',
          (error: { parent: Error }) => error.parent.message,
        );
        expect(said, sql).to.include('rows of this table never change');
      }
    }
  });

  it('serves people, their diaries with every picture, their invoice and their dispute, and takes the next block', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await timed('server ready', async () => {
      living = await startServer({ ...restored.env, PORT: String(port), PUBLIC_URL: url });
      expect((await call(`${url}/readyz`))?.body.toString()).to.match(/^\{"ready":true,/);
    });
    const as = async (cookie: string, page: string): Promise<Answer> => {
      const answer = await call(`${url}${page}`, { headers: { Cookie: cookie } });
      expect(answer?.status, page).to.equal(200);
      return answer!;
    };
    const [worker] = crew.workers;
    const lately = `/contracts/${worker!.contractId}/diary/${utcDay(worker!.from)}`;
    await timed('diary with its pictures', async () => {
      expect(await picturesOf(as, crew.felix.cookie, lately)).to.be.at.least(1);
      const weeksAgo = `/contracts/${past.contract.id}/diary/${utcDay(past.starts[0]!)}`;
      expect(await picturesOf(as, past.felix.cookie, weeksAgo)).to.equal(past.starts.length);
    });
    const block = `/contracts/${past.contract.id}/blocks/${past.starts[0]!}/screenshots/1`;
    expect((await as(past.carla.cookie, block)).body).to.deep.equal(await picture(past.starts[0]));
    expect((await as(past.carla.cookie, `/invoices/${past.paid.id}`)).body.toString()).to.include(past.paid.number);
    await as(past.felix.cookie, `/disputes/${past.dispute.id}`);
    const next = new Date((worker!.from + 86_400) * 1000).toISOString().replace('.000Z', 'Z');
    expect((await trackerWith(url, worker!.token).send(worker!.contractId, next)).status).to.equal(200);
    await living!.stop();
    living = null;
    expect(await command('verify-evidence', '--contract', String(worker!.contractId))).to.include('everything fits');
  });

  /** @returns how many thumbnails the page shows, each of which was a picture */
  async function picturesOf(as: (cookie: string, page: string) => Promise<Answer>, cookie: string, page: string) {
    const text = (await as(cookie, page)).body.toString();
    const thumbs = [...text.matchAll(/<img src="(\/thumbs\/[^"]+)"/g)].map(([, address]) => address!);
    for (const thumb of thumbs)
      expect((await as(cookie, thumb)).body.subarray(0, 2).toString('hex'), thumb).to.equal('ffd8');
    return thumbs.length;
  }
});
