import { expect } from 'chai';
import { isSqlite, run, runForId } from '../../src/db/sequelize.ts';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { toBits } from '../../src/diary/verdict.ts';
import { weekOf } from '../../src/kernel/time.ts';
import { workOf, type Work } from '../support/queries.ts';
import { world, type Person, type World } from '../support/world.ts';

const DAY = 86_400;
const BLOCKS = 60_000;
const A_DAY = 48;
const DAYS = Math.ceil(BLOCKS / A_DAY);
const ROWS_AT_ONCE = 5_000;
const NOW = Date.parse('2026-11-20T18:00:00Z') / 1000;
const TODAY = NOW - (NOW % DAY);
const FLAGS = 3;
const DIV = isSqlite ? '/' : 'DIV';

/** Eight hours from 08:00 UTC on this day; on another contract five minutes later. */
const dayOfWork = (midnight: number, late: number): number[] =>
  Array.from({ length: A_DAY }, (_, place) => midnight + 8 * 3600 + place * 600 + late);

/** What a page of a diary costs must not depend on how much came before. */
describe('A diary of three years', function () {
  this.timeout(60_000);
  /** One with a day of work and a block a month ago, one with 60,000 blocks, and one beside those 60,000. */
  let small: { w: World; contract: Contract };
  let long: { w: World; contract: Contract };
  let beside: { w: World; contract: Contract };

  before(async () => {
    const now = new Date(NOW * 1000).toISOString();
    const [one, other] = await Promise.all([world({ now }), world({ now })]);
    small = { w: one, contract: one.contract };
    long = { w: other, contract: other.contract };
    beside = { w: other, contract: await other.activeContract({ title: 'Beside' }) };
    const once = [TODAY - 30 * DAY + 8 * 3600, ...dayOfWork(TODAY, 0)];
    await fill(small, once);
    const later = (at: number): number => at + 300;
    await fill(beside, once.map(later));
    const days = Array.from({ length: DAYS }, (_, place) => TODAY - place * DAY);
    await fill(
      long,
      days.flatMap(midnight => dayOfWork(midnight, 0)),
    );
  });

  /** Blocks of five minutes, every fifth without protection; comments on every tenth, of which few wait for an answer. */
  async function fill({ w, contract }: { w: World; contract: Contract }, starts: readonly number[]): Promise<void> {
    const began = new Date((TODAY - (DAYS + 2) * DAY) * 1000);
    // Every week before this one is billed.
    const worked = { offeredAt: began, acceptedAt: began, nextWeek: weekOf(TODAY) };
    await Contract.update(worked, { where: { id: contract.id } });
    await ContractTerms.update({ validFrom: began }, { where: { contractId: contract.id } });
    const { id: terms } = await ContractTerms.findOne({ where: { contractId: contract.id }, rejectOnEmpty: true });
    const words = await runForId("INSERT INTO task_descriptions (contract_id, words) VALUES ($1, 'Some good work')", [
      contract.id,
    ]);
    const vague = toBits(['vague-description']);
    const blocks = starts.map((at, place) => {
      const id = at.toString(16).padStart(16, '0') + contract.id.toString(16).padStart(16, '0');
      return `(${w.felix.id}, ${at}, 300, X'${id}', ${contract.id}, ${terms}, ${words}, 100, ${at + 400}, 1, ${place % 5 === 0 ? vague : 0}, 0, 1)`;
    });
    await inChunks(
      'blocks (freelancer_id, started_at, seconds, id, contract_id, terms_id, description_id, input_seconds, received_at, rule_version, reasons, shot1_offset, shot1_failure)',
      blocks,
    );
    const newest = starts.toSorted((a, b) => b - a).filter((_, place) => place % 10 === 0);
    const comments = newest.map((at, place) => {
      const resolved = place < FLAGS ? 'NULL' : String(at + 900);
      return `(${w.felix.id}, ${at}, 1, ${w.carla.id}, ${at + 700}, 1, ${resolved}, 'Which page is this?')`;
    });
    await inChunks(
      'comments (freelancer_id, started_at, number, author_id, written_at, flag, resolved_at, words)',
      comments,
    );
    await run(
      `INSERT INTO day_totals (contract_id, day, terms_id, blocks, seconds, billable_seconds, protected_seconds)
       SELECT contract_id, started_at ${DIV} 86400 AS day, terms_id, COUNT(*), SUM(seconds), SUM(seconds), SUM(CASE WHEN reasons = 0 THEN seconds ELSE 0 END)
       FROM blocks WHERE freelancer_id = $1 AND contract_id = $2 GROUP BY contract_id, day, terms_id`,
      [w.felix.id, contract.id],
    );
  }

  async function inChunks(into: string, values: readonly string[]): Promise<void> {
    for (let from = 0; from < values.length; from += ROWS_AT_ONCE)
      await run(`INSERT INTO ${into} VALUES ${values.slice(from, from + ROWS_AT_ONCE).join(', ')}`, []);
  }

  const today = '2026-11-20';
  const pages: Record<string, (contract: Contract) => string> = {
    day: ({ id }) => `/contracts/${id}/diary/${today}`,
    'day, filtered': ({ id }) => `/contracts/${id}/diary/${today}?kind=flagged`,
    'empty day': ({ id }) => `/contracts/${id}/diary/2026-11-21`,
    selection: ({ id }) => `/contracts/${id}/diary/${today}/selection`,
    list: ({ id }) => `/contracts/${id}/diary/${today}/list`,
    'list, filtered': ({ id }) => `/contracts/${id}/diary/${today}/list?kind=vague-description&rows=blocks`,
    block: ({ id }) => `/contracts/${id}/blocks/`,
    'open questions': ({ id }) => `/contracts/${id}/flags`,
    'who looked': ({ id }) => `/contracts/${id}/views`,
    contract: ({ id }) => `/contracts/${id}`,
  };

  async function visit(person: Person, path: string): Promise<Work> {
    let status = 0;
    const work = await workOf(async () => ({ status } = await person.get(path)));
    expect(status, path).to.equal(200);
    return work;
  }
  const pathOf = (page: (contract: Contract) => string, { contract }: { contract: Contract }): string => {
    const path = page(contract);
    return path.endsWith('/blocks/') ? `${path}${TODAY + 8 * 3600 + (contract === beside.contract ? 300 : 0)}` : path;
  };
  const say = (page: string, { queries, rows, looked }: Work): void =>
    console.log(`      ${page}: ${queries} queries, ${rows} rows${looked > 0 ? `, ${looked} looked at` : ''}`);

  for (const [name, page] of Object.entries(pages)) {
    it(`is asked no more for than one of a day: ${name}`, async () => {
      const one = await visit(small.w.felix, pathOf(page, small));
      for (const place of [long, beside]) {
        const many = await visit(place.w.felix, pathOf(page, place));
        expect(many.queries, 'queries').to.equal(one.queries);
        // The strip above a day has a row for each day of its week with time; a contract's page adds up the blocks of the running week.
        const ofItsWeek = name === 'contract' ? 5 * A_DAY : 6;
        expect(many.rows, 'rows').to.be.at.most(one.rows + ofItsWeek);
        // The other contract of the same freelancer lies between: a week of it may be looked at, not its years.
        expect(many.looked, 'rows looked at').to.be.at.most(one.looked + 20 * A_DAY);
      }
      say(name, one);
    });
  }

  it('shows a week in as many queries as a week of one day, and reads what it shows', async () => {
    for (const view of ['week', 'week/list', 'week/list?rows=blocks&kind=protected']) {
      const path = (contract: Contract): string => `/contracts/${contract.id}/diary/${today}/${view}`;
      const one = await visit(small.w.carla, path(small.contract));
      const many = await visit(long.w.carla, path(long.contract));
      expect(many.queries, view).to.equal(one.queries);
      expect(many.rows, view).to.be.at.most(one.rows + 4.5 * A_DAY);
      expect(many.looked, view).to.be.at.most(one.looked + 40 * A_DAY);
      say(view, many);
    }
  });

  it('costs My Jobs and a report no more queries', async () => {
    for (const path of ['/my-jobs', '/reports?from=2026-11-16&to=2026-11-20&by=week']) {
      const one = await visit(small.w.carla, path);
      const many = await visit(long.w.carla, path);
      // Carla of the long one has two contracts; each has a card of its own.
      expect(many.queries, path).to.be.at.most(one.queries + (path === '/my-jobs' ? 4 : 0));
      expect(many.rows, path).to.be.at.most(one.rows * 3 + 10);
      expect(many.looked, path).to.be.at.most(one.looked + 30 * A_DAY);
      say(path.split('?')[0]!, many);
    }
  });
});
