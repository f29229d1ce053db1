import { expect } from 'chai';
import fc from 'fast-check';
import { addDays, allZones, dayBounds, fromSeconds, type Zone } from '../../src/kernel/time.ts';

const iso = (second: number): string => fromSeconds(second).toISOString().replace('.000Z', 'Z');

describe('The bounds of a day', () => {
  const days: [what: string, zone: Zone, day: string, from: string, hours: number][] = [
    ['an ordinary day', 'UTC', '2026-11-18', '2026-11-18T00:00:00Z', 24],
    ['a winter day', 'Europe/Vienna', '2026-11-18', '2026-11-17T23:00:00Z', 24],
    ['the day clocks go forward', 'Europe/Vienna', '2026-03-29', '2026-03-28T23:00:00Z', 23],
    ['the day clocks go back', 'Europe/Vienna', '2026-10-25', '2026-10-24T22:00:00Z', 25],
    ['the day clocks go forward', 'America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', 23],
    ['the day clocks go back', 'America/New_York', '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['a zone of three quarters', 'Asia/Kathmandu', '2026-11-18', '2026-11-17T18:15:00Z', 24],
    ['a zone of a half', 'Asia/Kolkata', '2026-11-18', '2026-11-17T18:30:00Z', 24],
    ['clocks that move by half an hour', 'Australia/Lord_Howe', '2026-10-04', '2026-10-03T13:30:00Z', 23.5],
    ['and back', 'Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    ['clocks that move by two hours', 'Antarctica/Troll', '2026-03-29', '2026-03-29T00:00:00Z', 22],
    ['a day without a midnight', 'America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 23],
    ['a day without a midnight', 'Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z', 23],
    ['a day with two midnights', 'Africa/Cairo', '2026-10-29', '2026-10-28T21:00:00Z', 25],
    ['a day that Samoa left out', 'Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z', 0],
  ];
  for (const [what, zone, day, from, hours] of days) {
    it(`${what}: ${day} in ${zone} has ${hours} hours from ${from}`, () => {
      const bounds = dayBounds(day, zone);
      expect([iso(bounds.from), (bounds.to - bounds.from) / 3600]).to.deep.equal([from, hours]);
    });
  }

  const zones = allZones.filter((_, place) => place % Math.floor(allZones.length / 40) === 0);
  const FIRST = '2006-01-01';
  const YEARS = 20;
  const formats = new Map(
    zones.map(zone => [zone, new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })]),
  );
  const dayOf = (second: number, zone: Zone): string => formats.get(zone)!.format(fromSeconds(second));

  /** A day is empty only where a country jumped over the date line. */
  function expectWholeDay(day: string, zone: Zone): void {
    const { from, to } = dayBounds(day, zone);
    const place = `${day} in ${zone}`;
    if (from < to) {
      expect([dayOf(from, zone), dayOf(to - 1, zone)], place).to.deep.equal([day, day]);
      expect(to - from, place).to.be.within(21 * 3600, 27 * 3600);
    }
    expect(dayOf(from - 1, zone) < day, `the second before ${place}`).to.equal(true);
    expect(dayOf(to, zone) > day, `the second after ${place}`).to.equal(true);
    expect(dayBounds(addDays(day, 1), zone).from, place).to.equal(to);
  }

  it(`leave no gap and share no second: any day of ${YEARS} years in ${zones.length} zones`, () => {
    expect(zones.length).to.be.at.least(40);
    const anyDay = fc.nat({ max: YEARS * 365 }).map(days => addDays(FIRST, days));
    fc.assert(fc.property(anyDay, fc.constantFrom(...zones), expectWholeDay), { numRuns: 1500 });
  });

  it('leave no gap and share no second around every change of clocks', () => {
    let changes = 0;
    for (const zone of zones) {
      for (const day of changesOf(zone)) {
        changes++;
        for (const near of [addDays(day, -1), day, addDays(day, 1)]) expectWholeDay(near, zone);
      }
    }
    expect(changes).to.be.above(100);
  });

  /** Days on which the distance from UTC is another one than a week before, found by halving. */
  function changesOf(zone: Zone): string[] {
    const offset = (day: string): number => (dayBounds(day, zone).from + 86_400 * 2) % 86_400;
    const found: string[] = [];
    for (let week = FIRST; found.length < 12 && week < '2026-01-01'; week = addDays(week, 28)) {
      if (offset(week) === offset(addDays(week, 28))) continue;
      let [low, high] = [0, 28];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (offset(addDays(week, middle)) === offset(week)) low = middle;
        else high = middle;
      }
      found.push(addDays(week, low));
    }
    return found;
  }
});
