import { expect } from 'chai';
import fc from 'fast-check';
import {
  addDays,
  allZones,
  cellOf,
  clock,
  dateTime,
  dayIn,
  dayLong,
  dayName,
  duration,
  fromSeconds,
  fromTo,
  hours,
  isZone,
  mondayOf,
  offsetOf,
  parseDay,
  toSeconds,
  utcDay,
  utcDayNumber,
  weekCloses,
  weekday,
  weekEnd,
  weekOf,
} from '../../src/kernel/time.ts';

const at = (iso: string): number => Date.parse(iso) / 1000;
const iso = (second: number): string => fromSeconds(second).toISOString().replace('.000Z', 'Z');

describe('A week', () => {
  const weeks: [instant: string, monday: string][] = [
    ['2026-11-16T00:00:00Z', '2026-11-16T00:00:00Z'],
    ['2026-11-15T23:59:59Z', '2026-11-09T00:00:00Z'],
    ['2026-11-22T23:59:59Z', '2026-11-16T00:00:00Z'],
    ['2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['2027-01-01T12:00:00Z', '2026-12-28T00:00:00Z'],
    ['2024-02-29T05:00:00Z', '2024-02-26T00:00:00Z'],
    ['2106-02-07T06:28:15Z', '2106-02-01T00:00:00Z'],
  ];
  for (const [instant, monday] of weeks) {
    it(`of ${instant} began on Monday ${monday}`, () => {
      expect(iso(weekOf(at(instant)))).to.equal(monday);
    });
  }

  it('ends where the next begins and closes on Monday 12:00 UTC after it', () => {
    const sunday = at('2026-11-22T23:59:59Z');
    expect(iso(weekEnd(sunday))).to.equal('2026-11-23T00:00:00Z');
    expect(weekOf(weekEnd(sunday))).to.equal(weekEnd(sunday));
    expect(iso(weekCloses(sunday))).to.equal('2026-11-23T12:00:00Z');
    expect(iso(weekCloses(sunday + 1))).to.equal('2026-11-30T12:00:00Z');
  });

  it('always begins on a Monday at midnight UTC and has 7 days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 345_600, max: 2 ** 32 - 1 }), second => {
        const monday = fromSeconds(weekOf(second));
        expect([monday.getUTCDay(), monday.getTime() % 86_400_000]).to.deep.equal([1, 0]);
        expect(second - weekOf(second)).to.be.within(0, 7 * 86_400 - 1);
      }),
    );
  });

  it('of a calendar day begins on its Monday', () => {
    expect(['2026-11-16', '2026-11-18', '2026-11-22', '2026-11-23', '2026-01-01'].map(mondayOf)).to.deep.equal([
      '2026-11-16',
      '2026-11-16',
      '2026-11-16',
      '2026-11-23',
      '2025-12-29',
    ]);
  });
});

describe('A cell', () => {
  it('begins at :00, :10, :20, :30, :40 or :50 UTC', () => {
    const cells: [string, string][] = [
      ['2026-11-18T09:00:00Z', '2026-11-18T09:00:00Z'],
      ['2026-11-18T09:09:59Z', '2026-11-18T09:00:00Z'],
      ['2026-11-18T09:10:00Z', '2026-11-18T09:10:00Z'],
      ['2026-11-18T23:59:59Z', '2026-11-18T23:50:00Z'],
    ];
    expect(cells.map(([instant]) => iso(cellOf(at(instant))))).to.deep.equal(cells.map(([, cell]) => cell));
  });
});

describe('An instant', () => {
  it('is a whole second, cut off and never rounded up', () => {
    expect(toSeconds(new Date('2026-11-18T09:00:00.999Z'))).to.equal(at('2026-11-18T09:00:00Z'));
    expect(fromSeconds(toSeconds(new Date('2026-11-18T09:00:00.999Z'))).toISOString()).to.equal(
      '2026-11-18T09:00:00.000Z',
    );
  });

  it('lies in a UTC day, counted since 1970', () => {
    const instants = ['1970-01-01T23:59:59Z', '1970-01-02T00:00:00Z', '2026-11-18T23:59:59Z'].map(at);
    expect(instants.map(utcDayNumber)).to.deep.equal([0, 1, 20_775]);
    expect(instants.map(utcDay)).to.deep.equal(['1970-01-01', '1970-01-02', '2026-11-18']);
  });

  const days: [zone: string, day: string, clock: string, offset: string, full: string][] = [
    ['UTC', '2026-11-18', '23:30', '+00:00', '18 Nov 2026, 23:30'],
    ['Europe/Vienna', '2026-11-19', '00:30', '+01:00', '19 Nov 2026, 00:30'],
    ['America/New_York', '2026-11-18', '18:30', '-05:00', '18 Nov 2026, 18:30'],
    ['Asia/Kathmandu', '2026-11-19', '05:15', '+05:45', '19 Nov 2026, 05:15'],
    ['Asia/Kolkata', '2026-11-19', '05:00', '+05:30', '19 Nov 2026, 05:00'],
    ['Pacific/Kiritimati', '2026-11-19', '13:30', '+14:00', '19 Nov 2026, 13:30'],
    ['Pacific/Pago_Pago', '2026-11-18', '12:30', '-11:00', '18 Nov 2026, 12:30'],
    ['Pacific/Chatham', '2026-11-19', '13:15', '+13:45', '19 Nov 2026, 13:15'],
  ];
  for (const [zone, day, time, offset, full] of days) {
    it(`at 23:30 UTC is ${full} in ${zone}`, () => {
      const instant = new Date('2026-11-18T23:30:00Z');
      expect([
        dayIn(instant, zone),
        clock(instant, zone),
        offsetOf(instant, zone),
        dateTime(instant, zone),
      ]).to.deep.equal([day, time, offset, full]);
    });
  }

  it('is shown with midnight as 00:00 and September as Sep', () => {
    const midnight = new Date('2026-09-05T00:00:00Z');
    expect([clock(midnight, 'UTC'), dateTime(midnight, 'UTC')]).to.deep.equal(['00:00', '5 Sep 2026, 00:00']);
  });
});

describe('A calendar day', () => {
  const typed: [string, string | null][] = [
    ['2026-11-18', '2026-11-18'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['2026-02-29', null],
    ['2100-02-29', null],
    ['2026-13-01', null],
    ['2026-00-10', null],
    ['2026-11-00', null],
    ['2026-11-31', null],
    ['2026-1-1', null],
    ['20261118', null],
    ['2026-11-18T00:00', null],
    ['2026-11-18 ', null],
    ['2026-11-18\n', null],
    ['-2026-11-18', null],
    ['+002026-11-18', null],
    ['18.11.2026', null],
    ['today', null],
    ['', null],
    ['２０２６-11-18', null],
  ];
  for (const [text, day] of typed) {
    it(`typed as ${JSON.stringify(text)} is ${day ?? 'none'}`, () => {
      expect(parseDay(text)).to.equal(day);
    });
  }

  it('has days before and after it, over months, leap days and years', () => {
    expect([
      addDays('2026-11-30', 1),
      addDays('2024-02-28', 1),
      addDays('2026-02-28', 1),
      addDays('2026-01-01', -1),
      addDays('2026-11-18', 7),
      addDays('2026-11-18', 0),
    ]).to.deep.equal(['2026-12-01', '2024-02-29', '2026-03-01', '2025-12-31', '2026-11-25', '2026-11-18']);
  });

  it('is named in short and in full', () => {
    expect([dayName('2026-11-20'), dayName('2026-09-05'), weekday('2026-11-16')]).to.deep.equal([
      'Fri 20 Nov',
      'Sat 5 Sep',
      'Mon',
    ]);
    expect([dayLong('2026-11-20'), dayLong('2026-09-05')]).to.deep.equal([
      'Friday, 20 November 2026',
      'Saturday, 5 September 2026',
    ]);
  });
});

describe('A length of time', () => {
  const lengths: [seconds: number, words: string, inTables: string][] = [
    [0, '0 s', '0:00'],
    [45, '45 s', '0:00'],
    [59, '59 s', '0:00'],
    [60, '1 m', '0:01'],
    [520, '8 m 40 s', '0:08'],
    [3599, '59 m 59 s', '0:59'],
    [3600, '1 h', '1:00'],
    [3659, '1 h', '1:00'],
    [26_400, '7 h 20 m', '7:20'],
    [604_800, '168 h', '168:00'],
  ];
  for (const [seconds, words, inTables] of lengths) {
    it(`of ${seconds} s is shown as ${words}, in tables as ${inTables}`, () => {
      expect([duration(seconds), hours(seconds)]).to.deep.equal([words, inTables]);
    });
  }
});

describe('A time zone', () => {
  it('is one of a list a person can choose from, in alphabetical order, with UTC', () => {
    expect(allZones).to.include.members(['UTC', 'Europe/Vienna', 'America/New_York', 'Pacific/Chatham']);
    expect([...allZones].sort()).to.deep.equal([...allZones]);
    expect(new Set(allZones).size).to.equal(allZones.length);
    expect(allZones.every(isZone)).to.equal(true);
  });

  for (const name of ['', 'Mars/Olympus', 'europe/vienna', '+01:00', 'Europe/Vienna ', '../UTC', 'constructor']) {
    it(`is not ${JSON.stringify(name)}`, () => {
      expect(isZone(name)).to.equal(false);
    });
  }
});

describe('From when to when', () => {
  const at = (time: string): Date => new Date(`2026-11-18T${time}Z`);

  it('is said to the minute', () => {
    expect(fromTo(at('09:00:10'), at('09:10:00'), 'Europe/Vienna')).to.deep.equal({ from: '10:00', to: '10:10' });
  });

  it('is said to the second within one minute', () => {
    expect(fromTo(at('09:00:05'), at('09:00:41'), 'UTC')).to.deep.equal({ from: '09:00:05', to: '09:00:41' });
  });
});
