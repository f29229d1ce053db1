/** What a bank is given: a row for each payment. RFC 4180, and nothing in it runs as a formula. */
import { spreadsheet } from '../reports/csv.ts';
import { dollars } from './invoice-csv.ts';
import type { BankAccount } from './payout-account.ts';
import type { Payout } from './payout-model.ts';

export type Payment = { payout: Pick<Payout, 'id' | 'amount'>; account: BankAccount };

const HEAD = ['Payee', 'IBAN', 'Account number', 'Routing number', 'Amount', 'Currency', 'Reference'];

export function bankFile(payments: readonly Payment[]): string {
  const records = payments.map(({ payout, account: { kind, holder, number, routing } }) => [
    ...[holder, kind === 'iban' ? number : '', kind === 'us' ? number : '', routing ?? ''],
    ...[dollars(payout.amount), 'USD', `Impact Time payout ${payout.id}`],
  ]);
  return spreadsheet([HEAD, ...records], true);
}
