/** Every file for spreadsheets: what people wrote is words there, never a formula. */
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import request from 'supertest';
import { isSqlite, rows, run } from '../../src/db/sequelize.ts';
import { ORIGIN, PASSWORD, world, type World } from '../support/world.ts';
import { openDoors, type Doors } from './doors.ts';
import { isSafe, nameOf, routesOf, type Route } from './route-list.ts';
import { whoMay } from './routes.ts';
import { addressOf, twoTenants, type Tenant } from './tenants.ts';
import { mayEnter, peopleOf, person, type Visitor } from './visitors.ts';

/** What Excel, LibreOffice or Google run when a cell begins with it, after quotes and spaces are gone. */
const BEGINNINGS = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
const FORMULA = `cmd|' /C calc'!A0`;

/** Fields of a file (RFC 4180), with what stands around them taken off. */
function cellsOf(csv: string): string[] {
  const cells = csv.replace(/^\ufeff/, '').match(/"(?:[^"]|"")*"|[^,\r\n"]+/g) ?? [];
  return cells.map(cell => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
/** A negative amount is a number, and nothing else may begin so. */
const isFormula = (cell: string): boolean => /^\s*[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell);

/** Every column that holds what people wrote. */
const WRITTEN: [table: string, column: string][] = [
  ...([
    ['users', 'name'],
    ['contracts', 'title'],
    ['project_codes', 'code'],
    ['project_codes', 'name'],
    ['task_descriptions', 'words'],
  ] as const),
  ...([
    ['comments', 'words'],
    ['bonuses', 'words'],
    ['refunds', 'words'],
    ['claims', 'words'],
    ['payouts', 'words'],
  ] as const),
  ...([
    ['manual_requests', 'description'],
    ['manual_requests', 'reason'],
    ['sessions', 'device'],
    ['disputes', 'words'],
  ] as const),
  ...([['payout_accounts', 'label']] as const),
] as [string, string][];

describe('Files for spreadsheets', function () {
  this.timeout(120_000);
  let w: World;
  let doors: Doors;
  let tenant: Tenant;
  let people: Visitor[];
  let files: Route[];

  before(async () => {
    w = await world();
    [tenant] = (await twoTenants(w)) as [Tenant];
    await w.comeBack();
    doors = await openDoors(w.app);
    people = [...peopleOf(tenant), person('ada', w.ada)];
    files = routesOf(w.app).filter(route => isSafe(route) && route.path.endsWith('.csv'));
  });
  after(() => doors?.close());

  async function everythingBeginsWith(text: string): Promise<number> {
    let written = 0;
    for (const [table, column] of WRITTEN) {
      // Codes of a contract and its descriptions differ from each other.
      const value =
        column === 'code' || table === 'task_descriptions' ? (isSqlite ? '$1 || id' : 'CONCAT($1, id)') : '$1';
      await run(`UPDATE ${table} SET ${column} = ${value} WHERE ${column} LIKE $2 OR ${column} LIKE $3`, [
        text,
        `%${tenant.marker}%`,
        `%${FORMULA}%`,
      ]).catch((error: { parent?: Error }) => expect.fail(`${table}.${column}: ${error.parent?.message}`));
      const [row] = await rows<{ many: number }>(`SELECT COUNT(*) AS many FROM ${table} WHERE ${column} LIKE $1`, [
        `%${FORMULA}%`,
      ]);
      written += Number(row!.many) > 0 ? 1 : 0;
    }
    return written;
  }

  it('are all of these, and each has somebody who may take it', () => {
    expect(files.map(nameOf)).to.include.members([
      'GET /reports.csv',
      'GET /invoices.csv',
      'GET /spending.csv',
      'GET /earnings/payouts.csv',
      'GET /admin/payout-files/:id.csv',
    ]);
    for (const file of files)
      expect(
        people.some(one => mayEnter(one, whoMay[nameOf(file)]!, tenant)),
        nameOf(file),
      ).to.equal(true);
  });

  for (const beginning of BEGINNINGS) {
    it(`say what people wrote, and run nothing of it, when it begins with ${JSON.stringify(beginning)}`, async () => {
      expect(await everythingBeginsWith(`${beginning}${FORMULA}`)).to.be.above(8);
      // The audit log cannot be changed afterwards: an admin says it so.
      await w.amir.post(`/admin/contracts/${tenant.names['contracts/:id']}/look`, {
        reason: 'help',
        words: `${beginning}${FORMULA}`,
      });
      const telling: string[] = [];
      for (const file of files) {
        for (const visitor of people.filter(one => mayEnter(one, whoMay[nameOf(file)]!, tenant))) {
          const { status, text, headers } = await doors.ask({
            method: 'GET',
            path: addressOf(file.path, tenant.names),
            headers: visitor.headers,
          });
          expect(status, nameOf(file)).to.equal(200);
          expect(headers['content-type']).to.equal('text/csv; charset=utf-8');
          expect(headers['content-disposition']).to.match(/^attachment; filename=/);
          expect(cellsOf(text).filter(isFormula), nameOf(file)).to.deep.equal([]);
          if (text.includes('calc')) telling.push(nameOf(file));
        }
      }
      // Were the words in none of them, none of them would have been tried.
      expect(new Set(telling).size).to.be.at.least(3);
    });
  }

  it('in a copy of one’s data are the same', async () => {
    await everythingBeginsWith(`=${FORMULA}`);
    const { body } = await request(w.app)
      .post('/profile/data')
      .set({ Cookie: tenant.freelancer.cookie, Origin: ORIGIN })
      .type('form')
      .send({ password: PASSWORD })
      .responseType('blob');
    const tables = Object.entries(unzipSync(body as Buffer)).filter(([name]) => name.endsWith('.csv'));
    expect(tables.length).to.be.above(5);
    expect(tables.some(([, bytes]) => Buffer.from(bytes).includes('calc'))).to.equal(true);
    for (const [name, bytes] of tables)
      expect(cellsOf(Buffer.from(bytes).toString()).filter(isFormula), name).to.deep.equal([]);
  });
});
