/** A client who gives one bonus after the other, each until it was taken: money moves while servers die. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { Bonus } from '../../src/billing/bonus-model.ts';
import { chargeBonuses } from '../../src/billing/charge-bonuses.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { rows } from '../../src/db/sequelize.ts';
import { sandboxPayments } from '../../src/outside/sandbox-payments.ts';
import { call } from './call.ts';
import type { Crew } from './crew.ts';

const PAUSE_MS = 60;
const DOLLARS = 7;

export class Gifts {
  given = 0;
  private ended = false;
  private running: Promise<void> = Promise.resolve();
  private readonly crew: Crew;

  constructor(crew: Crew) {
    this.crew = crew;
  }

  begin(): void {
    this.running = this.giveAll();
  }

  /** At the end of a test that failed. */
  abandon(): void {
    this.ended = true;
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.running;
  }

  private async giveAll(): Promise<void> {
    while (!this.ended) {
      if (await this.give(this.given + 1)) this.given += 1;
      await wait(PAUSE_MS);
    }
  }

  /** @returns whether the server said that it was taken */
  private async give(nth: number): Promise<boolean> {
    const { url, carla, contract } = this.crew;
    const body = new URLSearchParams({ amount: String(DOLLARS), words: `Number ${nth}`, nth: String(nth) });
    const headers = { Cookie: carla.cookie, Origin: url };
    const answer = await call(`${url}/contracts/${contract.id}/bonuses`, { method: 'POST', headers, body });
    return answer?.status === 303;
  }

  /** Charges what a killed server had asked for and not heard of, and looks at all of it. */
  async expectOnce(): Promise<void> {
    const { contract } = this.crew;
    let now = new Date();
    const payments = sandboxPayments({ now: () => now }, heardFromPayments);
    now = new Date(now.getTime() + 3_600_000);
    await chargeBonuses(payments, now);
    const bonuses = await Bonus.findAll({ where: { contractId: contract.id }, order: ['nth'] });
    // One that was taken and not acknowledged may be there besides.
    expect(bonuses.map(({ nth }) => nth)).to.deep.equal(bonuses.map((_, place) => place + 1));
    expect(bonuses.length - this.given, 'given without a word').to.be.within(0, 1);
    expect(bonuses.filter(({ chargeState }) => chargeState !== 'paid').length, 'not charged').to.equal(0);
    const [booked] = await rows<{ number: number; sum: number | string | null }>(
      `SELECT COUNT(*) AS number, SUM(l.amount_cents) AS sum FROM ledger_transfers t JOIN ledger_lines l ON l.transfer_id = t.id
       WHERE t.kind = 'bonus' AND t.contract_id = $1 AND l.account_kind = 'outside'`,
      [contract.id],
    );
    expect([Number(booked!.number), Number(booked!.sum ?? 0)]).to.deep.equal([
      bonuses.length,
      -bonuses.length * DOLLARS * 100,
    ]);
  }
}
