import { expect } from 'chai';
import fc from 'fast-check';
import { balanceOf } from '../../src/billing/balances.ts';
import { closeWeeks } from '../../src/billing/close-week.ts';
import { InvoiceLineRow } from '../../src/billing/invoice-line-model.ts';
import { linesOf, sumOf } from '../../src/billing/invoice.ts';
import { due } from '../../src/billing/ledger.ts';
import { rows } from '../../src/db/sequelize.ts';
import { amountOfTerms } from '../../src/diary/block-sums.ts';
import { weekTotals } from '../../src/diary/day-totals.ts';
import { amountFor, amountsFor, money } from '../../src/kernel/money.ts';
import { invoiceOf, payWith, WEEK, WEEK_STARTS } from '../support/money.ts';
import { putBlock } from '../support/put-block.ts';
import { world, type World } from '../support/world.ts';

const RATES = [1, 3333, 9999];
const lengths = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 60 });
const rates = fc.constantFrom(...RATES);

describe('An amount to the cent', () => {
  it('of a line is its seconds at its rate, rounded once, and its blocks add up to it', () => {
    fc.assert(
      fc.property(lengths, rates, (seconds, rateCents) => {
        const billed = seconds.map((one, place) => ({ startedAt: place * 600, seconds: one, protected: true }));
        const [line] = linesOf(billed.map(block => ({ ...block, rateCents, projectCodeId: null })));
        const all = sumOf(seconds, one => one);
        expect(line!.amount).to.equal(amountFor(all, rateCents));
        expect(sumOf(line!.blocks, ({ amount }) => amount)).to.equal(line!.amount);
        for (const { seconds: own, amount } of line!.blocks) {
          expect(Math.abs(amount - (own * rateCents) / 3600)).to.be.below(1);
        }
        expect(Math.abs(line!.amount - (all * rateCents) / 3600)).to.be.at.most(0.5);
      }),
    );
  });

  it('of a week is one rounding for each rate: in the diary, in reports, and over all lines of an invoice', () => {
    const coded = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 600 }), code: fc.nat({ max: 3 }) }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(coded, rates, (blocks, rateCents) => {
        const lines = linesOf(
          blocks.map(({ seconds, code }, place) => ({
            ...{ startedAt: place * 600, seconds, rateCents, projectCodeId: code, protected: true },
          })),
        );
        const invoiced = sumOf(lines, ({ amount }) => amount);
        const inDiary = amountFor(
          sumOf(blocks, ({ seconds }) => seconds),
          rateCents,
        );
        expect(invoiced).to.equal(inDiary);
        for (const { seconds, amount, blocks: own } of lines) {
          expect(Math.abs(amount - (seconds * rateCents) / 3600)).to.be.below(1);
          expect(sumOf(own, block => block.amount)).to.equal(amount);
        }
        const inReport = amountsFor(
          lines.map(({ seconds }) => seconds),
          rateCents,
        );
        expect(sumOf(inReport, amount => amount)).to.equal(inDiary);
      }),
    );
  });
});

describe('A week at a rate that does not come out even', () => {
  let w: World;
  beforeEach(async () => {
    w = await world({ now: '2026-11-17T07:00:00Z' });
    await payWith(w.carla, 'pays');
  });

  const column = (csv: string, name: string): string[] => {
    const [head = '', ...lines] = csv
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n');
    const place = head.split(',').indexOf(name);
    expect(place, name).to.be.at.least(0);
    return lines.map(line => line.split(',')[place]!);
  };
  const cents = (dollars: string[]): number => dollars.reduce((sum, text) => sum + Math.round(Number(text) * 100), 0);

  for (const rateCents of RATES) {
    for (const codes of [['SHOP-1'], ['SHOP-1', 'SHOP-2', null]]) {
      it(`of ${money(rateCents)} an hour and ${codes.length} project codes adds up to the same cent in invoice, file, ledger, diary and report`, async () => {
        const { id: contractId } = await w.activeContract({ title: 'Odd cents', rateCents });
        const lengths = [1, 7, 59, 61, 599, 600, 333, 250, 123, 17, 443, 599];
        for (const [place, seconds] of lengths.entries()) {
          const startedAt = WEEK_STARTS + 2 * 86_400 + place * 600;
          const put = { contractId, freelancerId: w.felix.id, startedAt, seconds, code: codes[place % codes.length]! };
          await putBlock(put, new Date((startedAt + 600) * 1000));
        }
        w.outside.clock.set(WEEK.closed);
        await closeWeeks(w.outside.clock.now());
        const { id, amount, seconds } = await invoiceOf(contractId);
        expect(Number(seconds)).to.equal(sumOf(lengths, one => one));

        const lines = await InvoiceLineRow.findAll({ where: { invoiceId: id } });
        expect(sumOf(lines, line => Number(line.amount))).to.equal(Number(amount));
        const [blocks] = await rows<{ amount: number | string }>(
          'SELECT SUM(b.amount_cents) AS amount FROM invoiced_blocks b JOIN invoice_lines l ON l.id = b.line_id WHERE l.invoice_id = $1',
          [id],
        );
        expect(Number(blocks!.amount)).to.equal(Number(amount));
        expect(await balanceOf(due(id))).to.equal(Number(amount));
        const file = (await w.carla.get(`/invoices/${id}.csv`)).text;
        expect(cents(column(file, 'Amount USD'))).to.equal(Number(amount));
        expect((await w.carla.get(`/invoices/${id}`)).text).to.include(money(Number(amount)));

        const inDiary = amountOfTerms(await weekTotals([contractId], WEEK_STARTS), () => rateCents);
        const report = (await w.carla.get(`/reports.csv?from=2026-11-16&to=2026-11-22&contract=${contractId}`)).text;
        expect(cents(column(report, 'Amount USD'))).to.equal(inDiary);
        expect(inDiary).to.equal(Number(amount));
      });
    }
  }
});
