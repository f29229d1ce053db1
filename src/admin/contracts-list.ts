/** All contracts, as admins find them. Opening one asks why. */
import { Op, type InferAttributes, type WhereOptions } from 'sequelize';
import { Contract } from '../contracts/contract-model.ts';
import { standingOf, type Standing } from '../contracts/standing.ts';
import { hrefOf, keyed, keyIn, searchIn } from './paging.ts';
import '../db/associations.ts';

const PAGE = 50;
const AT = '/admin/contracts';

const standings: Record<string, { label: string; where: WhereOptions<InferAttributes<Contract>> }> = {
  active: { label: 'Active', where: { state: 'active', stopped: null } },
  offered: { label: 'Offered', where: { state: 'offered' } },
  stopped: { label: 'Stopped for a while', where: { state: 'active', stopped: { [Op.in]: ['paused', 'asleep'] } } },
  unpaid: { label: 'Payment problem', where: { paymentProblemSince: { [Op.ne]: null } } },
  ended: { label: 'Ended', where: { stopped: 'ended' } },
};

export type ContractLine = {
  id: number;
  title: string;
  client: string;
  freelancer: string;
  standing: Standing;
  since: Date;
  problem: boolean;
};

export async function contractsLocals(asked: Record<string, unknown>) {
  const query = searchIn(asked['query']);
  const state = typeof asked['state'] === 'string' && Object.hasOwn(standings, asked['state']) ? asked['state'] : '';
  const person = keyIn(asked['person']);
  const before = keyIn(asked['before']);
  const where = {
    [Op.and]: [
      ...(query === '' ? [] : [called(query)]),
      ...(state === '' ? [] : [standings[state]!.where]),
      ...(person === null ? [] : [{ [Op.or]: [{ clientId: person }, { freelancerId: person }] }]),
      ...(before === null ? [] : [{ id: { [Op.lt]: before } }]),
    ],
  };
  const found = await Contract.findAll({
    where,
    include: ['client', 'freelancer'],
    order: [['id', 'DESC']],
    limit: PAGE + 1,
  });
  const { shown, olderHref } = keyed(found, PAGE, AT, { query, state, person });
  return {
    ...{ query, state, person, olderHref, newestHref: before && hrefOf(AT, { query, state, person }) },
    lines: shown.map(lineOf),
    states: Object.entries(standings).map(([value, { label }]) => ({ value, label })),
  };
}

/** By number, or by a part of the title or of the freelancer's address. */
function called(query: string): WhereOptions<InferAttributes<Contract>> {
  if (/^\d{1,9}$/.test(query)) return { id: Number(query) };
  const pattern = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  return { [Op.or]: [{ title: { [Op.like]: pattern } }, { freelancerEmail: { [Op.like]: pattern.toLowerCase() } }] };
}

const lineOf = (contract: Contract): ContractLine => ({
  ...{ id: contract.id, title: contract.title, client: contract.client?.name ?? '' },
  freelancer: contract.freelancer?.name ?? contract.freelancerEmail,
  standing: standingOf(contract),
  since: contract.acceptedAt ?? contract.offeredAt,
  problem: contract.paymentProblemSince !== null && contract.paymentProblemSince !== undefined,
});
