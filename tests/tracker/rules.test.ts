import { expect } from 'chai';
import { blockId } from '../../src/wire/tracker.ts';
import { isBlack } from '../../tracker/src/core/black.ts';
import { newBlockId } from '../../tracker/src/core/block-id.ts';
import { plainName } from '../../tracker/src/core/plain-name.ts';
import { whyNotGood } from '../../tracker/src/core/description.ts';
import { dayIn, totalsOf, weekStart } from '../../tracker/src/core/totals.ts';
import { clockWords, descriptionWords, spanWords } from '../../tracker/src/app/words.ts';
import { addressOf } from '../../tracker/src/app/session.ts';
import { contractOf, policy } from './fake-server.ts';

const NINE = Date.UTC(2026, 10, 16, 9) / 1000;

describe('a task description', () => {
  const cases: [text: string, missing: string | null][] = [
    ['', 'Unprotected until it says what you work on.'],
    ['   ', 'Unprotected until it says what you work on.'],
    ['...!', 'Unprotected until it says what you work on.'],
    ['work', '“work” alone does not say what was done.'],
    ['Misc. stuff,  WORKING', '“Misc. stuff, WORKING” alone does not say what was done.'],
    ['Menu', '8 more characters, so that the client knows what was done.'],
    ['Fix the menu', null],
    ['Fix menu bar', null],
    ['Fix menu ba', '1 more character, so that the client knows what was done.'],
    ['Documentation', 'One more word, so that the client knows what was done.'],
    ['Checkout form validation', null],
    ['Überprüfung der Kasse', null],
    ['working on the shop', null],
  ];
  for (const [text, missing] of cases) {
    it(`"${text}" ${missing ? `lacks something: ${missing}` : 'is good'}`, () => {
      const fault = whyNotGood(text, policy.description);
      expect(fault && descriptionWords(fault)).to.equal(missing);
    });
  }
});

describe('a name in a sentence', () => {
  const cases: [about: string, name: string, plain: string][] = [
    ['stays as it is', 'Carla Fields', 'Carla Fields'],
    ['stays on one line', 'Carla\r\n\tFields\u2028\0', 'Carla Fields'],
    ['loses what would turn the sentence', '\u202Etxt.exe\u2069 \u2067abc', 'txt.exe abc'],
    ['keeps its own direction to itself', 'שלום', '\u2068שלום\u2069'],
    ['keeps the joiners that are its spelling', 'می‌خواهم 👩‍💻', '\u2068می‌خواهم 👩‍💻\u2069'],
    ['is cut when it is long, between letters', `${'e\u0301'.repeat(80)}`, `${'e\u0301'.repeat(59)}…`],
  ];
  for (const [about, name, plain] of cases) {
    it(about, () => expect(plainName(name)).to.equal(plain));
  }
});

describe('a block’s name', () => {
  it('is a UUID version 7 that sorts by time', () => {
    const names = [0, 1, 2].map(i => newBlockId(NINE + i, Math.random));
    for (const name of names) expect(blockId.safeParse(name).success, name).to.equal(true);
    expect([...names].sort()).to.eql(names);
    expect(newBlockId(NINE, () => 0.999999)).to.not.equal(newBlockId(NINE, () => 0));
  });
});

describe('totals', () => {
  const contract = contractOf({ todaySeconds: 100, weekSeconds: 1000, weeklyLimitSeconds: 3600 });
  const work = (startedAt: number, contractId = 1) => ({ contractId, startedAt, seconds: 60 });

  it('add to the server’s sums what it has not received yet, for this project only', () => {
    expect(totalsOf(contract, [work(NINE - 60), work(NINE - 60, 2)], NINE, 'Europe/Vienna')).to.eql({
      today: 160,
      week: 1060,
      left: 2540,
    });
  });

  it('begin the day in the person’s zone and the week on Monday 00:00 UTC', () => {
    const sunday = weekStart(NINE) - 1800;
    // 00:30 in Vienna is still Sunday in UTC: today's work, last week's hours.
    expect(totalsOf(contract, [work(sunday)], NINE, 'Europe/Vienna')).to.include({ today: 160, week: 1000 });
    expect(weekStart(NINE)).to.equal(Date.UTC(2026, 10, 16) / 1000);
    expect(dayIn(sunday, 'Europe/Vienna')).to.equal(dayIn(NINE, 'Europe/Vienna'));
  });

  it('go below zero over the limit', () => {
    expect(totalsOf({ ...contract, weekSeconds: 4000 }, [], NINE, 'UTC').left).to.equal(-400);
  });
});

describe('the window’s words', () => {
  it('show the running clock to the second and sums to the minute', () => {
    expect([clockWords(0), clockWords(3661), clockWords(360_000)]).to.eql(['0:00:00', '1:01:01', '100:00:00']);
    expect([59, 719, 3900, -3900].map(spanWords)).to.eql(['59 s', '11 m', '1 h 05 m', '−1 h 05 m']);
  });

  it('take a server’s address as people type it', () => {
    expect(addressOf('time.example.org/')).to.equal('https://time.example.org');
    expect(addressOf('127.0.0.1:3000')).to.equal('http://127.0.0.1:3000');
    expect(addressOf(' http://localhost:3000 ')).to.equal('http://localhost:3000');
    for (const no of ['', 'https://', 'https://me:secret@example.org', 'ftp://example.org', 'https://a.example/x']) {
      expect(addressOf(no), no).to.equal(null);
    }
  });
});

describe('a black screen', () => {
  const screen = (bright: number) => {
    const pixels = new Uint8Array(4 * 10_000).fill(0);
    for (let i = 0; i < bright; i += 1) pixels[i * 4] = 200;
    return pixels;
  };
  it('is one without a thousandth of light', () => {
    expect([isBlack(screen(0)), isBlack(screen(10)), isBlack(screen(11))]).to.eql([true, true, false]);
  });
});
