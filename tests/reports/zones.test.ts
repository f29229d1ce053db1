/** Sums by day, by week and by report are the sum of the blocks, wherever the reader’s clocks are put forward or back. */
import { expect } from 'chai';
import { Temporal } from 'temporal-polyfill';
import { ContractTerms } from '../../src/contracts/contract-terms-model.ts';
import { run, runForId } from '../../src/db/sequelize.ts';
import { blocksBetween, secondsBetween, secondsByDay } from '../../src/diary/block-rows.ts';
import {
  addDays,
  allZones,
  dayBounds,
  dayIn,
  fromSeconds,
  mondayOf,
  weekOf,
  type Zone,
} from '../../src/kernel/time.ts';
import { linesFor } from '../../src/reports/lines.ts';
import { periodOf } from '../../src/reports/period.ts';
import { sumOf } from '../../src/reports/report.ts';
import { world, type World } from '../support/world.ts';

const [FIRST_YEAR, YEARS, ZONES] = [2007, 20, 40];
const WEEK = 7 * 86_400;
const ROWS_AT_ONCE = 500;

/** When a zone's clocks are changed, in seconds since 1970. */
function changesOf(zone: Zone): number[] {
  const end = Temporal.Instant.from(`${FIRST_YEAR + YEARS}-01-01T00:00:00Z`).epochMilliseconds;
  const found: number[] = [];
  let at = Temporal.Instant.from(`${FIRST_YEAR}-01-01T00:00:00Z`).toZonedDateTimeISO(zone);
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= end) return found;
    found.push(next.epochMilliseconds / 1000);
    at = next;
  }
}

describe('Time around every change of clocks', function () {
  this.timeout(120_000);
  const changes = allZones
    .map(zone => ({ zone, at: changesOf(zone) }))
    .filter(({ at }) => at.length > 0)
    .filter((_, place, { length }) => place % Math.floor(length / ZONES) === 0)
    .slice(0, ZONES);
  const weeks = [...new Set(changes.flatMap(({ at }) => at.map(weekOf)))].sort((a, b) => a - b);
  /** Blocks at odd places in every second hour of these weeks, and of the days that other zones count to them. */
  const blocks = new Map<number, number>();
  let w: World;
  let contract: { id: number; freelancerId: number };

  before(async () => {
    w = await world();
    contract = { id: w.contract.id, freelancerId: w.felix.id };
    for (const monday of weeks)
      for (let at = monday - WEEK; at < monday + 2 * WEEK; at += 7200)
        blocks.set(at + ((at / 7200) % 11) * 600, 1 + ((at / 7200) % 600));
    const { id: terms } = await ContractTerms.findOne({ where: { contractId: contract.id }, rejectOnEmpty: true });
    const words = await runForId("INSERT INTO task_descriptions (contract_id, words) VALUES ($1, 'Any work')", [
      contract.id,
    ]);
    const rows = [...blocks].map(([startedAt, seconds], place) => {
      const id = place.toString(16).padStart(8, '0') + contract.freelancerId.toString(16).padStart(24, '0');
      return `(${contract.freelancerId}, ${startedAt}, ${seconds}, X'${id}', ${contract.id}, ${terms}, ${words}, 0, ${startedAt}, 1, 0, 0)`;
    });
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
      await run(
        `INSERT INTO blocks (freelancer_id, started_at, seconds, id, contract_id, terms_id, description_id, input_seconds, received_at, rule_version, reasons, shot1_offset) VALUES ${rows.slice(from, from + ROWS_AT_ONCE).join(', ')}`,
        [],
      );
  });

  /** Blocks that start in [from, to), oldest first, found without the database. */
  function startsBetween(from: number, to: number): number[] {
    const starts: number[] = [];
    for (let at = from - (from % 600); at < to; at += 600) if (at >= from && blocks.has(at)) starts.push(at);
    return starts;
  }
  const between = (from: number, to: number): number =>
    startsBetween(from, to).reduce((sum, at) => sum + blocks.get(at)!, 0);

  it(`is there at all: ${ZONES} zones, ${YEARS} years`, () => {
    expect(changes).to.have.length(ZONES);
    expect(changes.flatMap(({ at }) => at).length).to.be.above(500);
  });

  it('adds up: the days of a reader’s week, the week, its blocks', async () => {
    for (const { zone, at } of changes) {
      for (const change of at) {
        const monday = mondayOf(dayIn(fromSeconds(change), zone));
        const edges = Array.from({ length: 8 }, (_, place) => dayBounds(addDays(monday, place), zone).from);
        const [first, last] = [edges[0]!, edges[7]!];
        const days = await secondsByDay(contract, edges);
        const whole = (await secondsBetween(contract.freelancerId, first, last)).get(contract.id) ?? 0;
        const place = `${zone}, week of ${monday}`;
        expect(
          days.reduce((sum, { seconds }) => sum + seconds, 0),
          place,
        ).to.equal(whole);
        expect(whole, place).to.equal(between(first, last));
      }
    }
  });

  it('lies on the day that the reader’s calendar shows', async () => {
    for (const { zone, at } of changes) {
      for (const change of at) {
        const day = dayIn(fromSeconds(change), zone);
        const { from, to } = dayBounds(day, zone);
        const found = await blocksBetween(contract, from, to);
        const around = startsBetween(change - 3 * 86_400, change + 3 * 86_400);
        const expected = around.filter(start => dayIn(fromSeconds(start), zone) === day);
        expect(
          found.map(({ startedAt }) => startedAt),
          `${day} in ${zone}`,
        ).to.deep.equal(expected);
      }
    }
  });

  it('is in a report what it is in its UTC week, and a week cut at the reader’s midnights is still that week', async () => {
    for (const monday of weeks) {
      const day = fromSeconds(monday).toISOString().slice(0, 10);
      const period = periodOf({ from: day, to: day }, fromSeconds(monday));
      if ('refusal' in period) throw new Error(period.refusal);
      const report = sumOf(await linesFor(w.felix, period, null, fromSeconds(monday))).seconds;
      expect(report, day).to.equal(between(monday, monday + WEEK));
      for (const { zone } of changes.slice(0, 4)) {
        const firstDay = dayIn(fromSeconds(monday), zone);
        const midnights = Array.from({ length: 8 }, (_, place) => dayBounds(addDays(firstDay, place), zone).to);
        const inside = midnights.filter(midnight => midnight > monday && midnight < monday + WEEK);
        const days = await secondsByDay(contract, [monday, ...inside, monday + WEEK]);
        expect(
          days.reduce((sum, { seconds }) => sum + seconds, 0),
          `${day} in ${zone}`,
        ).to.equal(report);
      }
    }
  });
});
