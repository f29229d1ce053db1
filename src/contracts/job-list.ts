/** Which contracts a page of My Jobs shows: offers first, then those that run, then those that are over. */
import { col, fn, literal, Op, where as compare, type WhereOptions } from 'sequelize';
import type { Actor } from '../policy/policy.ts';
import { Contract } from './contract-model.ts';
import '../db/associations.ts';

export const groups = ['offers', 'running', 'past'] as const;
export type Group = (typeof groups)[number];
/** Where a page ends: the group's place and the contract's number. */
export type After = { group: number; id: number };

const A_PAGE = 20;
/** The place of a contract's group, as the databases see it. */
const GROUP = literal(
  "CASE WHEN state = 'offered' THEN 0 WHEN state = 'active' AND (stopped IS NULL OR stopped <> 'ended') THEN 1 ELSE 2 END",
);

/** `1-417`, as it stands in the address. Null for anything else, which is the first page. */
export function parseAfter(text: unknown): After | null {
  const match = typeof text === 'string' ? /^([0-2])-(\d{1,9})$/.exec(text) : null;
  return match ? { group: Number(match[1]), id: Number(match[2]) } : null;
}

const beyond = ({ group, id }: After): WhereOptions => ({
  [Op.or]: [
    compare(GROUP, { [Op.gt]: group }),
    { [Op.and]: [compare(GROUP, { [Op.eq]: group }), { id: { [Op.lt]: id } }] },
  ],
});

/** @returns the contracts of a page with all a card needs, how many there are in each group, and where the next page begins */
export async function jobList(actor: Actor, after: After | null) {
  const mine = Contract.visibleTo(actor);
  const found = (await Contract.findAll({
    attributes: ['id', [GROUP, 'place']],
    where: after ? { [Op.and]: [mine, beyond(after)] } : mine,
    order: [
      [GROUP, 'ASC'],
      ['id', 'DESC'],
    ],
    limit: A_PAGE + 1,
    raw: true,
  })) as unknown as { id: number; place: number }[];
  const shown = found.slice(0, A_PAGE).map(({ id, place }) => ({ id, group: groups[Number(place)]! }));
  const last = found.length > A_PAGE ? found[A_PAGE - 1]! : null;
  return {
    shown,
    contracts: await contractsOf(shown.map(({ id }) => id)),
    counts: await countsOf(mine),
    next: last && `${Number(last.place)}-${last.id}`,
  };
}

async function contractsOf(ids: number[]): Promise<Map<number, Contract>> {
  if (ids.length === 0) return new Map();
  const found = await Contract.findAll({ where: { id: ids }, include: ['client', 'freelancer', 'terms'] });
  return new Map(found.map(contract => [contract.id, contract]));
}

async function countsOf(mine: WhereOptions): Promise<Record<Group, number>> {
  const found = (await Contract.findAll({
    attributes: [
      [GROUP, 'place'],
      [fn('COUNT', col('id')), 'number'],
    ],
    where: mine,
    group: ['place'],
    raw: true,
  })) as unknown as { place: number; number: number }[];
  const of = (group: number): number => Number(found.find(({ place }) => Number(place) === group)?.number ?? 0);
  return { offers: of(0), running: of(1), past: of(2) };
}
