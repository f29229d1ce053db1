import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { build } from 'esbuild';
import { balanceOf, balancesOf } from '../../src/billing/balances.ts';
import { chargeInvoices } from '../../src/billing/charge-invoices.ts';
import { acceptReviewed } from '../../src/billing/accept-invoice.ts';
import { closeWeeks } from '../../src/billing/close-week.ts';
import { heardFromPayments } from '../../src/billing/hear-payment.ts';
import { Invoice } from '../../src/billing/invoice-model.ts';
import { client } from '../../src/billing/ledger.ts';
import { payOut } from '../../src/billing/pay-out.ts';
import { root } from '../../src/config.ts';
import { Contract } from '../../src/contracts/contract-model.ts';
import { isSqlite, rows } from '../../src/db/sequelize.ts';
import { deliverSandboxEvents } from '../../src/outside/sandbox-book.ts';
import type { SandboxCard } from '../../src/outside/sandbox-cards.ts';
import { sandboxPayments } from '../../src/outside/sandbox-payments.ts';
import { agree, payer, someone } from '../support/money-cast.ts';
import { putBlock } from '../support/put-block.ts';
import { putAside } from '../support/money-world.ts';

/** On a server connections take their time; `KILLS=50` there by hand. */
const KILLS = Number(process.env['KILLS'] ?? (isSqlite ? 12 : 6));
const PROCESSES = 4;
const CONTRACTS = 12;
const BLOCKS_A_WEEK = 4;
/** Nobody ticked in these three weeks. */
const WEEKS = ['2026-11-02T00:00:00Z', '2026-11-09T00:00:00Z', '2026-11-16T00:00:00Z'].map(
  iso => Date.parse(iso) / 1000,
);
const FIRST_TICK = '2026-11-23T12:01:00Z';
const INSTANTS = [
  FIRST_TICK,
  '2026-11-24T12:00:00Z',
  '2026-11-24T12:15:00Z',
  '2026-11-28T00:00:00Z',
  '2026-12-02T12:00:00Z',
];
/** What the killed ones had claimed is asked for again. */
const AFTERWARDS = ['2026-12-02T12:15:00Z', '2026-12-02T12:30:00Z', '2026-12-09T12:00:00Z'];
const CARDS: SandboxCard[] = ['pays', 'twice', 'event-first', 'network-first'];
/** Longest life of a process that is to be killed, from its first act on. */
const LIFE_MS = 150;

describe('Four processes at the edge of the week, killed at any moment', () => {
  const worker = path.join(root, 'dist', 'edge-worker.js');
  const running = new Set<ChildProcess>();
  let contracts: Contract[];
  let killed = 0;
  let complaints = '';

  before(async () => {
    const from = path.join(root, 'tests/billing/edge-worker.ts');
    const to = { bundle: true, packages: 'external', platform: 'node', target: 'node20', format: 'esm' } as const;
    await build({ entryPoints: [from], outfile: worker, ...to });
    await putAside();
    const began = new Date(WEEKS[0]! * 1000);
    const clients = await Promise.all(CARDS.map(card => payer(began, card)));
    const freelancers = await Promise.all([1, 2, 3].map(() => someone('freelancer', began)));
    contracts = [];
    for (let place = 0; place < CONTRACTS; place += 1) {
      const [by, to] = [clients[place % CARDS.length]!, freelancers[place % 3]!];
      contracts.push(await agree(by, to, { rateCents: 3333 + place }, began));
    }
    for (const [place, { id, freelancerId }] of contracts.entries())
      for (const week of WEEKS)
        for (let nth = 0; nth < BLOCKS_A_WEEK; nth += 1) {
          const startedAt = week + 86_400 + (place * BLOCKS_A_WEEK + nth) * 600;
          const put = { contractId: id, freelancerId: freelancerId!, startedAt, seconds: 600 - place - nth };
          await putBlock(put, new Date((startedAt + 600) * 1000));
        }
  }).timeout(60_000);
  after(() => running.forEach(child => child.kill('SIGKILL')));

  function start(): ChildProcess {
    const child = spawn(process.execPath, [worker, ...INSTANTS], { stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    child.on('exit', () => running.delete(child));
    child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
    return child;
  }

  /** Lives one after the other, until so many were taken that the next may end by itself. */
  async function lives(): Promise<void> {
    for (;;) {
      const child = start();
      const gone = once(child, 'exit');
      await Promise.race([once(child.stdout!, 'data'), gone]);
      if (killed >= KILLS) return void (await gone);
      killed += 1;
      // Chance decides in the middle of what it dies.
      await wait(Math.random() * LIFE_MS);
      child.kill('SIGKILL');
      await gone;
    }
  }

  it(`makes one invoice for each contract and week, and one charge for each invoice (${KILLS} kills)`, async () => {
    await Promise.all(Array.from({ length: PROCESSES }, lives));
    let now = new Date(INSTANTS.at(-1)!);
    const payments = sandboxPayments({ now: () => now }, heardFromPayments);
    for (const instant of AFTERWARDS) {
      now = new Date(instant);
      await deliverSandboxEvents(heardFromPayments, now);
      await closeWeeks(now);
      // As in the tick: a card that loses the first question is asked again by the next one.
      await chargeInvoices(payments, now).catch(() => null);
      await acceptReviewed(now);
      await payOut(now);
    }
    expect(killed).to.be.at.least(KILLS);
    const ids = contracts.map(({ id }) => id);
    const invoices = await Invoice.findAll({ where: { contractId: ids }, order: ['id'] });
    const keyOf = (contractId: number, week: number): string => `${contractId} ${week}`;
    expect(invoices.map(({ contractId, week }) => keyOf(contractId, Number(week))).sort()).to.deep.equal(
      ids.flatMap(id => WEEKS.map(week => keyOf(id, week))).sort(),
    );
    const numbers = invoices.map(({ number }) => Number(number.slice(-6))).sort((a, b) => a - b);
    expect(numbers).to.deep.equal(numbers.map((_, place) => numbers[0]! + place));
    await expectOneCharge(invoices);
    await expectPaidOut(invoices);
    expect(
      complaints.split('\n').filter(line => line !== '' && !line.includes('the connection was lost')),
    ).to.deep.equal([]);
  }).timeout(240_000);

  /** At the provider, and in the ledger. */
  async function expectOneCharge(invoices: Invoice[]): Promise<void> {
    type Act = { act_key: string; amount_cents: number; state: string };
    const acts = await rows<Act>("SELECT act_key, amount_cents, state FROM sandbox_acts WHERE about = 'charge'", []);
    const asked = acts.filter(({ act_key: key }) => invoices.some(({ id }) => key.startsWith(`charge:${id}:`)));
    expect(asked.map(act => [act.act_key, Number(act.amount_cents), act.state]).sort()).to.deep.equal(
      invoices.map(({ id, amount }) => [`charge:${id}:1`, Number(amount), 'paid']).sort(),
    );
    const charges = await rows<{ number: number }>(
      `SELECT COUNT(*) AS number FROM ledger_transfers WHERE kind = 'charge' AND contract_id >= $1`,
      [contracts[0]!.id],
    );
    expect(Number(charges[0]!.number)).to.equal(invoices.length);
  }

  async function expectPaidOut(invoices: Invoice[]): Promise<void> {
    const ids = invoices.map(({ id }) => id);
    for (const kind of ['due', 'escrow'] as const)
      expect([...(await balancesOf(kind, ids)).values()].every(balance => balance === 0)).to.equal(true);
    for (const { clientId } of contracts) expect(await balanceOf(client(clientId))).to.equal(0);
    const owed = new Map<number, number>();
    for (const { freelancerId, amount, fee } of invoices)
      owed.set(freelancerId, (owed.get(freelancerId) ?? 0) + Number(amount) - Number(fee));
    expect(await balancesOf('payouts', [...owed.keys()])).to.deep.equal(owed);
    const [ledger] = await rows<{ sum: number | string }>('SELECT SUM(amount_cents) AS sum FROM ledger_lines', []);
    expect(Number(ledger!.sum)).to.equal(0);
  }
});
