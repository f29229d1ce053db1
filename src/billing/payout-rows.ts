/** Payouts as admins ask for them: by Wednesday, and by what a bank was told. */
import { Op } from 'sequelize';
import { rows } from '../db/sequelize.ts';
import { NotFound } from '../kernel/errors.ts';
import type { Cents } from '../kernel/money.ts';
import type { EpochSeconds } from '../kernel/time.ts';
import { Payout } from './payout-model.ts';
import { PayoutAccount } from './payout-account-model.ts';
import { PayoutFile } from './payout-file-model.ts';
import type { PayoutState } from './payout.ts';
import '../db/associations.ts';

type Row = Record<string, number | string | null>;
export type Sums = Record<PayoutState, { payouts: number; amount: Cents }>;
export type Batch = { wednesday: EpochSeconds; sums: Sums };

const sumsOf = (found: readonly Row[]): Sums => {
  const one = (state: PayoutState) => {
    const row = found.find(({ state: other }) => other === state);
    return { payouts: Number(row?.['payouts'] ?? 0), amount: Number(row?.['amount'] ?? 0) };
  };
  return { waiting: one('waiting'), paid: one('paid'), failed: one('failed') };
};

/** Wednesdays with payouts, the newest first. @param before a Wednesday: those before it; null for the newest */
export async function batches(before: EpochSeconds | null, limit: number): Promise<Batch[]> {
  const days = await rows<Row>(
    `SELECT DISTINCT wednesday FROM payouts WHERE wednesday < $1 ORDER BY wednesday DESC LIMIT ${limit}`,
    [before ?? Number.MAX_SAFE_INTEGER],
  );
  return Promise.all(
    days.map(async row => ({ wednesday: Number(row['wednesday']), sums: await batchSums(Number(row['wednesday'])) })),
  );
}

export async function batchSums(wednesday: EpochSeconds): Promise<Sums> {
  return sumsOf(
    await rows<Row>(
      'SELECT state, COUNT(*) AS payouts, SUM(amount_cents) AS amount FROM payouts WHERE wednesday = $1 GROUP BY state',
      [wednesday],
    ),
  );
}

type Waiting = { payout: Payout; account: PayoutAccount | null };

/**
 * What waits of a Wednesday and is in no file, with the account it would go to now: `forBank`, and `byItself` what goes through the
 * payment provider. Without an account it is the bank's. What is owed to people whose account is suspended is in neither: it waits.
 */
export async function notInFile(wednesday: EpochSeconds): Promise<{ forBank: Waiting[]; byItself: Waiting[] }> {
  const suspended = (await suspendedOn(wednesday)).map(({ freelancerId }) => freelancerId);
  const found = await Payout.findAll({
    where: { wednesday, state: 'waiting', fileId: null, freelancerId: { [Op.notIn]: suspended } },
    order: [['id', 'ASC']],
  });
  const owners = found.map(({ freelancerId }) => freelancerId);
  const accounts = owners.length > 0 ? await PayoutAccount.findAll({ where: { currentFor: owners } }) : [];
  const of = new Map(accounts.map(account => [account.freelancerId, account]));
  const waiting = found.map(payout => ({ payout, account: of.get(payout.freelancerId) ?? null }));
  // Once the provider was asked it is the provider's, whatever account its freelancer has now.
  const isByItself = ({ payout, account }: Waiting): boolean =>
    (payout.accountId ?? null) !== null || (account?.providerAccount ?? null) !== null;
  return { forBank: waiting.filter(one => !isByItself(one)), byItself: waiting.filter(isByItself) };
}

/** What waits of a Wednesday because its freelancer's account is suspended. */
export const suspendedOn = (wednesday: EpochSeconds): Promise<Payout[]> =>
  Payout.findAll({
    where: { wednesday, state: 'waiting', fileId: null, '$freelancer.suspended_at$': { [Op.ne]: null } },
    include: ['freelancer'],
  });

/** What waits of a Wednesday for a bank's file. */
export const notSent = async (wednesday: EpochSeconds): Promise<Waiting[]> => (await notInFile(wednesday)).forBank;

/** Payouts of a Wednesday with whose they are. */
export const payoutsOn = (wednesday: EpochSeconds, limit: number, offset: number): Promise<Payout[]> =>
  Payout.findAll({ where: { wednesday }, include: ['freelancer'], order: [['id', 'ASC']], limit, offset });

/** @throws NotFound */
export async function findPayout(id: unknown): Promise<Payout> {
  const number = typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : 0;
  return Payout.findByPk(number, { include: ['freelancer', 'settledBy'], rejectOnEmpty: new NotFound('payout') });
}

/** @throws NotFound */
export async function findFile(id: unknown): Promise<PayoutFile> {
  const number = typeof id === 'string' && /^\d{1,9}$/.test(id) ? Number(id) : 0;
  return PayoutFile.findByPk(number, { rejectOnEmpty: new NotFound('file') });
}

/** Files of a Wednesday, the newest first, with what became of what is in them. */
export async function filesOn(wednesday: EpochSeconds): Promise<{ file: PayoutFile; madeBy: string; sums: Sums }[]> {
  const files = await PayoutFile.findAll({ where: { wednesday }, order: [['id', 'DESC']] });
  if (files.length === 0) return [];
  const found = await rows<Row>(
    `SELECT file_id, state, COUNT(*) AS payouts, SUM(amount_cents) AS amount FROM payouts
     WHERE wednesday = $1 AND file_id IS NOT NULL GROUP BY file_id, state`,
    [wednesday],
  );
  const names = await rows<Row>(
    'SELECT f.id, u.name FROM payout_files f JOIN users u ON u.id = f.made_by_id WHERE f.wednesday = $1',
    [wednesday],
  );
  return files.map(file => ({
    file,
    madeBy: String(names.find(({ id }) => Number(id) === file.id)?.['name'] ?? ''),
    sums: sumsOf(found.filter(row => Number(row['file_id']) === file.id)),
  }));
}

/** What is in a file, with the account each of it goes to. */
export async function paymentsOf(file: PayoutFile): Promise<{ payout: Payout; account: PayoutAccount }[]> {
  const found = await Payout.findAll({ where: { fileId: file.id }, order: [['id', 'ASC']] });
  const accounts = await PayoutAccount.findAll({ where: { id: found.map(({ accountId }) => accountId ?? 0) } });
  const of = new Map(accounts.map(account => [account.id, account]));
  return found.map(payout => ({ payout, account: of.get(payout.accountId ?? 0)! }));
}
