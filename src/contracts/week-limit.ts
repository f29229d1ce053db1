/** How much may be billed in a week: the limit of the terms, and what the client allowed beyond it for this week. */
import { rows, run } from '../db/sequelize.ts';
import { weekOf, type EpochSeconds } from '../kernel/time.ts';
import { ContractTerms } from './contract-terms-model.ts';
import { termsOfWeek } from './terms.ts';

type Limited = {
  id: number;
  terms?: readonly { version: number; validFrom: Date; weeklyLimitSeconds: number }[] | undefined;
};

/** Seconds for each contract, in the UTC week of an instant. */
export async function weekLimits(contracts: readonly Limited[], at: EpochSeconds): Promise<Map<number, number>> {
  const extra = await overtimeIn(
    contracts.map(({ id }) => id),
    at,
  );
  const limitOf = ({ id, terms = [] }: Limited): number =>
    ((termsOfWeek(terms, at) ?? terms[0])?.weeklyLimitSeconds ?? 0) + (extra.get(id) ?? 0);
  return new Map(contracts.map(contract => [contract.id, limitOf(contract)]));
}

/** Seconds for one contract, in the UTC week of an instant. */
export async function weekLimitOf(contractId: number, at: EpochSeconds): Promise<number> {
  const terms = await ContractTerms.findAll({ where: { contractId } });
  return (await weekLimits([{ id: contractId, terms }], at)).get(contractId) ?? 0;
}

async function overtimeIn(contractIds: readonly number[], at: EpochSeconds): Promise<Map<number, number>> {
  if (contractIds.length === 0) return new Map();
  const places = contractIds.map((_, place) => `$${place + 2}`).join(', ');
  const sql = `SELECT contract_id, extra_seconds FROM overtime WHERE week = $1 AND contract_id IN (${places})`;
  const found = await rows<{ contract_id: number; extra_seconds: number }>(sql, [weekOf(at), ...contractIds]);
  return new Map(found.map(row => [Number(row.contract_id), Number(row.extra_seconds)]));
}

/** Adds to what is allowed beyond the limit in the week of an instant. Part of an act that holds the contract's lock. */
export async function allowOvertime(contractId: number, extraSeconds: number, at: EpochSeconds): Promise<void> {
  const before = (await overtimeIn([contractId], at)).get(contractId);
  const sql =
    before === undefined
      ? 'INSERT INTO overtime (contract_id, week, extra_seconds) VALUES ($1, $2, $3)'
      : 'UPDATE overtime SET extra_seconds = $3 WHERE contract_id = $1 AND week = $2';
  await run(sql, [contractId, weekOf(at), (before ?? 0) + extraSeconds]);
}
