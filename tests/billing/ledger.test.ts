import { randomInt } from 'node:crypto';
import { expect } from 'chai';
import type { DatabaseError } from 'sequelize';
import { balanceOf } from '../../src/billing/balances.ts';
import {
  client,
  due,
  escrow,
  fund,
  move,
  outside,
  settled,
  type Account,
  type Line,
} from '../../src/billing/ledger.ts';
import { post, type Transfer } from '../../src/billing/post.ts';
import { rows, run, transaction } from '../../src/db/sequelize.ts';
import { Refused } from '../../src/kernel/errors.ts';

const NOW = new Date('2026-11-23T12:01:00Z');
/** Accounts of nobody else. */
const someone = (): number => randomInt(1_000_000, 2_000_000_000);
const transfer = (key: string, lines: Line[]): Transfer => ({
  ...{ key, kind: 'charge', contractId: null, week: null, now: NOW, lines },
});
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  );

describe('Lines of a transfer', () => {
  it('are one for each account, and those that come to nothing fall out', () => {
    const lines = [...move(500, outside, client(1)), ...move(500, client(1), escrow(7)), ...move(0, fund, client(2))];
    expect(settled(lines)).to.deep.equal([
      { account: escrow(7), amount: 500 },
      { account: outside, amount: -500 },
    ]);
  });

  it('add up to zero and are whole cents, or there is no transfer', () => {
    expect(() => settled([{ account: client(1), amount: 1 }])).to.throw(RangeError, 'not 1');
    expect(() => settled(move(0.5, outside, client(1)))).to.throw(RangeError);
    expect(() => settled(move(Number.MAX_SAFE_INTEGER + 1, outside, client(1)))).to.throw(RangeError);
  });
});

describe('The ledger', () => {
  let person: number;
  let account: Account;
  beforeEach(() => {
    person = someone();
    account = escrow(person);
  });

  it('makes a transfer once, however often and by however many it is asked for', async () => {
    const same = transfer(`test:${person}`, move(700, outside, account));
    const made = await Promise.all(Array.from({ length: 30 }, () => post(same)));
    expect(made.filter(isNew => isNew)).to.have.lengthOf(1);
    expect(await balanceOf(account)).to.equal(700);
  });

  it('does not take another transfer under the same key', async () => {
    await post(transfer(`test:${person}`, move(700, outside, account)));
    expect(await refusal(post(transfer(`test:${person}`, move(701, outside, account))))).to.include('other amounts');
    expect(await refusal(post(transfer(`test:${person}`, [])))).to.include('other amounts');
    expect(await balanceOf(account)).to.equal(700);
  });

  it('gives nothing that is not there, not even to thirty at once', async () => {
    await post(transfer(`test:${person}`, move(1000, outside, account)));
    const asked = Array.from({ length: 30 }, (_, i) =>
      refusal(post(transfer(`test:${person}:${i}`, move(300, account, client(person))))),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter(answer => answer === 'nothing')).to.have.lengthOf(3);
    expect(new Set(answers)).to.deep.equal(new Set(['nothing', 'not-enough-money']));
    expect([await balanceOf(account), await balanceOf(client(person))]).to.deep.equal([100, 900]);
  });

  it('lets only those owe who may: a client, and the world outside', async () => {
    await post(transfer(`test:${person}`, move(50, client(person), due(person))));
    expect(await balanceOf(client(person))).to.equal(-50);
    expect(await refusal(post(transfer(`test:${person}:2`, move(51, due(person), client(person)))))).to.equal(
      'not-enough-money',
    );
  });

  it('is there with its act or not at all', async () => {
    const act = transaction(async () => {
      await post(transfer(`test:${person}`, move(5, outside, account)));
      throw new Error('something else failed');
    });
    expect(await refusal(act)).to.include('something else');
    expect(await balanceOf(account)).to.equal(0);
  });

  it('is never changed: the database refuses', async () => {
    await post(transfer(`test:${person}`, move(5, outside, account)));
    for (const sql of [
      'UPDATE ledger_lines SET amount_cents = 6 WHERE account_owner_id = $1',
      'DELETE FROM ledger_lines WHERE account_owner_id = $1',
      "UPDATE ledger_transfers SET kind = 'refund' WHERE transfer_key = CONCAT('test:', $1)",
      "DELETE FROM ledger_transfers WHERE transfer_key = CONCAT('test:', $1)",
    ]) {
      const refused = await run(sql, [person]).then(
        () => 'taken',
        (error: DatabaseError) => error.parent.message,
      );
      expect(refused, sql).to.include('rows of this table never change');
    }
    expect(await balanceOf(account)).to.equal(5);
  });

  it('adds up to zero over everything', async () => {
    const [all] = await rows<{ total: number | string }>('SELECT SUM(amount_cents) AS total FROM ledger_lines', []);
    expect(Number(all!.total)).to.equal(0);
  });
});
